// Written by npm run types from openapi.json; not to be edited.
import type { Geometry } from "geojson";
export interface paths {
    "/api/v1/at": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything at a point
         * @description Every feature of every published layer at the point, the topmost layer first: areas that hold it, and lines and points within the tolerance. A layer that cannot be read is listed as unavailable: what it holds there is not known.
         */
        get: operations["at-place"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What stands in the way at a place
         * @description Compares a point, line or area with every layer that a rule names. A layer that is missing, cannot be read or does not cover the place and its surroundings as far as the rule looks gives `not_known`, never `not_found`. Nothing is stored.
         */
        post: operations["check-place"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/features": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Features by distance: the map as a list
         * @description The features of the published layers, nearest first, from a point or from the middle of a box.
         */
        get: operations["list-features"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/layers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every published layer, in drawing order */
        get: operations["list-layers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/layers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One published layer */
        get: operations["get-layer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/layers/{id}/features/{feature}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One feature of a layer, whole */
        get: operations["get-feature"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rules in force today */
        get: operations["list-rules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Places, addresses, property units and coordinates by name
         * @description Whole names first, then names that begin so, then those with every word; misspellings when there is nothing else. Coordinates are read as people type them, in ETRS-TM35FIN, ETRS-GKn and WGS 84; where a text has several readings each is given.
         */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/{grid}/{layer}.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * TileJSON
         * @description TileJSON 3.0.0 of the layers, with the address of their present versions.
         */
        get: operations["describe-tiles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/{grid}/{layer}/{z}/{x}/{y}.mvt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Vector tile
         * @description Mapbox Vector Tile 2.1. Each layer's features have their fid as id. A layer cut short is counted in the layer `_left_out`.
         */
        get: operations["get-tile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AtPlace: {
            /** @description The topmost layer first */
            items: components["schemas"]["Hit"][] | null;
            /** @description Layers with more features there than are listed */
            more: string[] | null;
            /** @description Layers that could not be read: what they hold there is not known */
            unavailable: string[] | null;
        };
        CheckInputBody: {
            /**
             * @description A GeoJSON geometry, Feature or FeatureCollection in CRS84: longitude, latitude in degrees
             * @example {
             *       "coordinates": [
             *         26.62,
             *         62.41
             *       ],
             *       "type": "Point"
             *     }
             */
            geometry: Geometry;
            /** @description Answers about what is planned there */
            project?: {
                [key: string]: unknown;
            };
        };
        CheckRule: {
            authority: string;
            condition?: components["schemas"]["RuleCondition"];
            /**
             * Format: double
             * @description True metres between the nearest points
             */
            distance_m: number;
            /** @example natura_inside */
            id: string;
            next: string;
            /**
             * @description inside: the place touches the feature; within: at most distance_m away; nearest: the nearest only
             * @enum {string}
             */
            relation: "inside" | "within" | "nearest";
            /** @enum {string} */
            severity: "red" | "amber" | "green";
            /** @description Act and section; a distance that no statute sets is called policy */
            statute: string;
            /**
             * @description Layers of this theme are looked at
             * @example natura
             */
            theme: string;
            title: string;
            /** Format: date */
            valid_from: string;
            /** Format: date */
            valid_to?: string;
            /**
             * Format: int64
             * @description A version never changes
             */
            version: number;
            /** @description {name} stands for the feature's title, {value} for the attribute of the condition */
            why: string;
        };
        Coverage: {
            /** @description Municipality numbers */
            codes?: string[] | null;
            /** @enum {string} */
            kind: "features" | "municipality" | "country" | "layer" | "area" | "none";
            layer?: string;
            /** @description Where the claim comes from */
            why?: string;
        };
        Fault: {
            /**
             * @description Stable name of the fault
             * @example outside_finland
             */
            code: string;
            /** @description The fault in the caller's language */
            detail: string;
            /**
             * @description Name of the query, path or header parameter
             * @example lon
             */
            parameter?: string;
            /**
             * @description JSON Pointer (RFC 6901) into the body; with no parameter either, the fault is in the body as a whole
             * @example /geometry/coordinates/0
             */
            pointer?: string;
        };
        FeatureList: {
            /** @description Nearest first */
            items: components["schemas"]["Hit"][] | null;
            /** @description cursor of the next page; missing on the last */
            next?: string;
            /** @description Layers that could not be read: what they hold is not known */
            unavailable: string[] | null;
        };
        Finding: {
            authority: string;
            /**
             * Format: double
             * @description From the place to the feature, degrees from true north; null where they meet
             */
            bearing_deg: number | null;
            /**
             * Format: date
             * @description The day the layer's register says the data describes
             */
            data_date?: string;
            /**
             * Format: double
             * @description True metres between the nearest points; 0 where they meet
             */
            distance_m: number | null;
            feature_id: string | null;
            feature_title?: string;
            /** @description Where the feature is, or the only layer that was looked at */
            layer: string | null;
            layer_title?: string;
            /** Format: int64 */
            layer_version: number | null;
            /** @description From the place's nearest point to the feature's: GeoJSON LineString in CRS84; null where they meet or nothing was found */
            line: {
                coordinates: number[][];
                /** @enum {string} */
                type: "LineString";
            } | null;
            /** @description Every layer version that was looked at, where nothing was found */
            looked?: components["schemas"]["Looked"][] | null;
            /**
             * Format: int64
             * @description How many further features the rule found, on its last finding
             */
            more?: number;
            /** @description What to do; empty where nothing was found */
            next: string;
            /**
             * Format: double
             * @description Share of the checked area or length that lies in the feature; null where they do not meet
             */
            overlap_share: number | null;
            /**
             * @description Why it is not known
             * @enum {string}
             */
            reason?: "no_layer" | "not_covered" | "layer_failed" | "rule_failed" | "no_attribute";
            /** @example natura_inside */
            rule: string;
            /** Format: int64 */
            rule_version: number;
            /** @enum {string} */
            severity: "red" | "amber" | "green" | "unknown";
            /** @enum {string} */
            status: "found" | "not_found" | "not_known";
            /** @description Act and section; a distance that no statute sets is called policy */
            statute: string;
            /** @example natura */
            theme: string;
            title: string;
            why: string;
        };
        Hit: {
            attributes: components["schemas"]["HitAttribute"][] | null;
            /** @description West, south, east, north in degrees (CRS84) */
            bbox: number[] | null;
            /**
             * Format: double
             * @description Degrees from true north to the nearest point; missing inside
             */
            bearing_deg?: number;
            /**
             * Format: double
             * @description True metres to the nearest point; 0 inside
             */
            distance_m?: number;
            /** @description The register's own id */
            feature_id: string;
            /**
             * Format: int64
             * @description The feature's id in tiles
             */
            fid: number;
            /**
             * @description GeoJSON geometry in CRS84: longitude, latitude in degrees
             * @example {
             *       "coordinates": [
             *         26.62,
             *         62.41
             *       ],
             *       "type": "Point"
             *     }
             */
            geometry?: Geometry;
            /** @description The shape is large and was thinned for showing */
            geometry_simplified?: boolean;
            /** @example groundwater_areas */
            layer: string;
            layer_title: string;
            /**
             * Format: int64
             * @description Number of the version that was looked at
             */
            layer_version: number;
            /** @example groundwater */
            theme: string;
            title: string;
        };
        HitAttribute: {
            /** @description For people */
            label: string;
            /** @description As the register spells it */
            name: string;
            /** @description The value for people: words of the code list, unit, date and number in the way of the language */
            text: string;
            /** @description As the register gave it */
            value: unknown;
        };
        Layer: {
            /** @description What the attributes of features mean */
            attributes: components["schemas"]["LayerAttribute"][] | null;
            /** @description As the licence demands it */
            attribution: string;
            /** @description West, south, east, north in degrees (CRS84); empty when the layer has no features */
            bbox: number[] | null;
            coverage: components["schemas"]["Coverage"];
            /**
             * Format: date
             * @description The day the register says the data describes
             */
            data_date?: string;
            description?: string;
            /** Format: int64 */
            feature_count: number;
            /**
             * @description Empty when the layer has no features
             * @enum {string}
             */
            geometry_type: "Point" | "LineString" | "Polygon" | "Mixed" | "";
            /** @example groundwater_areas */
            id: string;
            /** Format: date-time */
            imported_at: string;
            /** @example CC BY 4.0 */
            licence: string;
            source: components["schemas"]["Source"];
            style: components["schemas"]["Style"];
            /**
             * @description What the features are; rules name themes
             * @example groundwater
             */
            theme: string;
            title: string;
            /**
             * Format: int64
             * @description Number of the published version; a version never changes
             */
            version: number;
        };
        LayerAttribute: {
            /** @description Texts of the code list */
            codes?: {
                [key: string]: string;
            };
            label: string;
            /** @description What rules call it */
            meaning?: string;
            /** @description As the register spells it */
            name: string;
            /** @description Travels in tiles */
            tile?: boolean;
            unit?: string;
        };
        LayerList: {
            /** @description In drawing order, lowest first */
            items: components["schemas"]["Layer"][] | null;
        };
        Looked: {
            data_date?: string;
            layer: string;
            layer_title: string;
            /** Format: int64 */
            layer_version: number;
        };
        Problem: {
            /** @description What happened and what to do, in the caller's language */
            detail?: string;
            /** @description Every fault of the request, at once */
            errors?: components["schemas"]["Fault"][] | null;
            /**
             * Format: uri-reference
             * @description This occurrence: the request's id, as in the header X-Request-Id
             * @example urn:uuid:019a-…
             */
            instance?: string;
            /**
             * Format: int64
             * @description HTTP status
             * @example 422
             */
            status: number;
            /** @description The kind of problem in the caller's language */
            title: string;
            /**
             * Format: uri-reference
             * @description Stable name of the kind of problem; it answers with its description
             * @example /api/problems/invalid-geometry
             */
            type: string;
        };
        Result: {
            /** @description By severity, then distance */
            findings: components["schemas"]["Finding"][] | null;
            /**
             * @description The place as it was checked: GeoJSON in CRS84
             * @example {
             *       "coordinates": [
             *         26.62,
             *         62.41
             *       ],
             *       "type": "Point"
             *     }
             */
            geometry: {
                type: string;
            } & {
                [key: string]: unknown;
            };
            summary: components["schemas"]["Summary"];
        };
        RuleCondition: {
            /**
             * @description Features without the attribute: match, meant too; only, meant alone; otherwise not known
             * @enum {string}
             */
            absent?: "match" | "only";
            /**
             * @description skip: not features that cover the whole place
             * @enum {string}
             */
            covering?: "skip";
            /** @description Only features with one of these values */
            in?: string[] | null;
            /** @description With these values, A* for what begins with A, features are not meant; with any value beside these and in, it is not known */
            known?: string[] | null;
            /** @description The attribute, by what it means */
            meaning?: string;
            /** @description Only features with none of these values */
            not_in?: string[] | null;
            /** @description The attribute to read of layers that have none with the first meaning */
            or?: string;
        };
        RuleList: {
            /** @description Ordered by id */
            items: components["schemas"]["CheckRule"][] | null;
        };
        SearchItem: {
            /** @description West, south, east, north in degrees (CRS84) */
            bbox: number[] | null;
            /**
             * @description What tells it from others of that name
             * @example Mallila
             */
            detail: string;
            /** @description Empty for coordinates */
            feature_id: string;
            /** @enum {string} */
            kind: "address" | "place" | "property" | "coordinate" | "feature";
            /** @description Empty for coordinates */
            layer: string;
            /** @description Longitude, latitude in degrees (CRS84) */
            point: number[] | null;
            /** @example Rantakatu 5 */
            title: string;
        };
        SearchResult: {
            /** @description Best first */
            items: components["schemas"]["SearchItem"][] | null;
        };
        Source: {
            /**
             * @description Reference system of the source
             * @example EPSG:3878
             */
            crs?: string;
            /** @description File or address that was imported */
            name: string;
            /** @description The register's keeper */
            publisher: string;
        };
        Style: {
            /** @description Name of a token of the design system, or #rrggbb */
            color?: string;
            /** @description Attribute whose value decides the colour */
            color_by?: string;
            /** @description Colour by value of color_by */
            colors?: {
                [key: string]: string;
            };
            /** @description Attributes written on the map in the caller's language: the first that a feature has */
            labels: string[];
            /**
             * Format: int64
             * @description Lowest web-mercator zoom with tiles
             */
            min_zoom: number;
            /** @description Fill pattern: hatch, dots or cross; empty: plain */
            pattern?: string;
            /** @description Drawn before anybody asks for it */
            visible: boolean;
        };
        Summary: {
            /** Format: int64 */
            amber: number;
            /** Format: int64 */
            green: number;
            /** Format: int64 */
            red: number;
            /** Format: int64 */
            unknown: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    "at-place": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
                /** @description Longitude in degrees (CRS84), together with lat */
                lon?: number;
                /** @description Latitude in degrees (CRS84), together with lon */
                lat?: number;
                /** @description Easting in EPSG:3067 (ETRS-TM35FIN), metres, together with n; instead of lon and lat */
                e?: number;
                /** @description Northing in EPSG:3067 (ETRS-TM35FIN), metres, together with e */
                n?: number;
                /** @description How far a line or a point may lie, in metres: a few pixels of the map looked at */
                tolerance?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    Link?: string;
                    Vary?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AtPlace"];
                };
            };
            /** @description Problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "check-place": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Result"];
                };
            };
            /** @description Problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-features": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
                /** @description Longitude in degrees (CRS84), together with lat */
                lon?: number;
                /** @description Latitude in degrees (CRS84), together with lon */
                lat?: number;
                /** @description Easting in EPSG:3067 (ETRS-TM35FIN), metres, together with n; instead of lon and lat */
                e?: number;
                /** @description Northing in EPSG:3067 (ETRS-TM35FIN), metres, together with e */
                n?: number;
                /** @description West, south, east, north in degrees (CRS84): only features that touch it */
                bbox?: number[] | null;
                /** @description Ids of layers; missing: all */
                layers?: string[] | null;
                limit?: number;
                /** @description next of the page before */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    Link?: string;
                    Vary?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeatureList"];
                };
            };
            /** @description Problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-layers": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description ETags that the caller has */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    ETag?: string;
                    Vary?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LayerList"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-layer": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description ETags that the caller has */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    ETag?: string;
                    Vary?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Layer"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-feature": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description ETags that the caller has */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
                /** @description The register's own id, percent-encoded */
                feature: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    ETag?: string;
                    Vary?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hit"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "list-rules": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description ETags that the caller has */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    ETag?: string;
                    Vary?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleList"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search: {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
                /** @description Longitude in degrees (CRS84), together with lat */
                lon?: number;
                /** @description Latitude in degrees (CRS84), together with lon */
                lat?: number;
                /** @description Easting in EPSG:3067 (ETRS-TM35FIN), metres, together with n; instead of lon and lat */
                e?: number;
                /** @description Northing in EPSG:3067 (ETRS-TM35FIN), metres, together with e */
                n?: number;
                /** @description What is looked for; empty finds nothing */
                q?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Cache-Control"?: string;
                    Link?: string;
                    Vary?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchResult"];
                };
            };
            /** @description Problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "describe-tiles": {
        parameters: {
            query?: {
                /** @description Language of the answer; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
            path: {
                /** @description Tile matrix set */
                grid: "WebMercatorQuad" | "ETRS-TM35FIN";
                /**
                 * @description Layers parted by commas, 32 at most: `id` (the latest version) or `id@version` (never changes)
                 * @example groundwater_areas@17
                 */
                layer: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The description */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The caller has this description */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed address or unknown query parameter */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Unknown grid, layer or version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "get-tile": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Tile matrix set */
                grid: "WebMercatorQuad" | "ETRS-TM35FIN";
                /**
                 * @description Layers parted by commas, 32 at most: `id` (the latest version) or `id@version` (never changes)
                 * @example groundwater_areas@17
                 */
                layer: string;
                /** @description Zoom */
                z: number;
                /** @description Column, from the west */
                x: number;
                /** @description Row, from the north */
                y: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tile */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.mapbox-vector-tile": unknown;
                };
            };
            /** @description Nothing there */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The caller has this tile */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Malformed address or unknown query parameter */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Unknown grid, layer or version, or a tile outside the grid */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description The database is away and the tile is not in memory */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Problem (RFC 9457) */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
