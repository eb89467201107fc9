// Written by npm run types from openapi.json; not to be edited.
import type { Geometry } from "geojson";
export interface paths {
    "/api/v1/acting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Act for another from now on
         * @description Whether the right is there is asked now, and again at each submission.
         */
        post: operations["act-for"];
        /** Act for myself again */
        delete: operations["act-for-myself"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
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
    "/api/v1/authorities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Authorities and their units by name */
        get: operations["list-authorities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/authorities/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One authority: how it is reached, when it is open, its units and competence areas
         * @description The areas are thinned for showing. The ETag is for changing the authority.
         */
        get: operations["get-authority"];
        /**
         * Change how an authority is reached and when it is open
         * @description For the authority's administrators and those of the authority above it. If-Match must have the ETag that was read: 428 without, 412 when somebody changed it meanwhile.
         */
        put: operations["change-authority"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/authorities/{code}/officials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who works for an authority and its units
         * @description For the authority's administrators and those of the authority above it; for everybody else there is no such list. Every reading is logged, and the persons see it.
         */
        get: operations["list-officials"];
        put?: never;
        /**
         * Give a person an office
         * @description The person has signed in here once. They are named by identity code and family name together, or by their party. Nobody of that code and name: 422, and the log keeps that it was tried. The answer tells of the person no more than was asked.
         */
        post: operations["appoint-official"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/authorities/{code}/officials/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take an office away, at once
         * @description Also one that a sign-in provider states: its next statement does not bring it back, only an administrator does. The last administrators do not dismiss themselves: 409.
         */
        delete: operations["dismiss-official"];
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
    "/api/v1/competences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Who is competent at a place
         * @description Every authority whose competence area touches the point, line or area, the largest share first: a place may lie in two municipalities. Where `coverage` is below 1 the directory does not know who is competent in the rest; that is not the same as nobody. Nothing is stored.
         */
        post: operations["who-is-competent"];
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
    "/api/v1/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What authorities can be competent for */
        get: operations["list-fields"];
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
    "/api/v1/looks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who has looked at or changed my data
         * @description Entries of the audit log about the person who asks, the newest first.
         */
        get: operations["list-looks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mandate-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask a person or an organisation for a mandate */
        post: operations["request-mandate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mandate-uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What others did, or tried to do, acting for me
         * @description The newest first.
         */
        get: operations["list-mandate-uses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mandates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mandates that I have given, received or asked for */
        get: operations["list-mandates"];
        put?: never;
        /**
         * Give a person a mandate
         * @description For oneself, or for an organisation that one represents by Suomi.fi. The receiver is named by identity code and family name, and has signed in here once.
         */
        post: operations["give-mandate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mandates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a mandate back, or give it up, at once */
        delete: operations["revoke-mandate"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mandates/{id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give the mandate that was asked for, or refuse it
         * @description 409 when it was answered already, or when its time is over.
         */
        post: operations["answer-mandate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/matters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a mandate can be for */
        get: operations["list-matters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is signed in, and for whom they act
         * @description Answers also when nobody is signed in.
         */
        get: operations["who-am-i"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/principals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** For whom I may choose to act */
        get: operations["list-principals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My profile, or that of the organisation I represent
         * @description 403 for whoever acts for another by a narrower right: it does not tell how the other is reached.
         */
        get: operations["get-profile"];
        /**
         * Change the profile
         * @description If-Match must have the ETag of the profile that was read. What anybody changed in between is not lost: the answer is then 412.
         */
        put: operations["change-profile"];
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
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where I am signed in */
        get: operations["list-sessions"];
        put?: never;
        post?: never;
        /** End all of my sessions but this one */
        delete: operations["end-other-sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of my sessions */
        delete: operations["end-session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-in-providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ways to sign in, for those who choose
         * @description A browser begins at `address`, with `return_to` for a path of this service to come back to.
         */
        get: operations["list-sign-in-providers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign out here, and say where to go to sign out at the provider too */
        post: operations["sign-out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suomifi-choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go to Suomi.fi to choose for whom to act
         * @description The browser goes on to the location of the answer. It tells Suomi.fi who is signed in.
         */
        post: operations["begin-suomifi-mandate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My API tokens in force */
        get: operations["list-tokens"];
        put?: never;
        /**
         * Make an API token
         * @description The token is in this answer and nowhere else. A machine sends it as `Authorization: Bearer …`.
         */
        post: operations["make-token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API token */
        delete: operations["revoke-token"];
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
        ActForInputBody: {
            /** @description The party to act for */
            principal: string;
            /**
             * @description By which right
             * @enum {string}
             */
            source: "kept" | "suomifi";
        };
        ActingFor: {
            /** @description Suomi.fi said so too long ago: choose there again, or act for yourself */
            choose_again?: boolean;
            /** @enum {string} */
            kind: "organisation" | "person";
            name: string;
            party: string;
            /** @description Who says that they may */
            source: string;
            /**
             * Format: date-time
             * @description When the right ends
             */
            until?: string;
        };
        AnswerMandateInputBody: {
            /** @description true gives it, false refuses it */
            accept: boolean;
        };
        AppointInputBody: {
            family_name?: string;
            /** @description The person's identity code, together with family_name; instead of person */
            national_id?: string;
            /** @description The person's party */
            person?: string;
            /** @enum {string} */
            role: "handler" | "decision_maker" | "supervisor" | "registrar" | "administrator";
            /** @description First day, YYYY-MM-DD; missing: today */
            valid_from?: string;
            /** @description Last day; missing: until further notice */
            valid_to?: string;
        };
        Appointed: {
            authority: components["schemas"]["AuthorityRef"];
            id: string;
            /** @enum {string} */
            role: "handler" | "decision_maker" | "supervisor" | "registrar" | "administrator";
            /** Format: date */
            valid_from: string;
            /**
             * Format: date
             * @description Last day; missing: until further notice
             */
            valid_to?: string;
        };
        AtPlace: {
            /** @description The topmost layer first */
            items: components["schemas"]["Hit"][] | null;
            /** @description Layers with more features there than are listed */
            more: string[] | null;
            /** @description Layers that could not be read: what they hold there is not known */
            unavailable: string[] | null;
        };
        Authority: {
            /** @description The authority that it is a unit of, and so on to the top */
            above: components["schemas"]["AuthorityRef"][] | null;
            /** @example 1234567-1 */
            business_id?: string;
            channels: components["schemas"]["Channels"];
            /** @example mallila_environment */
            code: string;
            /** @description In force today, by field */
            competences: components["schemas"]["Competence"][] | null;
            hours: components["schemas"]["Hours"];
            /** @enum {string} */
            kind: "state" | "municipality" | "joint" | "police" | "rescue";
            name: string;
            /** @description Missing when its hours are not known */
            open_now?: boolean;
            /** @description Code of the authority that this is a unit of */
            parent?: string;
            units: components["schemas"]["AuthorityItem"][] | null;
            /**
             * Format: date
             * @description First day on which it exists
             */
            valid_from: string;
            /**
             * Format: date
             * @description Last day; missing: until further notice
             */
            valid_to?: string;
        };
        AuthorityItem: {
            channels: components["schemas"]["Channels"];
            /** @example mallila_environment */
            code: string;
            /** @enum {string} */
            kind: "state" | "municipality" | "joint" | "police" | "rescue";
            name: string;
            /** @description Missing when its hours are not known */
            open_now?: boolean;
            /** @description Code of the authority that this is a unit of */
            parent?: string;
        };
        AuthorityList: {
            /** @description By name */
            items: components["schemas"]["AuthorityItem"][] | null;
            /** @description cursor of the next page; missing on the last */
            next?: string;
        };
        AuthorityRef: {
            /** @example mallila_environment */
            code: string;
            name: string;
        };
        BeginSuomiFiInputBody: {
            /**
             * @description For what to choose
             * @enum {string}
             */
            kind: "organisation" | "person";
            /**
             * @description Page of this service to come back to, as a path
             * @example /fi/oma
             */
            return_to?: string;
        };
        BeginSuomiFiOutputBody: {
            /**
             * Format: uri
             * @description Where the browser goes on
             */
            location: string;
        };
        ChangeAuthorityInputBody: {
            channels: components["schemas"]["Channels"];
            hours: components["schemas"]["Hours"];
        };
        Channels: {
            address?: components["schemas"]["PostalAddress"];
            /** @description https address where matters are set going */
            e_service?: string;
            email?: string;
            note?: components["schemas"]["Texts"];
            phone?: string;
            /** @description https address of its pages */
            web?: string;
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
        Competence: {
            /**
             * @description What the area consists of
             * @enum {string}
             */
            area: "country" | "region" | "municipality" | "drawn";
            field: components["schemas"]["FieldItem"];
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
            geometry: Geometry;
            /** @description Numbers of the municipalities that it is made of */
            municipalities: string[];
            /** @example Rakentamislaki 751/2023 */
            statute: string;
            /** Format: date */
            valid_from: string;
            /** Format: date */
            valid_to?: string;
        };
        Competent: {
            /** @description Of the field asked for, or of every field */
            coverage: components["schemas"]["FieldCoverage"][] | null;
            /** @description By their share of the place, the largest first */
            items: components["schemas"]["CompetentAuthority"][] | null;
            /** @description Nobody is known to be competent in any part of the place */
            uncovered: boolean;
        };
        CompetentAuthority: {
            /** @description The authority that it is a unit of, and so on to the top */
            above: components["schemas"]["AuthorityRef"][] | null;
            /**
             * @description What its competence area consists of
             * @enum {string}
             */
            area: "country" | "region" | "municipality" | "drawn";
            channels: components["schemas"]["Channels"];
            /** @example mallila_environment */
            code: string;
            field: components["schemas"]["FieldItem"];
            /** @enum {string} */
            kind: "state" | "municipality" | "joint" | "police" | "rescue";
            name: string;
            /** @description Missing when its hours are not known */
            open_now?: boolean;
            /** @description Code of the authority that this is a unit of */
            parent?: string;
            /**
             * Format: double
             * @description How much of the place's area, length or points lies in its competence area: above 0, at most 1
             */
            share: number;
            statute: string;
            /**
             * Format: date
             * @description Last day of the competence; missing: until further notice
             */
            valid_to?: string;
        };
        CompetentInputBody: {
            /**
             * Format: date
             * @description Missing: today
             */
            day?: string;
            /**
             * @description Missing: every field
             * @example building_permit
             */
            field?: string;
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
        };
        Contacts: {
            /** @description Preferred ways to be told, the first first: suomifi, email, paper */
            channels: string[] | null;
            email: string;
            /** @enum {string} */
            language: "fi" | "sv" | "en";
            phone: string;
            postal_code: string;
            street: string;
            town: string;
        };
        Cookie: {
            Domain: string;
            /** Format: date-time */
            Expires: string;
            HttpOnly: boolean;
            /** Format: int64 */
            MaxAge: number;
            Name: string;
            Partitioned: boolean;
            Path: string;
            Quoted: boolean;
            Raw: string;
            RawExpires: string;
            /** Format: int64 */
            SameSite: number;
            Secure: boolean;
            Unparsed: string[] | null;
            Value: string;
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
        FieldCoverage: {
            field: string;
            /**
             * Format: double
             * @description 0 to 1; below 1 it is not known who is competent in the rest
             */
            share: number;
        };
        FieldItem: {
            /** @example building_permit */
            code: string;
            name: string;
        };
        FieldList: {
            /** @description By code */
            items: components["schemas"]["FieldItem"][] | null;
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
        GiveMandateInputBody: {
            /** @description Code of a matter, or all */
            matter: string;
            /** @description Why, on one line */
            note?: string;
            /** @description 14 digits each; missing: no limit */
            property_units?: string[] | null;
            receiver: components["schemas"]["MandateParty"];
            /** Format: date-time */
            valid_from: string;
            /** Format: date-time */
            valid_to: string;
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
        Hours: {
            exceptions: components["schemas"]["OpenException"][];
            weekly: components["schemas"]["OpenHours"][];
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
        Look: {
            /** @description Network address, of one's own doings */
            address?: string;
            /** Format: date-time */
            at: string;
            /** @description Authorities in whose office it was */
            authorities: components["schemas"]["AuthorityRef"][] | null;
            /** @description Name of a person who acted for the one who asks */
            by?: string;
            /** @enum {string} */
            kind: "read" | "write" | "sign_in" | "sign_out" | "mandate" | "refused";
            /** @description The case for which */
            matter?: string;
            /** Format: int64 */
            number: number;
            /** @description Id of the operation in this document */
            operation: string;
            /** @description It was the one who asks */
            self: boolean;
            /** @description The operation in the reader's language */
            what: string;
        };
        Looked: {
            data_date?: string;
            layer: string;
            layer_title: string;
            /** Format: int64 */
            layer_version: number;
        };
        Looks: {
            items: components["schemas"]["Look"][] | null;
            /** @description Address of the next page */
            next?: string;
        };
        MakeTokenInputBody: {
            /**
             * Format: int64
             * @description How long it lives
             */
            days: number;
            /** @description What it is for, so that its owner knows it again */
            name: string;
            /** @description What it may be used for: profile, authorities */
            scopes: string[] | null;
        };
        Mandate: {
            /** Format: date-time */
            changed_at: string;
            /** Format: date-time */
            created_at: string;
            giver: components["schemas"]["MandateSide"];
            id: string;
            /** @description It is given, and its time is now */
            in_force: boolean;
            matter: string;
            note?: string;
            /** @description To which it is limited; empty: no limit */
            property_units: string[] | null;
            receiver: components["schemas"]["MandateSide"];
            /** @enum {string} */
            state: "requested" | "given" | "refused" | "revoked";
            /** Format: date-time */
            valid_from: string;
            /**
             * Format: date-time
             * @description The moment from which it holds no more
             */
            valid_to: string;
        };
        MandateLists: {
            /** @description And requested from me, or from the organisation that I represent */
            given: components["schemas"]["Mandate"][] | null;
            /** @description And requested by me */
            received: components["schemas"]["Mandate"][] | null;
        };
        MandateParty: {
            /** @description An organisation's, when it is asked for a mandate */
            business_id?: string;
            family_name?: string;
            /** @description A person's identity code, together with family_name */
            national_id?: string;
        };
        MandateSide: {
            /** @enum {string} */
            kind: "organisation" | "person";
            name: string;
            party: string;
        };
        MatterItem: {
            /** @example permits_and_notices */
            code: string;
            explanation: string;
            name: string;
        };
        MatterList: {
            items: components["schemas"]["MatterItem"][] | null;
        };
        Me: {
            /** @description For whom they act; absent: for themselves */
            acting?: components["schemas"]["ActingFor"];
            /**
             * @description Of the profile
             * @enum {string}
             */
            language?: "fi" | "sv" | "en";
            name?: string;
            /** @description Their roles at authorities today */
            offices: components["schemas"]["Office"][] | null;
            /** @description Which identity provider vouched for them */
            provider?: string;
            signed_in: boolean;
            /**
             * Format: date-time
             * @description When the session ends at the latest
             */
            until?: string;
        };
        NewToken: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            id: string;
            name: string;
            /** @description What it may be used for */
            scopes: string[] | null;
            /** @description Shown this once */
            secret: string;
            /**
             * Format: date-time
             * @description Last use, to the minute
             */
            used_at?: string;
        };
        Office: {
            authority: components["schemas"]["AuthorityRef"];
            /** @enum {string} */
            role: "handler" | "decision_maker" | "supervisor" | "registrar" | "administrator";
        };
        OfficialItem: {
            authority: components["schemas"]["AuthorityRef"];
            /** @description An administrator took it away. It is not held, whatever the days say */
            dismissed: boolean;
            id: string;
            name?: string;
            person?: string;
            /** @description Non-disclosure for personal safety: neither name nor person is told */
            protected: boolean;
            /** @enum {string} */
            role: "handler" | "decision_maker" | "supervisor" | "registrar" | "administrator";
            /** @description here: an administrator gave it; otherwise the sign-in provider that states it */
            source: string;
            /** Format: date */
            valid_from: string;
            /**
             * Format: date
             * @description Last day; missing: until further notice. What a sign-in provider states holds for 90 days after the last sign-in
             */
            valid_to?: string;
        };
        OfficialList: {
            items: components["schemas"]["OfficialItem"][] | null;
        };
        OpenException: {
            /** @example 2026-12-24 */
            date: string;
            /** @description Without times it is closed */
            from?: string;
            note?: components["schemas"]["Texts"];
            to?: string;
        };
        OpenHours: {
            /** @example 09:00 */
            from: string;
            note?: components["schemas"]["Texts"];
            /**
             * @description 24:00 is midnight
             * @example 15:00
             */
            to: string;
            /**
             * Format: int64
             * @description 1 Monday to 7 Sunday
             */
            weekday: number;
        };
        PostalAddress: {
            /** @example 59990 */
            postal_code: string;
            street: string;
            town: string;
        };
        PrincipalItem: {
            /** @enum {string} */
            kind: "organisation" | "person";
            /** @description What the right is for; empty: no limit, or as the source says for each */
            matters: string[] | null;
            name: string;
            party: string;
            /** @description To which it is limited; empty: no limit */
            property_units: string[] | null;
            /**
             * @description Who says so: a mandate kept here, or Suomi.fi e-Authorizations
             * @enum {string}
             */
            source: "kept" | "suomifi";
            /**
             * Format: date-time
             * @description When the right ends
             */
            until?: string;
        };
        PrincipalList: {
            items: components["schemas"]["PrincipalItem"][] | null;
            /** @description More can be chosen at Suomi.fi: begin-suomifi-mandate */
            suomifi: boolean;
            /** @description Those who were chosen at Suomi.fi could not be asked about now, and are missing */
            suomifi_failed: boolean;
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
        Profile: {
            readonly business_id?: string;
            contact: components["schemas"]["Contacts"];
            /** @enum {string} */
            readonly kind: "person" | "organisation";
            /** @description From the identity provider or the business register */
            readonly name: string;
            /** @description Non-disclosure for personal safety (turvakielto): no address is kept */
            readonly protected: boolean;
        };
        Providers: {
            items: components["schemas"]["SignInProvider"][] | null;
        };
        RequestMandateInputBody: {
            giver: components["schemas"]["MandateParty"];
            /** @description Code of a matter, or all */
            matter: string;
            /** @description Why, on one line */
            note?: string;
            /** @description 14 digits each; missing: no limit */
            property_units?: string[] | null;
            /** Format: date-time */
            valid_from: string;
            /** Format: date-time */
            valid_to: string;
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
        Session: {
            /** @description Network address from which it began */
            address: string;
            /** @description The browser as it names itself */
            agent: string;
            /** Format: date-time */
            created_at: string;
            /** @description The one that asks */
            current: boolean;
            /**
             * Format: date-time
             * @description When it ends if nothing more is asked
             */
            expires_at: string;
            id: string;
            provider: string;
            /**
             * Format: date-time
             * @description Last request, to the minute
             */
            seen_at: string;
        };
        Sessions: {
            items: components["schemas"]["Session"][] | null;
        };
        SignInProvider: {
            /** @description Where a browser begins; add return_to */
            address: string;
            /**
             * @description Whom it identifies
             * @enum {string}
             */
            for: "person" | "official";
            hint?: string;
            id: string;
            title: string;
        };
        SignedOut: {
            /** @description Where the browser goes next: the provider's page that signs out there too, or a path of this service */
            location: string;
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
        Texts: {
            en: string;
            fi: string;
            sv: string;
        };
        Token: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            id: string;
            name: string;
            /** @description What it may be used for */
            scopes: string[] | null;
            /**
             * Format: date-time
             * @description Last use, to the minute
             */
            used_at?: string;
        };
        Tokens: {
            items: components["schemas"]["Token"][] | null;
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
    "act-for": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActForInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActingFor"];
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
    "act-for-myself": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
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
    "list-authorities": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
                /** @description Words of the name in any language, or of the code */
                q?: string;
                /** @description Only those competent for it */
                field?: string;
                kind?: "state" | "municipality" | "joint" | "police" | "rescue";
                /** @description West, south, east, north in degrees (CRS84): only those whose competence area touches it */
                bbox?: number[] | null;
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
                    "application/json": components["schemas"]["AuthorityList"];
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
    "get-authority": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
            path: {
                code: string;
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
                    "application/json": components["schemas"]["Authority"];
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
    "change-authority": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description ETag of the authority that was read */
                "If-Match"?: string;
            };
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeAuthorityInputBody"];
            };
        };
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
                    "application/json": components["schemas"]["Authority"];
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
    "list-officials": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OfficialList"];
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
    "appoint-official": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AppointInputBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Appointed"];
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
    "dismiss-official": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
            path: {
                code: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
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
    "who-is-competent": {
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
                "application/json": components["schemas"]["CompetentInputBody"];
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
                    "application/json": components["schemas"]["Competent"];
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
    "list-fields": {
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
                    "application/json": components["schemas"]["FieldList"];
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
    "list-looks": {
        parameters: {
            query?: {
                /** @description Only entries older than this number */
                before?: number;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Looks"];
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
    "request-mandate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RequestMandateInputBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mandate"];
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
    "list-mandate-uses": {
        parameters: {
            query?: {
                /** @description Only entries older than this number */
                before?: number;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Looks"];
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
    "list-mandates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MandateLists"];
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
    "give-mandate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GiveMandateInputBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mandate"];
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
    "revoke-mandate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
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
    "answer-mandate": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerMandateInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Mandate"];
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
    "list-matters": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MatterList"];
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
    "who-am-i": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
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
    "list-principals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrincipalList"];
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
    "get-profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
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
    "change-profile": {
        parameters: {
            query?: never;
            header: {
                /** @description ETag of the profile that was read */
                "If-Match": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Contacts"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
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
    "list-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sessions"];
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
    "end-other-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
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
    "end-session": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
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
    "list-sign-in-providers": {
        parameters: {
            query?: {
                /** @description Language of the answer; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Providers"];
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
    "sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: {
                "__Host-lupakartta"?: components["schemas"]["Cookie"];
            };
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    "Set-Cookie"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignedOut"];
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
    "begin-suomifi-mandate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BeginSuomiFiInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BeginSuomiFiOutputBody"];
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
    "list-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
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
    "make-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeTokenInputBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewToken"];
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
    "revoke-token": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
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
