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
         * @description Compares a point, line or area with every layer that a rule names. A layer that is missing, cannot be read or does not cover the place and its surroundings as far as the rule looks gives `not_known`, never `not_found`. What is told in `project` decides which rules concern it, how far they look and how severe they are; see `list-questions`. Nothing is stored.
         */
        post: operations["check-place"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks/batches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own checks of many places, the newest first */
        get: operations["list-batches"];
        put?: never;
        /**
         * Check many places: the rows of a table, the features of a GeoJSON file or those of a layer
         * @description The check goes on by itself; ask for it to see how far it is. Each place is checked as check-place does, with the same answer. At most 10000 places and 8 MB of file; a row that is no place is told as such and keeps nothing of the others back. What comes of it is shown to nobody else and goes after 30 days. With an Idempotency-Key, asking again gives the same batch.
         */
        post: operations["check-batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks/batches/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * How the places of a file or a layer would be read
         * @description What check-batch would make of it: which columns hold the places, in which reference system, how many rows are no place and why. Where nobody said in which columns the places stand and their names do not tell, `located` is false. `swapped` counts the rows that would lie in Finland were the axes the other way round: send `taken.swap` when they are. Nothing is stored.
         */
        post: operations["preview-batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks/batches/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a check of many places is, what it rests on and what it has found */
        get: operations["get-batch"];
        put?: never;
        post?: never;
        /** Take a check of many places away with all that came of it */
        delete: operations["delete-batch"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks/batches/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a check of many places
         * @description What was checked until then stays. One that has ended: 409 with the code batch_ended.
         */
        post: operations["cancel-batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks/batches/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A check of many places as a file
         * @description GeoJSON: a feature for each row with its own columns, the worst that was found, counts and findings (`check_…`), and what it rests on in the member `check`. XLSX: the sheets places, findings and basis. In the language that is asked for. Rules that found nothing are left out of the findings unless `whole` is true. A batch under way gives what there is.
         */
        get: operations["export-batch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks/batches/{id}/map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the places of a check of many stand, as GeoJSON points */
        get: operations["map-batch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks/batches/{id}/places": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The places of a check of many, with the worst that was found at each */
        get: operations["list-batch-places"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks/batches/{id}/places/{row}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One of the places and what was found there
         * @description `result` is byte for byte what check-place would have answered by the rules and layer versions of the batch.
         */
        get: operations["get-batch-place"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks/questions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The questions about a project whose answers rules read */
        get: operations["list-questions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check a place and keep the answer
         * @description As check-place, and everything that the answer rests on is kept: the place, the answers that questions ask for (nothing else of project), the versions of rules, layers and mechanics, and the findings in every language. It is shown as it was for good, at an address that whoever has it may read; who kept it is told to nobody. With an Idempotency-Key, asking again gives the same run; 409 with the code key_used when the key was used for something else. The place may be 1 MB of GeoJSON.
         */
        post: operations["keep-check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A kept check as it was
         * @description `result` is byte for byte what check-place answered then. Whoever is signed in sees their own disputes beside it.
         */
        get: operations["get-kept-check"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks/runs/{id}/again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a kept check would say today, and why it differs
         * @description The same place and answers with today's rules and layers, compared finding by finding. Distances within a centimetre are the same. Nothing is stored.
         */
        get: operations["check-again"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/checks/runs/{id}/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that a finding of a kept check is wrong, and why
         * @description The reason goes to the registrars of the authority that keeps the layer, without the name of the one who disputes, who sees the answer with the kept check. A finding is disputed once by each person: sent again with the same reason, the answer is what there is; with another, 409 with the code disputed. A layer that no authority keeps here has nobody to answer: 409 with the code no_keeper.
         */
        post: operations["dispute-finding"];
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
    "/api/v1/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is held to be wrong in layers that one's authority keeps, as GeoJSON
         * @description For registrars, the newest first. A dispute stands where the line of its distance ends at the feature, or on the place that was checked. It does not say who disputes; that their words were read is logged, and they see it.
         */
        get: operations["list-disputes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/disputes/{id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept or reject a dispute, with a reason
         * @description For registrars of the authority that keeps the layer. If-Match must have the etag of the dispute that was read: 428 without, 412 when somebody has answered it meanwhile. An answer can be corrected in the same way. Accepting changes no layer: that is for the register.
         */
        post: operations["answer-dispute"];
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
    "/api/v1/file-formats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which files a project may have, what for, and how large */
        get: operations["list-file-formats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Imports of one's authorities, the newest first */
        get: operations["list-imports"];
        put?: never;
        /**
         * Import an upload or an address into new versions of layers
         * @description For registrars. The import goes on by itself; ask for it to see how far it is. Without parts, recipes that know the file by its name decide what its layers become; what nobody knows is asked for in state choosing. A new layer is kept by the authority, and no version is shown before it is published.
         */
        post: operations["start-import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far an import is, what it asks for, or how it ended */
        get: operations["get-import"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop an import; nothing of it stays
         * @description One that is at work ends within seconds. One that has ended: 409.
         */
        post: operations["cancel-import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/choice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say what the file does not, and let the import go on
         * @description What is sent replaces everything that was chosen before. An import that does not ask: 409.
         */
        post: operations["choose-import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/layer-sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Health and age of every source of a published layer
         * @description Where layers are fetched from, when they were last, and whether that succeeds. Addresses are told without what may hold keys.
         */
        get: operations["list-layer-sources"];
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
    "/api/v1/layers/{id}/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the absence of a feature means that there is none
         * @description As GeoJSON, thinned for showing. Outside it, or when `geometry` is null, what is not found is not known.
         */
        get: operations["get-layer-coverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/layers/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A layer as a file
         * @description The features of the published version, or of one that was published, in EPSG:3067 (GeoPackage, CSV) or CRS84 (GeoJSON), with source, licence, attribution, dates, the importing authority and the report of the import. A version's file never changes.
         */
        get: operations["export-layer"];
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
    "/api/v1/layers/{id}/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Fetch a layer's source before its time */
        post: operations["refresh-layer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/layers/{id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish the version that was published before the current one
         * @description For registrars of the authority that keeps the layer; for everybody else there is no such version. If-Match must name the version that is published, as "v12": 428 without, 412 when it is another.
         */
        post: operations["rollback-layer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/layers/{id}/serving": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What makes a layer's tiles: memory or the database, and why
         * @description For registrars, of layers that their authority keeps and of those that no authority does. It tells of the instance that answers; others may stand otherwise. Whoever runs the service has the same for every layer in `/metrics`.
         */
        get: operations["get-layer-serving"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/layers/{id}/source": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The source of a layer that one's authority keeps, its address whole
         * @description The ETag is of what is set, for changing it: it stays while the source is fetched.
         */
        get: operations["get-layer-source"];
        /**
         * Give a layer an address and a schedule
         * @description For registrars of the authority that keeps the layer. It is fetched at once, and then as often as the schedule says. What has not changed makes no version; what fails leaves the published version. If-Match must have the ETag of the source that was read, or If-None-Match the sign * where the layer had none: 428 without, 412 when somebody changed it meanwhile.
         */
        put: operations["change-layer-source"];
        post?: never;
        /**
         * Fetch a layer no more
         * @description If-Match must have the ETag of the source that was read: 428 without, 412 when somebody changed it meanwhile.
         */
        delete: operations["delete-layer-source"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/layers/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Every import of a layer that is or was published, newest first
         * @description Registrars of the authority that keeps the layer see also those that wait for approval or failed.
         */
        get: operations["list-layer-versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/layers/{id}/versions/{version}/difference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a version changes against the published one
         * @description For registrars of the authority that keeps the layer; for everybody else there is no such version. A version that is or was published is compared with the one before it. The ETag names the version that it was compared with: publish-version takes it as If-Match. Working it out may take longer than a request: 503 with Retry-After says to ask again.
         */
        get: operations["get-difference"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/layers/{id}/versions/{version}/differences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The features that differ, as GeoJSON
         * @description For registrars of the authority that keeps the layer; for everybody else there is no such version. By kind, then by fid. Of each kind the first 50,000 are listed, of those that moved the ones that moved furthest; `listed` of get-difference tells how many. Of a first version every feature is listed as added.
         */
        get: operations["list-differences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/layers/{id}/versions/{version}/publication": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a version: everybody sees it at once
         * @description For registrars of the authority that keeps the layer; for everybody else there is no such version. If-Match must have the ETag of its difference: 428 without, 412 when another version was published meanwhile. 409 with the code shrinks, older or undecided says what must be confirmed or decided first.
         */
        post: operations["publish-version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/layers/{id}/versions/{version}/rejection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject a version that waits for approval
         * @description For registrars of the authority that keeps the layer; for everybody else there is no such version. Its features are taken away; its report stays.
         */
        post: operations["reject-version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/layers/{id}/versions/{version}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of every feature of an import
         * @description Of a version that waits for approval only for registrars of the authority that keeps the layer, with what they must decide on in `decisions`.
         */
        get: operations["get-version-report"];
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
    "/api/v1/places/around": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Places of addresses, property units, coordinates and names
         * @description Each line is taken for one place, or answered with those that it may mean. After an address and a comma every word must be said of it: "Rantakatu 5, Mallila".
         */
        post: operations["place-around"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/places/changed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Shapes merged, split, cut or widened
         * @description Corners that stay are where they were. What cannot be done (a line that does not cross the area, a cut that leaves nothing) is refused with the reason. Nothing is stored.
         */
        post: operations["change-place"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/places/described": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What was placed, read back in words
         * @description How large a place is, in which municipality, between which streets and waters, how many property units it touches and what is planned there. What no layer says is listed in `unknown`. A place that cannot be used is refused with `fixes`, where there are any. Nothing is stored.
         */
        post: operations["describe-place"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/places/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What of a file can be a place
         * @description GeoJSON, GPX, KML or KMZ, GeoPackage, a zipped Shapefile or DXF as text; what a file is, is told by its content. A file that does not say its reference system is refused with `crs_needed` and the systems in `choices` in which it lies in Finland, each with where: send it again with `crs`. Nothing is stored, and nothing that a file refers to is fetched.
         */
        post: operations["read-place-file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/places/street": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A street between two of its crossings
         * @description The line runs along the street's own lines, the shortest way. Where a street of that name is in several municipalities, or crosses the other several times, the problem brings `choices`.
         */
        post: operations["place-street"];
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
    "/api/v1/project-cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Projects that concern one's authority, as GeoJSON
         * @description For officials: those shown last first, each as a point in its place, with the worst finding of the check that was kept when it was shown, and whether one has looked at what is shown now.
         */
        get: operations["list-project-cases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/project-cases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A project as an official of one of its authorities sees it
         * @description The newest version that was shown, or an earlier one by its number; without what is restricted to others, of which `withheld` tells how much there is. That it was read is logged, and the applicant sees it.
         */
        get: operations["get-project-case"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/project-cases/{id}/authorities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The other authorities of a project */
        get: operations["list-case-authorities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/project-cases/{id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was said about a project, as its authorities read it */
        get: operations["list-case-comments"];
        put?: never;
        /**
         * Comment, ask or lay down a condition as an authority
         * @description With the audience `authorities` only the project's authorities read it. The applicant is told of others.
         */
        post: operations["comment-on-project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/project-cases/{id}/contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Say that one sees to a project in one's office, or no longer does
         * @description The applicant and the other authorities see one's name.
         */
        put: operations["see-to-project"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/project-cases/{id}/difference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What two versions that were shown say differently
         * @description As compare-project-versions; without `to`, up to the newest.
         */
        get: operations["compare-project-case"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/project-cases/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The files of a shown version that one may see
         * @description For officials of the project's authorities. One that waits for the virus scanner is listed and cannot be read yet.
         */
        get: operations["list-case-files"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/project-cases/{id}/files/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A file of a shown version, as an official
         * @description To be saved, not to be shown in a page of ours.
         */
        get: operations["get-case-file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/project-cases/{id}/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Note that one has looked at a version
         * @description Lists tell then what changed since (F17), and the applicant sees that the authority has looked.
         */
        put: operations["look-at-project"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/project-cases/{id}/restrictions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What authorities restrict of a project, as far as one may see it, and what one's own authority does */
        get: operations["list-case-restrictions"];
        put?: never;
        /**
         * Keep an item of a shown project to some of its authorities (P3)
         * @description An item is `summary`, `answers.{question}`, `parts.{id}`, `days.{id}`, `people.{id}` or `files.{id}` of what one's own authority sees, which always goes on seeing it. It holds for every version, earlier and later, and everywhere: others are told how many items they do not see, everybody sees nothing of it. The applicant sees who restricts it and why. What one's authority restricted of the item before is lifted. With an Idempotency-Key, asking again gives the same restriction. 409 with the code not_concerned when the project no longer concerns the authority.
         */
        post: operations["restrict-case-item"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/project-cases/{id}/restrictions/{restriction}": {
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
         * Lift what one's own authority restricted
         * @description Sent again, nothing more happens.
         */
        delete: operations["lift-case-restriction"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/project-kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Kinds of projects with what is asked about each
         * @description Service bundles (palvelukokonaisuus): questions with the cases in which they are asked, what parts of a place can be for, and whose competence they concern.
         */
        get: operations["list-project-kinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The projects of whom one acts for, as GeoJSON
         * @description The last saved first. Geometries are simplified; `null` where there is no place yet.
         */
        get: operations["list-projects"];
        put?: never;
        /**
         * Begin a project or an event
         * @description A private draft of whom one acts for: nobody else sees it. `changes` are its first fields, as in save-project. With an Idempotency-Key, asking again gives the same project.
         */
        post: operations["create-project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A project as the applicant's side writes it
         * @description `fields` are what it says, by path: `/kind`, `/title`, `/summary` (for the authorities), `/announcement` and `/organiser` (for everybody, when it is open to everybody), `/answers/{question}`, `/parts/{id}` of its place, `/days/{id}` with hours in Finnish local time, `/people/{id}`, `/files/{id}` (add-project-file), and `/restricted/{item}`, which keeps an item such as `answers.noise` or `parts.{id}` to the authorities that it names. The ETag is its revision; 304 when If-None-Match has it.
         */
        get: operations["get-project"];
        put?: never;
        post?: never;
        /**
         * Delete a private draft with all its versions
         * @description If-Match must have the ETag that was read: 428 without, 412 when somebody has saved it meanwhile. Once others have seen it: 409 with the code shown_already. It can be cancelled then.
         */
        delete: operations["delete-project"];
        options?: never;
        head?: never;
        /**
         * Save fields of a project
         * @description `changes` names each changed field with its new value; null takes it away. If-Match is the ETag that they rest on: what others saved since is merged, field by field, and the answer has all of it. Fields that somebody else has changed since are a conflict: 409 with `conflicts`, each with what it says now, and nothing is kept. Sent again, a save changes nothing. 409 with the code too_old: read the project anew. Of a place that cannot be used `fixes` are ways to mend it.
         */
        patch: operations["save-project"];
        trace?: never;
    };
    "/api/v1/projects/{id}/authorities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The authorities that see a project, with contacts, and when each last looked */
        get: operations["list-project-authorities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{id}/cancellation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a project as a whole
         * @description Every authority that saw it is told, and the applicant has a receipt (F12). It leaves the map. Sent again, nothing more happens. If-Match as in save-project.
         */
        post: operations["cancel-project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What authorities and the applicant's side have said, as the applicant's side reads it */
        get: operations["list-project-comments"];
        put?: never;
        /**
         * Ask or answer as the applicant's side
         * @description The project's authorities read it and are told. Nobody reads a private draft: 409 with the code not_shown.
         */
        post: operations["reply-on-project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{id}/copies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin a project from an earlier one
         * @description Everything is filled in that need not be told anew. Times move as a whole: to `first_day`, or to the same weekday a year on. With an Idempotency-Key, asking again gives the same project.
         */
        post: operations["copy-project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{id}/difference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What two versions of a project say differently, in words and on the map
         * @description Field by field. Of a part of the place: what it has now and had not (`added`), and the other way round (`removed`), as GeoJSON in CRS84 with true square metres or metres.
         */
        get: operations["compare-project-versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{id}/earlier": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is worth knowing of the project that this one was begun from
         * @description What authorities said then, conditions first, and what the checks said that were kept.
         */
        get: operations["get-earlier-project"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The files of the version that is being written
         * @description Name, purpose and order are fields of the project, `/files/{id}`, and saved like the others; null takes a file out of the version, and `/restricted/files.{id}` keeps it to the authorities that it names. Its bytes go a day after no version needs them that others saw.
         */
        get: operations["list-project-files"];
        put?: never;
        /**
         * Add a file to a project
         * @description The body is the file, at most 25 MB; a project's files together 500 MB. Its name, the content type that is declared (application/octet-stream where it is not known) and its content must agree, and nothing in it may run: 422 says what is wrong. Photos lose what they tell of where and with what they were taken; `removed` says so. It becomes a field of the working version, whose revision is the ETag. With an Idempotency-Key, sending it again gives the same file.
         */
        post: operations["add-project-file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{id}/files/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A file of one's own project
         * @description To be saved, not to be shown in a page of ours.
         */
        get: operations["get-project-file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{id}/news": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What authorities did with one's own project since one has last seen that
         * @description Comments, and what they restrict or restrict no more, the newest first, at most 100 (F17). It stays new until see-project-news.
         */
        get: operations["list-project-news"];
        /** Note that one has seen the news until a moment */
        put: operations["see-project-news"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{id}/place": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The parts of a project's place as GeoJSON */
        get: operations["get-project-place"];
        /**
         * Replace the place of a project by GeoJSON
         * @description A feature collection in CRS84, a part for each feature; its properties may have name, purpose, from and to. A feature whose id is that of a part replaces it; other parts are taken away. If-Match as in save-project.
         */
        put: operations["put-project-place"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who would see a project, were it shown now, and what keeps it from being shown
         * @description The authorities that are competent at its place for what concerns it, fields for which nobody is known, the findings counted, and what is missing, by field. Nothing is kept.
         */
        get: operations["preview-project"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{id}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The receipt of a cancelled project */
        get: operations["get-project-receipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{id}/restrictions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What authorities restrict of one's own project, and why
         * @description What the applicant restricts is among the fields, `/restricted/{item}`.
         */
        get: operations["list-project-restrictions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{id}/showing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show what a project says now to the authorities, or to everybody
         * @description The draft becomes visible: unofficial, nothing is pending. The check of its place is kept and the competent authorities are told (F44). What is saved later is seen by nobody else until it is shown again. If-Match as in save-project. 422 with every field that is missing; 409 with the code shown_same when others see this very version.
         */
        post: operations["show-project"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All versions of a project, the newest first
         * @description What one person writes in one go is one version; one that was shown never changes again.
         */
        get: operations["list-project-versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a version of a project says */
        get: operations["get-project-version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{id}/versions/{version}/restoration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go back to what an earlier version says
         * @description What it says now stays a version of its own. If-Match as in save-project.
         */
        post: operations["restore-project-version"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public-projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Projects and events that are open to everybody, as GeoJSON */
        get: operations["list-public-projects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public-projects/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What everybody sees of a project
         * @description Only of those that the applicant opened to everybody; of the answers those that are for everybody. It names no persons.
         */
        get: operations["get-public-project"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/requirements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Everything that applies at a place, or at each of two
         * @description Compares one place, or two beside each other, with every layer that a rule names, for projects of one kind, of several or of all, without anything else being told of a project. What depends on more answers is `not_known` and names their questions in `needs`. A rule is counted by the worst that it says of any of the kinds: none is green that is not known of some of them. Nothing is stored.
         */
        post: operations["list-requirements"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rule-proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is proposed about rules
         * @description For registrars and decision makers of the authority that keeps the rules, the newest first; drafts are seen by their makers. `offers` are versions of the program that are not in force, since officials have changed the rule.
         */
        get: operations["list-proposals"];
        put?: never;
        /**
         * Draft a change of a rule, a new rule or the end of one
         * @description For registrars of the authority that keeps the rules. `base` is the highest version of the rule that was read; 409 with the code rule_overtaken when there is another. With an Idempotency-Key, asking again gives the same draft.
         */
        post: operations["begin-proposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rule-proposals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A proposal with its effect */
        get: operations["get-proposal"];
        /**
         * Change a draft of one's own
         * @description If-Match must have its ETag. Its effect must be worked out again.
         */
        put: operations["change-proposal"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rule-proposals/{id}/decision": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve somebody else's proposal, or reject it
         * @description For another registrar or decision maker than the proposer: 409 with the code own_proposal. Approving makes it the rule's next version, in force from its first day on. `effect_tag` is of the effect that was seen; 409 with the code effect_unseen when it is of another text or was worked out again, rule_overtaken when the rule has another version meanwhile, day_passed when its first day has.
         */
        post: operations["decide-proposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rule-proposals/{id}/effect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Work out what a proposal does
         * @description The named places and the newest 1,000 kept checks are examined by the layers of now, without the change and with it, by the rules of its first day. Of kept checks it is told how many change, and in which square kilometre; neither their addresses nor their places. Takes some seconds.
         */
        post: operations["work-out-effect"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rule-proposals/{id}/submission": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Hand a draft to somebody else to decide on
         * @description It needs a reason, a place at least, and the effect of its very text: 409 with the code effect_unseen without.
         */
        post: operations["submit-proposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rule-proposals/{id}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take one's own proposal back, to change it or for good */
        post: operations["withdraw-proposal"];
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
    "/api/v1/rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A rule with all its versions
         * @description The newest version first, in every language. Of versions that officials approved, the authority, the days and the reason are told, never who.
         */
        get: operations["get-rule"];
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
    "/api/v1/streets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Streets by their names */
        get: operations["list-streets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/streets/crossings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The streets that a street crosses, in their order along it */
        get: operations["list-crossings"];
        put?: never;
        post?: never;
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
    "/api/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to send a file: Upload-Length, and Upload-Metadata with filename and, for registrars of several, authority
         * @description The protocol is tus 1.0 (https://tus.io/protocols/resumable-upload). An upload is there for its sender alone, and 24 hours after its last byte no more.
         */
        post: operations["begin-upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads/{id}": {
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
         * Give an upload up
         * @description The protocol is tus 1.0 (https://tus.io/protocols/resumable-upload). An upload is there for its sender alone, and 24 hours after its last byte no more.
         */
        delete: operations["drop-upload"];
        options?: never;
        /**
         * How much of a file has come
         * @description The protocol is tus 1.0 (https://tus.io/protocols/resumable-upload). An upload is there for its sender alone, and 24 hours after its last byte no more.
         */
        head: operations["get-upload"];
        /**
         * Send more of a file
         * @description The protocol is tus 1.0 (https://tus.io/protocols/resumable-upload). An upload is there for its sender alone, and 24 hours after its last byte no more.
         */
        patch: operations["continue-upload"];
        trace?: never;
    };
    "/ogc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where programs that know OGC's standards begin */
        get: operations["ogc-landing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ogc/collections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every published layer, as OGC's standards describe it */
        get: operations["list-collections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ogc/collections/{collection}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A published layer */
        get: operations["get-collection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ogc/collections/{collection}/tiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A layer's tiles in every grid */
        get: operations["list-tilesets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ogc/collections/{collection}/tiles/{tileMatrixSet}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A layer's tiles in a grid: their address, levels, limits and attributes */
        get: operations["get-tileset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ogc/conformance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The standards that the service keeps to */
        get: operations["ogc-conformance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ogc/tileMatrixSets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Grids of tiles */
        get: operations["list-tile-matrix-sets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ogc/tileMatrixSets/{tileMatrixSet}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A grid of tiles: reference system, origin and levels */
        get: operations["get-tile-matrix-set"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/styles/sprites/{sheet}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Images that styles use */
        get: operations["get-sprite"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/styles/{theme}.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Style of a theme, light
         * @description MapLibre style, version 8, with the legend in its metadata. It has no `glyphs`: names are drawn with the fonts of the page.
         */
        get: operations["get-style"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/styles/{theme}/dark.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Style of a theme, dark */
        get: operations["get-dark-style"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tiles/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the map changes, as it changes
         * @description A stream of server-sent events. `changed`: `{"layer", "boxes"}`, places of a live layer as west, south, east, north in degrees (CRS84), without `boxes` everywhere: ask for the tiles that they touch, and again after a second, since another instance may answer. `published`: `{"layers"}` have another version. `reload`: anything may have changed since you asked last. `beat`: nothing; without one for 40 seconds the stream is dead. Those who are signed in are told too of what only they and others may see. Whoever comes back names the last id in the header Last-Event-ID or in `after`.
         */
        get: operations["follow-changes"];
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
            /** @description What the right is for (list-matters); missing: as who says so tells of each matter */
            matters?: string[] | null;
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
        AddedFile: {
            file: components["schemas"]["FileItem"];
            /**
             * Format: int64
             * @description Of the project; the ETag
             */
            revision: number;
        };
        AnswerDisputeInputBody: {
            /** @description Why; the one who disputes reads it */
            answer: string;
            /** @enum {string} */
            state: "accepted" | "rejected";
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
        AroundBody: {
            /**
             * Format: double
             * @description True metres; 0: a unit's own area, of others the point
             */
            radius_m?: number;
            /**
             * @description An address, a property unit's id, coordinates or the name of a place in each
             * @example [
             *       "Rantakatu 5, Mallila",
             *       "990-1-2-3",
             *       "62.4, 26.7"
             *     ]
             */
            what: string[] | null;
        };
        AtPlace: {
            /** @description The topmost layer first */
            items: components["schemas"]["Hit"][] | null;
            /** @description Layers with more features there than are listed */
            more: string[] | null;
            /** @description Layers that could not be read: what they hold there is not known */
            unavailable: string[] | null;
        };
        Attribute: {
            label: string;
            /** @description As the register spells it */
            name: string;
            /** @description Words of the code list, unit, date and number in the way of the language */
            text: string;
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
        BatchBasis: {
            /**
             * Format: date
             * @description In Finland, whose rules were in force
             */
            day: string;
            /** @description Version of the mechanics */
            engine: string;
            /** @description Of a live layer (layer_version 0) each place was compared with what it showed then */
            layers: components["schemas"]["KeptLayer"][];
            rules: components["schemas"]["RuleRef"][];
            /** @description Rules that were asked of no place, since they concern some kinds of project only and the kind was not told */
            unasked: components["schemas"]["Unasked"][];
        };
        BatchChange: {
            basis: components["schemas"]["BatchBasis"];
            /**
             * Format: int64
             * @description The first that rests on it
             */
            row: number;
        };
        BatchForm: {
            /**
             * Format: binary
             * @description A table (CSV, TSV or XLSX; UTF-8 or Windows-1252; decimal points or commas) whose columns are named on its first row, or GeoJSON
             */
            file?: string;
            /** @description JSON */
            order?: components["schemas"]["BatchOrder"];
        };
        BatchFound: {
            amber: string[];
            red: string[];
            unknown: string[];
        };
        BatchItem: {
            /** @description What was told about the project, by question */
            answers: {
                [key: string]: unknown;
            };
            /** @description What the checks rest on, pinned when the first began */
            basis?: components["schemas"]["BatchBasis"];
            /** @description From which row on it is another: a rule or layer version could not be kept that long, or the basis was a day old */
            changes: components["schemas"]["BatchChange"][];
            /** @description The places' own */
            columns: string[];
            /** @description Places by the worst of their findings */
            counts: components["schemas"]["Summary"];
            /** Format: date-time */
            created_at: string;
            /**
             * Format: int64
             * @description How many rows were looked at, the first ones
             */
            done: number;
            /** Format: date-time */
            ended_at?: string;
            /**
             * Format: date-time
             * @description When it goes by itself
             */
            expires_at: string;
            /** @description Address of the files: format=geojson or format=xlsx */
            export: string;
            /** @description In state failed */
            failure?: components["schemas"]["Fault"];
            /**
             * Format: int64
             * @description Rows that are no place or could not be checked
             */
            faulty: number;
            id: string;
            /** @description Whose features are the places */
            layer?: string;
            /** Format: int64 */
            layer_version?: number;
            /** @description Of the file, or the layer's title */
            name: string;
            /** @description At the end: rules and at how many places they found something or cannot tell, the worst first */
            rules: components["schemas"]["BatchRule"][];
            /**
             * Format: int64
             * @description About, while it is worked on
             */
            seconds_left?: number;
            /** @enum {string} */
            source: "table" | "geojson" | "layer";
            /** Format: date-time */
            started_at?: string;
            /**
             * @description done, cancelled and failed are the end
             * @enum {string}
             */
            state: "queued" | "working" | "done" | "cancelled" | "failed";
            /** @description How the file was read */
            taken: components["schemas"]["BatchTaken"];
            /** Format: int64 */
            total: number;
            /** @description Names among the answers that no question has: nobody reads them, and what they say is not kept */
            unread: string[];
        };
        BatchList: {
            items: components["schemas"]["BatchItem"][];
        };
        BatchMap: {
            features: components["schemas"]["BatchSpot"][];
            /** @enum {string} */
            type: "FeatureCollection";
        };
        BatchOrder: {
            /**
             * @description Of the layer only features that meet this area
             * @example {
             *       "coordinates": [
             *         26.62,
             *         62.41
             *       ],
             *       "type": "Point"
             *     }
             */
            area?: {
                type: string;
            } & {
                [key: string]: unknown;
            };
            /** @description That feature, by the register's id */
            area_feature?: string;
            /**
             * @description Of the layer only features that meet a feature of this layer
             * @example municipalities
             */
            area_layer?: string;
            /** @description Instead of a file: the features of this published layer */
            layer?: string;
            /** @description Answers about what is planned at every place, as in check-place */
            project?: {
                [key: string]: unknown;
            };
            /** @description How to read a table; what is missing is found out */
            taken?: components["schemas"]["BatchTaken"];
        };
        BatchPlace: {
            /** @description Its findings */
            counts: components["schemas"]["Summary"];
            /** @description Why it is none, or could not be checked */
            fault?: components["schemas"]["Fault"];
            /** @description Rules by what they say here */
            found: components["schemas"]["BatchFound"];
            /** @description What the file calls it */
            name?: string;
            /** @description Values of the batch's columns */
            own: unknown[];
            /** @description Longitude, latitude in degrees (CRS84): of the place, or in it; missing: the row is no place */
            point?: number[] | null;
            /**
             * Format: int64
             * @description From 1, below the header
             */
            row: number;
            /**
             * @description Of the worst finding; missing: not checked yet, or not at all
             * @enum {string}
             */
            severity?: "red" | "amber" | "unknown" | "green";
        };
        BatchPlaceList: {
            /** @description In the order of the file */
            items: components["schemas"]["BatchPlace"][];
            /** @description cursor of the next page; missing on the last */
            next?: string;
        };
        BatchPlaceResult: {
            /** @description What was told about the project, by question */
            answers: {
                [key: string]: unknown;
            };
            /** @description Its findings */
            counts: components["schemas"]["Summary"];
            /** @description Why it is none, or could not be checked */
            fault?: components["schemas"]["Fault"];
            /** @description Rules by what they say here */
            found: components["schemas"]["BatchFound"];
            /**
             * @description The place: GeoJSON in CRS84, with every digit
             * @example {
             *       "coordinates": [
             *         26.62,
             *         62.41
             *       ],
             *       "type": "Point"
             *     }
             */
            geometry?: {
                type: string;
            } & {
                [key: string]: unknown;
            };
            /** @description What the file calls it */
            name?: string;
            /** @description Values of the batch's columns */
            own: unknown[];
            /** @description Longitude, latitude in degrees (CRS84): of the place, or in it; missing: the row is no place */
            point?: number[] | null;
            /** @description null: it was not checked */
            result: components["schemas"]["Result"] | null;
            /**
             * Format: int64
             * @description From 1, below the header
             */
            row: number;
            /**
             * @description Of the worst finding; missing: not checked yet, or not at all
             * @enum {string}
             */
            severity?: "red" | "amber" | "unknown" | "green";
        };
        BatchPreview: {
            columns: string[];
            /** @description The first that are no place */
            faults: components["schemas"]["BatchPlace"][];
            /** Format: int64 */
            faulty: number;
            /** @description false: say in which columns the places stand */
            located: boolean;
            name: string;
            /** @description The first ones */
            rows: components["schemas"]["BatchPlace"][];
            /** @description Of a workbook: those that hold anything, of which taken.sheet is read */
            sheets: string[];
            /** @enum {string} */
            source: "table" | "geojson" | "layer";
            /**
             * Format: int64
             * @description Rows that would lie in Finland were x and y the other way round
             */
            swapped: number;
            /** @description What was chosen, and what was found out */
            taken: components["schemas"]["BatchTaken"];
            /** Format: int64 */
            total: number;
            /** @description Names among the answers that no question has: nobody would read them */
            unread: string[];
            warnings: components["schemas"]["Note"][];
        };
        BatchRule: {
            /** Format: int64 */
            amber: number;
            /** Format: int64 */
            red: number;
            rule: string;
            title: string;
            /** Format: int64 */
            unknown: number;
        };
        BatchSpot: {
            geometry: components["schemas"]["SpotPoint"];
            /**
             * Format: int64
             * @description The row
             */
            id: number;
            properties: components["schemas"]["BatchSpotPropertiesStruct"];
            /** @enum {string} */
            type: "Feature";
        };
        BatchSpotPropertiesStruct: {
            /**
             * @description Missing: not checked
             * @enum {string}
             */
            severity?: "red" | "amber" | "unknown" | "green";
        };
        BatchTaken: {
            /** @description Column of addresses: street and number, and after a comma what tells them from others of that name */
            address?: string;
            /**
             * @description Reference system of x and y, or of geometry as text that does not say
             * @example EPSG:3067
             */
            crs?: string;
            /**
             * @description Where the file does not say
             * @example ISO-8859-1
             */
            encoding?: string;
            /** @description Column of what the places are called */
            name?: string;
            /** @description Column of ids of property units */
            property?: string;
            /** @description Of a workbook; the first that holds anything, unless one is chosen */
            sheet?: string;
            /** @description x and y are the other way round */
            swap?: boolean;
            /** @description Column of geometry as text */
            wkt?: string;
            /** @description Column of easting or longitude */
            x?: string;
            y?: string;
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
        CancelInputBody: {
            /** @description For the authorities */
            reason?: string;
        };
        Case: {
            /** Format: double */
            at_least?: number;
            in?: string[] | null;
            question: string;
        };
        CaseApplicant: {
            /** @enum {string} */
            kind: "person" | "organisation";
            /** @description Missing: under turvakielto */
            name?: string;
            protected?: boolean;
        };
        CaseBody: {
            applicant: components["schemas"]["CaseApplicant"];
            /** Format: date-time */
            cancelled_at?: string;
            /**
             * @description By path, such as /title or /answers/attendance
             * @example {
             *       "/answers/attendance": 800,
             *       "/kind": "event",
             *       "/title": "Rantajuhla"
             *     }
             */
            fields: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            first_at: string;
            id: string;
            /**
             * Format: int64
             * @description The version that one last looked at
             */
            looked?: number;
            /** Format: date-time */
            looked_at?: string;
            open: boolean;
            /** @description Of cancelling */
            reason?: string;
            /** @description The checks that were kept when it was shown (get-kept-check) */
            runs: string[];
            /** Format: date-time */
            shown_at: string;
            /** @enum {string} */
            state: "visible" | "sent" | "cancelled";
            /** Format: int64 */
            version: number;
            /** @description That were shown to one's authority, the newest first */
            versions: components["schemas"]["CaseVersion"][];
            /**
             * Format: int64
             * @description Items that are restricted to others
             */
            withheld: number;
        };
        CaseFeature: {
            /**
             * @description A point in its place
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
            id: string;
            properties: components["schemas"]["CaseMembers"];
            /** @enum {string} */
            type: "Feature";
        };
        CaseList: {
            features: components["schemas"]["CaseFeature"][];
            /** @description cursor of the next page; missing on the last */
            next?: string;
            /** @enum {string} */
            type: "FeatureCollection";
        };
        CaseMembers: {
            /**
             * Format: int64
             * @description Of others
             */
            comments: number;
            /** @description false: it no longer concerns the authority */
            competent: boolean;
            counts: components["schemas"]["Summary"];
            /** Format: date-time */
            ends?: string;
            /**
             * Format: date-time
             * @description When it was first shown
             */
            first_at: string;
            kind: string;
            /**
             * Format: int64
             * @description The version that one last looked at; missing: none
             */
            looked?: number;
            /** Format: date-time */
            looked_at?: string;
            /**
             * @description The worst finding
             * @enum {string}
             */
            severity: "red" | "amber" | "unknown" | "green";
            /** Format: date-time */
            shown_at: string;
            /** Format: date-time */
            starts?: string;
            /** @enum {string} */
            state: "visible" | "sent" | "cancelled";
            title: string;
            /**
             * Format: int64
             * @description That is shown now
             */
            version: number;
        };
        CaseVersion: {
            /** Format: int64 */
            number: number;
            /** Format: date-time */
            shown_at: string;
        };
        Cause: {
            /** @description The version before */
            from?: string;
            /** @enum {string} */
            kind: "place" | "answers" | "rule_new" | "rule_ended" | "rule_version" | "layer_new" | "layer_gone" | "layer_version" | "layer_live" | "feature_came" | "feature_went" | "feature_moved" | "feature_altered" | "engine" | "unread" | "layer_aged" | "unexplained";
            /** @description Of causes that are about a layer or its feature */
            layer?: string;
            /** @description The cause in the caller's language */
            text: string;
            /** @description The version after */
            to?: string;
        };
        ChangeAuthorityInputBody: {
            channels: components["schemas"]["Channels"];
            hours: components["schemas"]["Hours"];
        };
        ChangeCounts: {
            /** Format: int64 */
            changed: number;
            /** Format: int64 */
            gone: number;
            /** Format: int64 */
            new: number;
            /** Format: int64 */
            same: number;
        };
        ChangePlaceBody: {
            /**
             * Format: double
             * @description True metres, good to a millimetre in a metre
             */
            distance_m?: number;
            /** @description GeoJSON in CRS84; of one kind for merge */
            geometries: Geometry[] | null;
            /**
             * @description merge: all into one; join: those that touch into one; split: each along the line with; cut: the area with is taken away from each; widen: to all within distance_m of each, less than 0 narrows areas; outline: the edges of each area as lines
             * @enum {string}
             */
            operation: "merge" | "join" | "split" | "cut" | "widen" | "outline";
            /**
             * @description A line to split along, or an area to cut away
             * @example {
             *       "coordinates": [
             *         26.62,
             *         62.41
             *       ],
             *       "type": "Point"
             *     }
             */
            with?: {
                type: string;
            } & {
                [key: string]: unknown;
            };
        };
        ChangeSourceInputBody: {
            /** @example https://register.example/wfs */
            address: string;
            /**
             * Format: int64
             * @example 1440
             */
            every_minutes: number;
            options?: components["schemas"]["SourceOptions"];
            /** @enum {string} */
            publish: "ask" | "auto";
        };
        ChangedAttribute: {
            /** Format: int64 */
            count: number;
            /** @description As people read it */
            label: string;
            name: string;
        };
        ChangedPlace: {
            /** @description What came out, in the order of what was given; of a split the largest first */
            items: components["schemas"]["ChangedShape"][] | null;
        };
        ChangedShape: {
            /**
             * Format: double
             * @description Of areas, their holes left out
             */
            area_m2?: number;
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
            /**
             * @description mixed: parts of several kinds
             * @enum {string}
             */
            kind: "point" | "line" | "area" | "mixed";
            /**
             * Format: double
             * @description Of lines
             */
            length_m?: number;
            /**
             * Format: int64
             * @description The geometry that it came from, counted from 0; missing: of several
             */
            of?: number;
            /**
             * Format: double
             * @description Of areas, round their holes too
             */
            perimeter_m?: number;
            /**
             * Format: int64
             * @description How many points
             */
            points?: number;
        };
        ChangesBody: {
            /**
             * @description Field by field; null takes one away
             * @example {
             *       "/answers/attendance": 800,
             *       "/kind": "event",
             *       "/title": "Rantajuhla"
             *     }
             */
            changes: {
                [key: string]: unknown;
            };
            /** @description For whom it is, as who-am-i tells; 409 with the code other_party when one acts for another meanwhile */
            party?: string;
            /** @description Who typed them, as who-am-i tells; 409 with the code other_person when somebody else is signed in meanwhile */
            person?: string;
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
        CheckAgain: {
            counts: components["schemas"]["ChangeCounts"];
            /**
             * Format: date-time
             * @description When it was kept
             */
            created_at: string;
            /**
             * Format: date
             * @description Today in Finland
             */
            day: string;
            /** @description Every finding of both checks: what differs first, then by severity */
            differences: components["schemas"]["Difference"][];
            /** @description Version of today's mechanics */
            engine: string;
            /** @description Of the kept check */
            id: string;
            /** @description That were looked at today */
            layers: components["schemas"]["KeptLayer"][];
            /** @description Of today */
            result: components["schemas"]["Result"];
            /** @description In force today */
            rules: components["schemas"]["RuleRef"][];
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
            /** @description Answers about what is planned there, by question as list-questions has them; null is no answer. Names that no question has are told in unread */
            project?: {
                [key: string]: unknown;
            };
        };
        CheckRule: {
            authority: string;
            /** @description Distance and severity by the answers about the project: the first that holds. Where none does, the rule does not concern the project */
            cases?: components["schemas"]["RuleCase"][] | null;
            condition?: components["schemas"]["RuleCondition"];
            /**
             * Format: double
             * @description True metres between the nearest points; 0 where cases give it
             */
            distance_m: number;
            /** @description Features whose own time does not meet the project's, from starts to ends, are left out */
            during?: boolean;
            /** @description It is not in order: whatever it looks for is not known until it is mended */
            faulty?: boolean;
            /** @description Field of the directory of authorities, as in who-is-competent */
            field?: string;
            /** @example natura_inside */
            id: string;
            /** @description Kinds of project that it concerns, choices of the question kind; none: every kind */
            kinds?: string[] | null;
            next: string;
            /**
             * @description inside: the place touches the feature; overlaps: at least share of it lies in the feature; within: at most distance_m away; nearest: the nearest only
             * @enum {string}
             */
            relation: "inside" | "overlaps" | "within" | "nearest";
            /**
             * @description None where cases give it
             * @enum {string}
             */
            severity?: "red" | "amber" | "green";
            /**
             * Format: double
             * @description Of the place's area or length
             */
            share?: number;
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
            /** @description The attribute, by what it means, that gives each feature's own distance; distance_m is the furthest that is looked */
            zone?: string;
        };
        Choice: {
            /**
             * @description What tells it from the others, such as where it would lie
             * @example Mallila
             */
            detail?: string;
            /**
             * @description For people
             * @example ETRS-GK25
             */
            label: string;
            /** @description Or the parameter */
            parameter?: string;
            /** @description Where it lies, or the middle of what is placed: longitude, latitude */
            point?: number[] | null;
            /** @description What it is a choice for: JSON Pointer into the body */
            pointer?: string;
            /**
             * @description What to send there
             * @example EPSG:3879
             */
            value: string;
        };
        Collection: {
            attribution: string;
            description?: string;
            extent?: components["schemas"]["CollectionExtent"];
            /** @example groundwater_areas */
            id: string;
            links: components["schemas"]["Link"][];
            title: string;
        };
        CollectionExtent: {
            spatial: components["schemas"]["CollectionExtentSpatialStruct"];
        };
        CollectionExtentSpatialStruct: {
            /** @description West, south, east, north in degrees */
            bbox: (number[] | null)[];
            crs: string;
        };
        CollectionList: {
            collections: components["schemas"]["Collection"][];
            links: components["schemas"]["Link"][];
        };
        ColumnReport: {
            examples: string[] | null;
            mismatch_examples?: components["schemas"]["Mismatch"][] | null;
            /** Format: int64 */
            mismatches?: number;
            name: string;
            /** Format: int64 */
            nulls: number;
            type?: string;
        };
        CommentBody: {
            /** @description The comment that it answers */
            answers?: string;
            /** @enum {string} */
            audience: "all" | "authorities";
            author?: string;
            /** @description Code; missing: the applicant's side */
            authority?: string;
            authority_name?: string;
            /** Format: date-time */
            created_at: string;
            /** @description That it is about; missing: the whole */
            field?: string;
            id: string;
            /** @enum {string} */
            kind: "comment" | "question" | "condition";
            /** @description Of the asker */
            own: boolean;
            text: string;
            /**
             * Format: int64
             * @description That was shown when it was written
             */
            version: number;
        };
        CommentInputBody: {
            answers?: string;
            /**
             * @default all
             * @enum {string}
             */
            audience: "all" | "authorities";
            /** @description That it is about */
            field?: string;
            /**
             * @default comment
             * @enum {string}
             */
            kind: "comment" | "question" | "condition";
            text: string;
        };
        CommentsOutputBody: {
            items: components["schemas"]["CommentBody"][];
        };
        CompareOutputBody: {
            items: components["schemas"]["DifferenceItem"][];
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
        ConcernedItem: {
            code: string;
            /** @description Officials who see to it */
            contacts: string[];
            email?: string;
            /** @description What it is competent for there */
            fields: components["schemas"]["ConcernsField"][];
            /** @description For restrictions */
            id: string;
            /**
             * Format: int64
             * @description The newest version that somebody there looked at
             */
            looked?: number;
            /**
             * Format: date-time
             * @description When somebody there last looked
             */
            looked_at?: string;
            name: string;
            phone?: string;
            /**
             * Format: date-time
             * @description When it was first shown to them
             */
            since?: string;
            /**
             * Format: date-time
             * @description When it ceased to concern them
             */
            until?: string;
            web?: string;
        };
        ConcernedOutputBody: {
            items: components["schemas"]["ConcernedItem"][];
        };
        ConcernsField: {
            code: string;
            name: string;
        };
        Conformance: {
            conformsTo: string[];
        };
        Contact: {
            code: string;
            /** @description Where matters are set going */
            e_service?: string;
            email?: string;
            name: string;
            phone?: string;
            web?: string;
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
        CopyInputBody: {
            /**
             * Format: date
             * @description Where the times begin; missing: the same weekday a year on
             */
            first_day?: string;
        };
        Coverage: {
            /** @description Municipality numbers */
            codes?: string[] | null;
            /** @description Municipality numbers that a claim of the whole country leaves out */
            except?: string[] | null;
            /** @enum {string} */
            kind: "features" | "municipality" | "country" | "layer" | "area" | "none";
            layer?: string;
            /** @description Where the claim comes from */
            why?: string;
        };
        CoverageArea: {
            /**
             * @description null: the layer promises nothing, so what is not found is not known
             * @example {
             *       "coordinates": [
             *         26.62,
             *         62.41
             *       ],
             *       "type": "Point"
             *     }
             */
            geometry: ({
                type: string;
            } & {
                [key: string]: unknown;
            }) | null;
            properties: components["schemas"]["CoverageAreaPropertiesStruct"];
            /** @enum {string} */
            type: "Feature";
        };
        CoverageAreaPropertiesStruct: {
            claim: components["schemas"]["Coverage"];
            layer: string;
            /** Format: int64 */
            version: number;
        };
        DecideProposalInputBody: {
            /** @description Why; needed to reject */
            answer?: string;
            approve: boolean;
            /** @description Of the effect that was seen; needed to approve */
            effect_tag?: string;
        };
        Decision: {
            /** Format: double */
            area_after_m2: number;
            /** Format: double */
            area_before_m2: number;
            feature: string;
            id: string;
            /** Format: int64 */
            others?: number;
            reason: components["schemas"]["Note"];
        };
        DescribePlaceBody: {
            /** @description Or those of the parts of a place, which may be of several kinds */
            geometries?: Geometry[] | null;
            /**
             * @description One geometry
             * @example {
             *       "coordinates": [
             *         26.62,
             *         62.41
             *       ],
             *       "type": "Point"
             *     }
             */
            geometry?: {
                type: string;
            } & {
                [key: string]: unknown;
            };
        };
        Difference: {
            after?: components["schemas"]["Saying"];
            /** @description What the rule said of it; missing: nothing */
            before?: components["schemas"]["Saying"];
            /** @enum {string} */
            change: "same" | "new" | "gone" | "changed";
            /** @description What of it, where both checks have it */
            differs: ("status" | "severity" | "reason" | "distance_m" | "overlap_share" | "more")[];
            feature_id?: string;
            feature_title?: string;
            layer?: string;
            layer_title?: string;
            rule: string;
            theme: string;
            /** @description Of the finding after, or before when it is gone */
            title: string;
            /** @description Empty where nothing differs */
            why: components["schemas"]["Cause"][];
        };
        DifferenceChanges: {
            /** @description Missing: it had no value. Values of over 500 characters are cut */
            from?: unknown;
            label: string;
            name: string;
            /** @description As the register gave it: text, number, truth, list or object */
            to?: unknown;
        };
        DifferenceFeature: {
            /**
             * @description Of one that moved: where it was
             * @example {
             *       "coordinates": [
             *         26.62,
             *         62.41
             *       ],
             *       "type": "Point"
             *     }
             */
            former_geometry?: {
                type: string;
            } & {
                [key: string]: unknown;
            };
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
            /** @example moved/12 */
            id: string;
            properties: components["schemas"]["DifferenceMembers"];
            /** @enum {string} */
            type: "Feature";
        };
        DifferenceItem: {
            /** @description null: it is not there any more */
            after: unknown;
            /** @description null: it was not there */
            before: unknown;
            field: string;
            /** @description Of a part whose geometry changed */
            shape?: components["schemas"]["ShapeChange"];
        };
        DifferenceList: {
            features: components["schemas"]["DifferenceFeature"][];
            /** @description cursor of the next page; missing on the last */
            next?: string;
            /** @enum {string} */
            type: "FeatureCollection";
        };
        DifferenceMembers: {
            /**
             * Format: double
             * @description How far the outlines are apart at the most, in metres; missing for large ones
             */
            apart_m?: number;
            /** Format: double */
            area_after_m2?: number;
            /** Format: double */
            area_before_m2?: number;
            attributes: components["schemas"]["DifferenceChanges"][];
            /** @description The register's own id */
            feature_id: string;
            /**
             * Format: int64
             * @description As in tiles
             */
            fid: number;
            /** @description Where a register without ids gave it another */
            former_id?: string;
            /** @enum {string} */
            kind: "added" | "removed" | "moved" | "changed";
            /** Format: double */
            length_after_m?: number;
            /** Format: double */
            length_before_m?: number;
            /**
             * Format: double
             * @description Metres between the centroids
             */
            moved_m?: number;
            /** @description A shape was thinned for showing */
            simplified: boolean;
        };
        DisputeFeature: {
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
            id: string;
            properties: components["schemas"]["DisputeMembers"];
            /** @enum {string} */
            type: "Feature";
        };
        DisputeInputBody: {
            /** @description Of the finding; missing where it has none */
            feature_id?: string;
            /** @description Of the finding; where several layers were looked at and nothing was found, the one that is wrong */
            layer?: string;
            /** @description What is wrong, and how one can see it */
            reason: string;
            /** @description Of the finding */
            rule: string;
        };
        DisputeList: {
            features: components["schemas"]["DisputeFeature"][];
            /** @description cursor of the next page; missing on the last */
            next?: string;
            /** @enum {string} */
            type: "FeatureCollection";
        };
        DisputeMembers: {
            answer?: string;
            /** Format: date-time */
            answered_at?: string;
            /** Format: date-time */
            created_at: string;
            /** @description For If-Match of answer-dispute */
            etag: string;
            /** @description The register's own id */
            feature_id?: string;
            layer: string;
            layer_title: string;
            /** Format: int64 */
            layer_version: number;
            /** @description Where people read it */
            page: string;
            /** @description In the words of the one who disputes */
            reason: string;
            rule: string;
            /** Format: int64 */
            rule_version: number;
            /** @description The kept check */
            run: string;
            /** @enum {string} */
            state: "open" | "accepted" | "rejected";
            /**
             * @description What the finding says
             * @enum {string}
             */
            status: "found" | "not_found" | "not_known";
            /** @description Of the finding */
            title: string;
        };
        Duplicates: {
            /** Format: int64 */
            count: number;
            examples: string[] | null;
        };
        EarlierBody: {
            /** @description Findings that stood in the way or needed something */
            checks: components["schemas"]["EarlierFinding"][];
            /** @description Conditions first */
            comments: components["schemas"]["CommentBody"][];
            id: string;
            /** @description The kept checks */
            runs: string[];
            /** Format: date-time */
            starts?: string;
            /** @enum {string} */
            state: "draft" | "visible" | "sent" | "cancelled";
            title: string;
        };
        EarlierFinding: {
            /** Format: double */
            distance_m: number | null;
            next: string;
            rule: string;
            /** @enum {string} */
            severity: "red" | "amber" | "unknown";
            title: string;
            why: string;
        };
        Effect: {
            day: string;
            /** Format: date-time */
            made: string;
            places: components["schemas"]["PlaceEffect"][] | null;
            runs: components["schemas"]["RunsEffect"];
            /** Format: int64 */
            was: number;
        };
        Extent: {
            /** Format: double */
            area_m2: number;
            /** Format: double */
            covered_m2: number;
            /** Format: int64 */
            features: number;
            /** Format: double */
            length_m: number;
        };
        Farthest: {
            /** Format: int64 */
            fid: number;
            /** Format: double */
            metres: number;
            source_id: string;
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
        FieldsOutputBody: {
            /**
             * @description By path, such as /title or /answers/attendance
             * @example {
             *       "/answers/attendance": 800,
             *       "/kind": "event",
             *       "/title": "Rantajuhla"
             *     }
             */
            fields: {
                [key: string]: unknown;
            };
        };
        FileFix: {
            errors: components["schemas"]["Fault"][] | null;
            fixes: components["schemas"]["GeometryFix"][] | null;
            name: string;
        };
        FileFormat: {
            code: string;
            extensions: string[];
            media_type: string;
            /**
             * Format: int64
             * @description Bytes
             */
            most: number;
            name: string;
        };
        FileFormats: {
            formats: components["schemas"]["FileFormat"][];
            /**
             * Format: int64
             * @description Bytes of all files of a project
             */
            most: number;
            purposes: components["schemas"]["FilePurpose"][];
            /** @description Files are shown to a virus scanner here */
            scanned: boolean;
        };
        FileItem: {
            /** Format: date-time */
            created_at: string;
            /** @description One of those of list-file-formats */
            format: string;
            /** @description What the virus scanner calls it */
            found?: string;
            id: string;
            media_type: string;
            name: string;
            /** @description The asker sent it */
            own: boolean;
            /** @description Where its content is */
            path: string;
            purpose?: string;
            /** @description What was taken out of it before it was kept */
            removed: ("metadata" | "location" | "rest")[];
            /**
             * Format: int64
             * @description Bytes
             */
            size: number;
            /**
             * @description scanning: only the applicant's side reads it yet; unscanned: this service has no virus scanner; too_large: for the scanner, only the applicant's side reads it; infected: it was thrown away
             * @enum {string}
             */
            state: "scanning" | "clean" | "unscanned" | "too_large" | "infected";
        };
        FileLeftOut: {
            /** @example no_geometry */
            code: string;
            /**
             * Format: int64
             * @description How many of them
             */
            count: number;
            /** @description In the caller's language */
            reason: string;
            /** @description Its name or what it is */
            what: string;
        };
        FileList: {
            items: components["schemas"]["FileItem"][];
            /** @description Files are shown to a virus scanner here */
            scanned: boolean;
        };
        FilePart: {
            /**
             * Format: double
             * @description Of areas, their holes left out
             */
            area_m2?: number;
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
            /**
             * @description mixed: parts of several kinds
             * @enum {string}
             */
            kind: "point" | "line" | "area" | "mixed";
            /**
             * Format: double
             * @description Of lines
             */
            length_m?: number;
            name: string;
            /**
             * Format: double
             * @description Of areas, round their holes too
             */
            perimeter_m?: number;
            /**
             * Format: int64
             * @description How many points
             */
            points?: number;
            /** @description Where the file names one, as a file that this service wrote does */
            purpose?: string;
        };
        FilePurpose: {
            code: string;
            name: string;
        };
        FileWarning: {
            /** @example heights_dropped */
            code: string;
            /** @description In the caller's language */
            text: string;
        };
        Finding: {
            /** @description What the layer tells of the feature */
            attributes?: components["schemas"]["Attribute"][] | null;
            authority: string;
            /**
             * Format: double
             * @description From the place to the feature, degrees from true north; null where they meet
             */
            bearing_deg: number | null;
            /** @description Who is competent at the place, by the directory of authorities; missing: the directory does not know */
            contacts?: components["schemas"]["Contact"][] | null;
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
            /**
             * Format: int64
             * @description 0: a live layer, which has none
             */
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
            /** @description Questions whose answers the rule needs, where that is why it is not known */
            needs?: string[] | null;
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
            reason?: "no_layer" | "stale" | "not_covered" | "layer_failed" | "rule_failed" | "no_answer" | "no_attribute";
            /** @example natura_inside */
            rule: string;
            /** Format: int64 */
            rule_version: number;
            /** @enum {string} */
            severity: "red" | "amber" | "green" | "unknown";
            /** @description Earlier decisions on what is alike, nearest first; empty as long as the service holds no decisions */
            similar_decisions: components["schemas"]["Similar"][];
            /** @enum {string} */
            status: "found" | "not_found" | "not_known";
            /** @description Act and section; a distance that no statute sets is called policy */
            statute: string;
            /** @example natura */
            theme: string;
            title: string;
            why: string;
        };
        Flattened: {
            /** Format: int64 */
            curves: number;
            /** Format: int64 */
            m: number;
            /** Format: int64 */
            mixed: number;
            /** Format: int64 */
            reoriented: number;
            /** Format: int64 */
            z: number;
        };
        GeometryFix: {
            /** @description What had to be done besides, in this order, of the same codes */
            also?: string[] | null;
            /**
             * Format: double
             * @description Of repair: the area after it less the area that the outline goes round
             */
            area_change_m2?: number;
            /**
             * Format: double
             * @description Of areas, their holes left out
             */
            area_m2?: number;
            /**
             * @description swap_axes: latitude and longitude the other way round; close_ring: the first corner again at the end; wrong_crs: read as metres of crs; repair: lines that cross themselves are cut there
             * @enum {string}
             */
            code: "swap_axes" | "close_ring" | "wrong_crs" | "repair";
            /**
             * @description Of wrong_crs: the system that the numbers are in
             * @example EPSG:3067
             */
            crs?: string;
            /**
             * @description The place when it is mended: valid, GeoJSON in CRS84
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
            /**
             * @description mixed: parts of several kinds
             * @enum {string}
             */
            kind: "point" | "line" | "area" | "mixed";
            /**
             * Format: double
             * @description Of lines
             */
            length_m?: number;
            /**
             * Format: double
             * @description Of areas, round their holes too
             */
            perimeter_m?: number;
            /**
             * Format: int64
             * @description How many points
             */
            points?: number;
            /** @description What it does, in the caller's language */
            title: string;
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
             * @description Number of the version that was looked at; 0: a live layer, which has none
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
        ImportChoices: {
            /** @description Need columns: those of the table */
            columns: string[];
            /**
             * @description Need crs: the reference system that was declared, where the coordinates cannot be in it
             * @example EPSG:4326
             */
            declared?: string;
            /** @description What the reader said, in English */
            detail?: string;
            /** @description What the file holds */
            layers: components["schemas"]["ImportFileLayer"][];
            /**
             * @description Need crs: the one that the coordinates look like instead
             * @example EPSG:3067
             */
            looks_like?: string;
            /** @enum {string} */
            need: "recipe" | "layer" | "crs" | "columns";
            /**
             * Format: int64
             * @description Index of the part that asks
             */
            part: number;
            /** @description Layers that the authority keeps, and known ones that would be new */
            recipes: components["schemas"]["ImportRecipe"][];
            /** @description What the service at the address has; options.service names one */
            service: components["schemas"]["ImportFileLayer"][];
        };
        ImportFailure: {
            /** @example format */
            code: string;
            /** @description For whoever wants to know more, in English */
            detail?: string;
            text: string;
        };
        ImportFileLayer: {
            crs?: string;
            /** Format: int64 */
            features?: number;
            geometry?: string;
            name: string;
            title?: string;
        };
        ImportItem: {
            address?: string;
            /** @description In whose office */
            authority?: components["schemas"]["AuthorityRef"];
            /** Format: date-time */
            changed_at: string;
            /** @description In state choosing */
            choices?: components["schemas"]["ImportChoices"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            ended_at?: string;
            /** @description In state failed */
            failure?: components["schemas"]["ImportFailure"];
            id: string;
            /** @enum {string} */
            kind: "upload" | "address";
            /** @description The layer whose source is refreshed */
            layer?: string;
            /**
             * @description Of the file
             * @example pohjavesialueet.gpkg
             */
            name: string;
            options: components["schemas"]["ImportOptions"];
            progress: components["schemas"]["ImportProgress"];
            /** @description One per layer. The whole report stands with the version */
            reports: components["schemas"]["ImportSummary"][];
            /** @description The source's schedule ordered it, not a person */
            scheduled: boolean;
            /** Format: date-time */
            started_at?: string;
            /**
             * @description waiting: its versions wait for approval. waiting, done, failed and cancelled are the end
             * @enum {string}
             */
            state: "queued" | "fetching" | "reading" | "choosing" | "waiting" | "done" | "failed" | "cancelled";
            upload?: string;
        };
        ImportLayer: {
            attribution: string;
            /** Format: date */
            data_date?: string;
            /** @example springs */
            id: string;
            /** @description Attribute by which the register tells its features apart */
            key?: string;
            /** @example CC BY 4.0 */
            licence: string;
            publisher?: components["schemas"]["Texts"];
            /**
             * @description One of the themes that rules know
             * @example groundwater
             */
            theme: string;
            title: components["schemas"]["Texts"];
        };
        ImportList: {
            items: components["schemas"]["ImportItem"][];
            /** @description before of the next page; missing on the last */
            next?: string;
        };
        ImportOptions: {
            /** @description Layers of the file and what they become; empty: as recipes that know the file by its name say */
            parts?: components["schemas"]["ImportPart"][];
            /** @description Of an address that is a service (WFS, OGC API Features): the layer of it */
            service?: string;
        };
        ImportPart: {
            /**
             * @description Instead of what the file says
             * @example EPSG:3067
             */
            crs?: string;
            /**
             * @description Where the file does not say
             * @example ISO-8859-1
             */
            encoding?: string;
            /** @description In the file; empty where it is one */
            layer?: string;
            new?: components["schemas"]["ImportLayer"];
            /**
             * @description Id of a layer that is known
             * @example groundwater_areas
             */
            recipe?: string;
            /** @description Tables: column of geometry as text, instead of x and y */
            wkt?: string;
            /** @description Tables: column of easting or longitude */
            x?: string;
            y?: string;
        };
        ImportProgress: {
            /**
             * Format: int64
             * @description Fetched
             */
            bytes?: number;
            layer?: string;
            /**
             * Format: double
             * @description Features, or bytes while it is fetched
             */
            per_second: number;
            /**
             * Format: int64
             * @description Features
             */
            read: number;
            /**
             * Format: int64
             * @description Bytes to fetch; missing: not known
             */
            size?: number;
            /**
             * @example reading
             * @enum {string}
             */
            step?: "fetching" | "reading" | "validating" | "comparing" | "publishing" | "finished" | "unchanged";
            /**
             * Format: int64
             * @description Features; missing: not known
             */
            total?: number;
        };
        ImportRecipe: {
            id: string;
            theme?: string;
            title: string;
        };
        ImportSummary: {
            /** Format: int64 */
            imported: number;
            layer: string;
            /** Format: int64 */
            read: number;
            /** Format: int64 */
            refused: number;
            /** Format: int64 */
            repaired: number;
            /** Format: double */
            seconds: number;
            /** @description As people read it */
            title: string;
            /** Format: int64 */
            version: number;
            /** @description The first of them */
            warnings: components["schemas"]["Note"][];
        };
        KeptCheck: {
            /** @description What was told about the project, by question */
            answers: {
                [key: string]: unknown;
            };
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date
             * @description In Finland, whose rules were in force
             */
            day: string;
            /** @description Of the one who asks */
            disputes: components["schemas"]["OwnDispute"][];
            /** @description Version of the mechanics */
            engine: string;
            id: string;
            /** @description Every layer that was looked at, by id */
            layers: components["schemas"]["KeptLayer"][];
            links: components["schemas"]["KeptLinks"];
            result: components["schemas"]["Result"];
            /** @description Every rule that was in force, by id */
            rules: components["schemas"]["RuleRef"][];
        };
        KeptLayer: {
            /**
             * Format: date-time
             * @description Of a live layer: when it was looked at
             */
            at?: string;
            /**
             * Format: date
             * @description The day the layer's register says the data describes
             */
            data_date?: string;
            layer: string;
            layer_title: string;
            /**
             * Format: int64
             * @description 0: a live layer, which has none
             */
            layer_version: number;
            theme: string;
        };
        KeptLinks: {
            again: string;
            /** @description For people */
            page: string;
            self: string;
        };
        KindBody: {
            /** @description The kind that rules of proximity checks know it as */
            check: string;
            /** @description It has days with hours */
            event: boolean;
            id: string;
            intro: string;
            /** @description What a mandate must be for (list-matters) */
            matter: string;
            name: string;
            /** @description What parts of the place can be for */
            purposes: components["schemas"]["NamedCode"][];
            questions: components["schemas"]["KindQuestion"][];
            sections: components["schemas"]["NamedCode"][];
        };
        KindFinding: {
            /** @description What the layer tells of the feature */
            attributes?: components["schemas"]["Attribute"][] | null;
            authority: string;
            /**
             * Format: double
             * @description From the place to the feature, degrees from true north; null where they meet
             */
            bearing_deg: number | null;
            /** @description Who is competent at the place, by the directory of authorities; missing: the directory does not know */
            contacts?: components["schemas"]["Contact"][] | null;
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
            /** @description Of those that were asked for, the kinds of project that it is about; missing: every project */
            kinds?: string[] | null;
            /** @description Where the feature is, or the only layer that was looked at */
            layer: string | null;
            layer_title?: string;
            /**
             * Format: int64
             * @description 0: a live layer, which has none
             */
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
            /** @description Questions whose answers the rule needs, where that is why it is not known */
            needs?: string[] | null;
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
            reason?: "no_layer" | "stale" | "not_covered" | "layer_failed" | "rule_failed" | "no_answer" | "no_attribute";
            /** @example natura_inside */
            rule: string;
            /** Format: int64 */
            rule_version: number;
            /** @enum {string} */
            severity: "red" | "amber" | "green" | "unknown";
            /** @description Earlier decisions on what is alike, nearest first; empty as long as the service holds no decisions */
            similar_decisions: components["schemas"]["Similar"][];
            /** @enum {string} */
            status: "found" | "not_found" | "not_known";
            /** @description Act and section; a distance that no statute sets is called policy */
            statute: string;
            /** @example natura */
            theme: string;
            title: string;
            why: string;
        };
        KindQuestion: {
            /** @description The question of proximity checks that it answers */
            check?: string;
            choices?: components["schemas"]["NamedCode"][] | null;
            hint?: string;
            id: string;
            label: string;
            /** Format: double */
            least?: number;
            /** Format: double */
            most?: number;
            /** @description Everybody sees the answer when the project is open to everybody */
            open?: boolean;
            /** @description Must be answered before it is shown to anybody */
            required?: boolean;
            section: string;
            /** @enum {string} */
            type: "line" | "long" | "number" | "boolean" | "one" | "several" | "day";
            unit?: string;
            /** @description Asked only then */
            when?: components["schemas"]["Case"];
        };
        KindsOutputBody: {
            items: components["schemas"]["KindBody"][];
        };
        Landing: {
            description: string;
            links: components["schemas"]["Link"][];
            title: string;
        };
        Layer: {
            /** @description What the attributes of features mean */
            attributes: components["schemas"]["LayerAttribute"][] | null;
            /** @description As the licence demands it */
            attribution: string;
            /** @description West, south, east, north in degrees (CRS84); empty when the layer has no features. Of a live layer, where they can be */
            bbox: number[] | null;
            coverage: components["schemas"]["Coverage"];
            /**
             * Format: date
             * @description The day the register says the data describes
             */
            data_date?: string;
            description?: string;
            /**
             * Format: int64
             * @description Of a live layer they are not counted
             */
            feature_count: number;
            /**
             * @description Empty when the layer has no features
             * @enum {string}
             */
            geometry_type: "Point" | "LineString" | "Polygon" | "Mixed" | "";
            /** @example groundwater_areas */
            id: string;
            /**
             * Format: date-time
             * @description Missing of a live layer
             */
            imported_at?: string;
            /** @example CC BY 4.0 */
            licence: string;
            /** @description Features come, change and go from moment to moment: tiles are asked for without a version, and /tiles/changes tells where */
            live?: boolean;
            /** @description Empty of a live layer */
            provenance: components["schemas"]["Provenance"];
            /**
             * Format: int64
             * @description Number of the version that it replaced: what rollback-layer publishes again
             */
            replaced?: number;
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
             * @description Number of the published version; a version never changes. 0: a live layer has none
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
        LayerServing: {
            /** @enum {string} */
            by: "memory" | "database";
            /**
             * Format: int64
             * @description That it takes in memory
             */
            bytes: number;
            /**
             * Format: int64
             * @description That are kept in memory
             */
            features: number;
            /**
             * Format: int64
             * @description That no layer takes of what there is; while a new version replaces another, both take theirs
             */
            free_bytes: number;
            layer: string;
            /**
             * Format: int64
             * @description Of no_room: what reading it takes, which must be free; packed it takes less
             */
            need_bytes?: number;
            /**
             * Format: int64
             * @description LUPAKARTTA_SNAPSHOT_MEMORY
             */
            room_bytes: number;
            /**
             * Format: double
             * @description That reading it took
             */
            seconds: number;
            /**
             * @description memory: it is kept there; reading: it is being read, or waits for its turn; no_room: it would take more than is free; unfit: it has what memory cannot keep; failed: it could not be read, and is tried again; empty: it has no features; live: it changes from moment to moment
             * @enum {string}
             */
            state: "memory" | "reading" | "no_room" | "unfit" | "failed" | "empty" | "live";
            /**
             * @description Of unfit: geometry, a feature has one that is no point, line or area in Finland; size, there are more than 2³¹ features, parts or positions
             * @enum {string}
             */
            unfit?: "geometry" | "size";
            /**
             * Format: int64
             * @description That is published; 0: a live layer has none
             */
            version: number;
        };
        LayerSource: {
            /** @description Without its query */
            address: string;
            /**
             * Format: date-time
             * @description When the source last had something new
             */
            changed_at?: string;
            /**
             * Format: date-time
             * @description Last try
             */
            checked_at?: string;
            /** Format: date */
            data_date?: string;
            /** Format: int64 */
            every_minutes: number;
            /** Format: date-time */
            failing_since?: string;
            failure?: components["schemas"]["ImportFailure"];
            /**
             * Format: int64
             * @description In a row
             */
            failures: number;
            /** @description The newest import from it */
            import?: string;
            /**
             * Format: date-time
             * @description Of that version: its age
             */
            imported_at?: string;
            /** @description Authority that keeps the layer; missing: whoever runs the service */
            keeper?: components["schemas"]["AuthorityRef"];
            /** @description What answers: file, wfs or ogcapi; missing: not fetched yet */
            kind?: string;
            layer: string;
            /** Format: date-time */
            next_at: string;
            options: components["schemas"]["SourceOptions"];
            /**
             * @description ask: new versions wait for approval; auto: they are published when nothing is to be decided and the layer does not shrink much
             * @enum {string}
             */
            publish: "ask" | "auto";
            /**
             * @description new: not fetched yet; failing: the last try failed; alerting: it keeps failing
             * @enum {string}
             */
            state: "new" | "ok" | "failing" | "alerting";
            theme: string;
            title: string;
            /**
             * Format: int64
             * @description That is published
             */
            version?: number;
        };
        LayerVersion: {
            attribution: string;
            /** @description West, south, east, north in degrees (CRS84); empty when it has no features */
            bbox: number[] | null;
            /** Format: date */
            data_date?: string;
            /** Format: int64 */
            feature_count: number;
            /** @enum {string} */
            geometry_type: "Point" | "LineString" | "Polygon" | "Mixed" | "";
            /** Format: date-time */
            imported_at: string;
            layer: string;
            licence: string;
            provenance: components["schemas"]["Provenance"];
            source: components["schemas"]["Source"];
            /**
             * @description published: what everybody sees; superseded: it was; cleared: it was long ago, and its features are not kept any more; waiting: for approval; failed: also rejected
             * @enum {string}
             */
            state: "waiting" | "published" | "superseded" | "cleared" | "failed";
            title: string;
            /** Format: int64 */
            version: number;
        };
        LayerVersions: {
            items: components["schemas"]["LayerVersion"][] | null;
            /** @description Address of the next page */
            next?: string;
        };
        Limits: {
            /** Format: int32 */
            maxTileCol: number;
            /** Format: int32 */
            maxTileRow: number;
            /** Format: int32 */
            minTileCol: number;
            /** Format: int32 */
            minTileRow: number;
            tileMatrix: string;
        };
        Link: {
            href: string;
            rel: string;
            /** @description The address has {tileMatrix}, {tileRow} and {tileCol} to fill in */
            templated?: boolean;
            title?: string;
            type?: string;
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
        LookInputBody: {
            /** Format: int64 */
            version: number;
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
        MatrixBox: {
            crs: string;
            lowerLeft: number[] | null;
            upperRight: number[] | null;
        };
        MatrixSet: {
            boundingBox: components["schemas"]["MatrixBox"];
            /** @example http://www.opengis.net/def/crs/EPSG/0/3067 */
            crs: string;
            /** @example ETRS-TM35FIN */
            id: string;
            /** @description Names of the axes in the order of all positions here */
            orderedAxes: string[];
            /** @description Levels, the coarsest first */
            tileMatrices: components["schemas"]["TileLevel"][];
            title: string;
            /** @description Where OGC has registered the grid */
            uri?: string;
            wellKnownScaleSet?: string;
        };
        MatrixSetItem: {
            crs: string;
            id: string;
            links: components["schemas"]["Link"][];
            title: string;
            uri?: string;
        };
        MatrixSetList: {
            tileMatrixSets: components["schemas"]["MatrixSetItem"][];
        };
        Matter: {
            /** Format: int64 */
            count: number;
            kind: string;
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
            /** @description Of whoever is signed in, the same in every session: for what a browser keeps until they are back */
            id?: string;
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
        Mismatch: {
            id: string;
            value: string;
        };
        NamedCode: {
            code: string;
            name: string;
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
        NewsItem: {
            /** Format: date-time */
            at: string;
            /** @description Code */
            authority: string;
            authority_name: string;
            /** @description That it is about; missing: the whole */
            field?: string;
            /** @description Of the comment or the restriction */
            id: string;
            /** @enum {string} */
            what: "comment" | "question" | "condition" | "restricted" | "lifted";
        };
        NewsOutputBody: {
            items: components["schemas"]["NewsItem"][];
        };
        Note: {
            /** @example self_crossing */
            code: string;
            /** @description In the reader's language */
            text?: string;
            /** @description What the text names */
            values?: {
                [key: string]: unknown;
            };
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
        OwnDispute: {
            /** @description Of the layer's keeper */
            answer?: string;
            /** Format: date-time */
            answered_at?: string;
            /** Format: date-time */
            created_at: string;
            feature_id?: string;
            id: string;
            layer: string;
            reason: string;
            rule: string;
            /** @enum {string} */
            state: "open" | "accepted" | "rejected";
        };
        PartCollection: {
            features: components["schemas"]["PartFeature"][];
            /** @enum {string} */
            type: "FeatureCollection";
        };
        PartFeature: {
            bbox?: unknown;
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
            id?: string;
            properties: components["schemas"]["PartProperties"];
            /** @enum {string} */
            type: "Feature";
        };
        PartProperties: {
            described?: string;
            /** @description Finnish local time */
            from?: string;
            name?: string;
            property_units?: string[] | null;
            purpose?: string;
            to?: string;
            venue?: components["schemas"]["Pick"];
        };
        Pick: {
            feature_id: string;
            layer: string;
        };
        PlaceAround: {
            /** @description At most 10 */
            candidates: components["schemas"]["TakenPlace"][] | null;
            found?: components["schemas"]["TakenPlace"];
            /** @description Of none and several: why, in the caller's language */
            reason?: string;
            /**
             * @description several: one of candidates must be chosen; none: candidates may be what was meant
             * @enum {string}
             */
            status: "found" | "several" | "none";
            /** @description The line as it came */
            what: string;
        };
        PlaceDescription: {
            /**
             * Format: double
             * @description Of areas, their holes left out
             */
            area_m2?: number;
            /** @description West, south, east, north in degrees (CRS84) */
            bbox: number[] | null;
            /** @description A point of the place: longitude, latitude */
            center: number[] | null;
            /** @description The one with most of the place first */
            districts: components["schemas"]["PlaceNamed"][] | null;
            /**
             * @description The place as it was read
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
            /**
             * @description mixed: parts of several kinds
             * @enum {string}
             */
            kind: "point" | "line" | "area" | "mixed";
            /**
             * Format: double
             * @description Of lines
             */
            length_m?: number;
            /** @description The one with most of the place first */
            municipalities: components["schemas"]["PlaceMunicipality"][] | null;
            /** @description The nearest address, or the nearest street where there is none */
            nearest?: components["schemas"]["PlaceNearest"];
            /**
             * Format: int64
             * @description How many separate points, lines and areas
             */
            parts: number;
            /**
             * Format: double
             * @description Of areas, round their holes too
             */
            perimeter_m?: number;
            /** @description What plans the place for, the plan with most of it first */
            plans: components["schemas"]["PlacePlan"][] | null;
            /**
             * Format: int64
             * @description How many points
             */
            points?: number;
            property_units: components["schemas"]["PlaceUnits"];
            /** @description Streets, waters and sites with names that the place lies in, crosses or lies beside, the nearest first */
            surroundings: components["schemas"]["PlaceSurrounding"][] | null;
            /**
             * @description Themes of which no layer says how it is here, or not everywhere here: municipality, district, address, base_street, base_water, property, zoning
             * @example [
             *       "property"
             *     ]
             */
            unknown: string[] | null;
            /**
             * @description What was placed, to be read to a person; what is not known is said
             * @example Alue 1,2 ha, Mallila: Rantakatu – Mallijärvi. Koskee 3 kiinteistöä.
             */
            words: string;
        };
        PlaceEffect: {
            after: components["schemas"]["Side"];
            before: components["schemas"]["Side"];
            name: string;
            point: number[] | null;
        };
        PlaceFile: {
            /**
             * @description The system in which the file was read
             * @example EPSG:3067
             */
            crs: string;
            /** @description What cannot be used as it is, with ways to mend it */
            fixes: components["schemas"]["FileFix"][] | null;
            /** @enum {string} */
            format: "GeoJSON" | "GeoJSON sequence" | "GPX" | "KML" | "GeoPackage" | "Shapefile" | "DXF" | "GML" | "FlatGeobuf" | "MapInfo TAB" | "MapInfo MIF";
            /** @description What is not among the parts, and why */
            left_out: components["schemas"]["FileLeftOut"][] | null;
            name: string;
            /** @description At most 500 */
            parts: components["schemas"]["FilePart"][] | null;
            /** @description What was changed on the way */
            warnings: components["schemas"]["FileWarning"][] | null;
        };
        PlaceMunicipality: {
            /** @example 990 */
            code: string;
            /** @example Mallila */
            name: string;
            /**
             * Format: double
             * @description Of the place's area, length or points
             */
            share: number;
        };
        PlaceNamed: {
            feature_id: string;
            layer: string;
            name: string;
            /**
             * Format: double
             * @description Of the place's area, length or points
             */
            share: number;
        };
        PlaceNearest: {
            detail?: string;
            /**
             * Format: double
             * @description 0 where it lies in the place
             */
            distance_m: number;
            /** @enum {string} */
            kind: "address" | "street";
            point: number[] | null;
            /** @example Rantakatu 5 */
            title: string;
        };
        PlacePlan: {
            feature_id: string;
            layer: string;
            number?: string;
            /** @description The plan's name */
            plan?: string;
            /**
             * Format: double
             * @description Of the place's area, length or points
             */
            share: number;
            /** @example VP */
            symbol?: string;
            /** @description What the symbol or the regulation says */
            text?: string;
        };
        PlaceSurrounding: {
            /**
             * Format: double
             * @description From the place to it, from true north; of what lies beside
             */
            bearing_deg?: number;
            /** Format: double */
            distance_m: number;
            feature_id: string;
            /** @enum {string} */
            kind: "street" | "water" | "site";
            layer: string;
            /** @example Rantakatu */
            name: string;
            /**
             * @description within: the place lies in it, or on it; crosses: they meet; beside: at distance_m
             * @enum {string}
             */
            relation: "within" | "crosses" | "beside";
        };
        PlaceUnit: {
            /** @example 990-1-2-3 */
            id: string;
            /**
             * Format: double
             * @description Of the place's area, length or points
             */
            share: number;
            /** @description Its name, where it has one */
            title?: string;
        };
        PlaceUnits: {
            /**
             * Format: int64
             * @description Of all, exactly, as far as the registers here know
             */
            count: number;
            /** @description The 50 with most of the place */
            items: components["schemas"]["PlaceUnit"][] | null;
            /**
             * Format: int64
             * @description How many are not listed
             */
            more?: number;
        };
        PlacesAround: {
            /** @description One for each line, in their order */
            items: components["schemas"]["PlaceAround"][] | null;
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
            /** @description Of what may mean several things: those it may mean */
            choices?: components["schemas"]["Choice"][] | null;
            /** @description Of a save: fields that somebody else changed meanwhile */
            conflicts?: components["schemas"]["ProjectConflict"][] | null;
            /** @description What happened and what to do, in the caller's language */
            detail?: string;
            /** @description Every fault of the request, at once */
            errors?: components["schemas"]["Fault"][] | null;
            /** @description Of a place that cannot be used: ways to mend it */
            fixes?: components["schemas"]["GeometryFix"][] | null;
            /**
             * Format: uri-reference
             * @description This occurrence: the request's id, as in the header X-Request-Id
             * @example urn:uuid:019a-…
             */
            instance?: string;
            /**
             * Format: int64
             * @description Of a save: what the project stands at
             */
            revision?: number;
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
        ProjectBody: {
            /** Format: date-time */
            cancelled_at?: string;
            /** Format: date-time */
            created_at: string;
            /**
             * @description By path, such as /title or /answers/attendance
             * @example {
             *       "/answers/attendance": 800,
             *       "/kind": "event",
             *       "/title": "Rantajuhla"
             *     }
             */
            fields: {
                [key: string]: unknown;
            };
            id: string;
            /** @description What was shown is for everybody */
            open: boolean;
            /** @description The project that it was begun from */
            origin?: string;
            /** @description The asker saved last */
            own_save: boolean;
            /** @description Where people read it */
            page: string;
            /** @description Of cancelling */
            reason?: string;
            /**
             * Format: int64
             * @description Rises whenever it is saved, shown or cancelled; the ETag
             */
            revision: number;
            /** Format: date-time */
            saved_at: string;
            /** Format: date-time */
            sent_at?: string;
            /**
             * Format: int64
             * @description Number of the version that others see; missing: none
             */
            shown?: number;
            /** @enum {string} */
            state: "draft" | "visible" | "sent" | "cancelled";
            /** @description It says something else than what others see */
            unshown: boolean;
            /** Format: date-time */
            visible_at?: string;
            /**
             * Format: int64
             * @description Number of the version that is being written
             */
            working: number;
        };
        ProjectConflict: {
            /**
             * Format: date-time
             * @description When whoever wrote it last saved in that sitting
             */
            at: string;
            /** @description Who wrote it; missing: a person whose name is not shown */
            by?: string;
            field: string;
            /** @description The asker wrote it, in another window or on another device */
            own?: boolean;
            /** Format: int64 */
            revision: number;
            /** @description What it says now; null: it was taken away */
            theirs: unknown;
        };
        ProjectFeature: {
            /** @description Simplified; null: no place yet */
            geometry: Geometry | null;
            id: string;
            properties: components["schemas"]["ProjectMembers"];
            /** @enum {string} */
            type: "Feature";
        };
        ProjectList: {
            features: components["schemas"]["ProjectFeature"][];
            /** @description cursor of the next page; missing on the last */
            next?: string;
            /** @enum {string} */
            type: "FeatureCollection";
        };
        ProjectMembers: {
            /**
             * Format: int64
             * @description Of authorities
             */
            comments: number;
            /** Format: date-time */
            ends?: string;
            /** @description Empty: none was chosen yet */
            kind: string;
            /**
             * Format: int64
             * @description What authorities did since one has last seen that
             */
            news: number;
            open: boolean;
            origin?: string;
            /** Format: date-time */
            saved_at: string;
            /** Format: date-time */
            shown_at?: string;
            /** Format: date-time */
            starts?: string;
            /** @enum {string} */
            state: "draft" | "visible" | "sent" | "cancelled";
            title: string;
            /** @description It says something else than what others see */
            unshown: boolean;
        };
        ProjectPreview: {
            authorities: components["schemas"]["ConcernedItem"][];
            counts: components["schemas"]["Summary"];
            /** @description What keeps it from being shown; pointers are fields */
            missing: components["schemas"]["Fault"][];
            /** @description Fields of competence that concern it for which nobody is known to be competent at the place */
            uncovered: components["schemas"]["ConcernsField"][];
        };
        ProjectVersion: {
            /** @description Missing: a person whose name is not shown */
            author?: string;
            /** Format: date-time */
            begun_at: string;
            /** Format: int64 */
            number: number;
            /** Format: int64 */
            revision: number;
            /** Format: date-time */
            saved_at: string;
            /**
             * Format: date-time
             * @description When it was shown to others; missing: it was not
             */
            shown_at?: string;
            title: string;
        };
        ProjectVersionsOutputBody: {
            items: components["schemas"]["ProjectVersion"][];
        };
        Properties: {
            properties: {
                [key: string]: components["schemas"]["Property"];
            };
            /** @enum {string} */
            type: "object";
        };
        Property: {
            title: string;
        };
        Proposal: {
            /** @description Why it was approved or rejected */
            answer?: string;
            /** @description About what is planned at the places, by question as list-questions has them */
            answers?: {
                [key: string]: unknown;
            };
            /**
             * Format: int64
             * @description Highest version of the rule that was read; 0: a new rule
             */
            base: number;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            decided_at?: string;
            /** @description Missing: not worked out for this text */
            effect?: components["schemas"]["Effect"];
            effect_tag?: string;
            /** @description For If-Match */
            etag: string;
            /**
             * Format: int64
             * @description Highest version of the rule now. Another than base: the proposal must be renewed
             */
            highest: number;
            id: string;
            /** @enum {string} */
            kind: "new" | "change" | "end";
            /** @description The one who asks proposed it, and cannot decide on it */
            mine: boolean;
            /**
             * Format: int64
             * @description The program's version that it takes up
             */
            offer?: number;
            /** @description Where the effect is looked at */
            places: components["schemas"]["ProposalPlace"][];
            /** Format: date-time */
            proposed_at?: string;
            /** @description The authority in whose office it is proposed */
            proposed_for: components["schemas"]["AuthorityRef"];
            /** @description Why. Everybody reads it once it is approved */
            reason: string;
            /** @description As it is to be. Of an end: as it was, with valid_from the first day without it */
            rule: components["schemas"]["RuleText"];
            /**
             * Format: int64
             * @description The version that it became
             */
            rule_version?: number;
            /** @enum {string} */
            state: "draft" | "proposed" | "approved" | "rejected" | "withdrawn";
            /** @description The version that it is based on */
            was?: components["schemas"]["RuleText"];
        };
        ProposalBody: {
            /** @description About what is planned at the places, by question as list-questions has them */
            answers?: {
                [key: string]: unknown;
            };
            /**
             * Format: int64
             * @description Highest version of the rule that was read; 0: a new rule
             */
            base: number;
            /** @enum {string} */
            kind: "new" | "change" | "end";
            /**
             * Format: int64
             * @description The program's version that it takes up
             */
            offer?: number;
            /** @description Where the effect is looked at */
            places: components["schemas"]["ProposalPlace"][];
            /** @description Why. Everybody reads it once it is approved */
            reason: string;
            /** @description As it is to be. Of an end: as it was, with valid_from the first day without it */
            rule: components["schemas"]["RuleText"];
        };
        ProposalList: {
            items: components["schemas"]["Proposal"][];
            /** @description cursor of the next page; missing on the last */
            next?: string;
            offers: components["schemas"]["RuleOffer"][];
        };
        ProposalPlace: {
            /**
             * @description GeoJSON in CRS84
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
            name: string;
        };
        Provenance: {
            /** @description The authority that imported it; missing: whoever runs the service */
            imported_for?: components["schemas"]["AuthorityRef"];
            /** @description The authority whose registrars import and approve the layer; missing: whoever runs the service */
            keeper?: components["schemas"]["AuthorityRef"];
            links: components["schemas"]["VersionLinks"];
            /**
             * Format: date-time
             * @description When it was published first
             */
            published_at?: string;
            /** @description The authority that approved it; missing: whoever runs the service */
            published_for?: components["schemas"]["AuthorityRef"];
            /** @description The report's sums */
            report: components["schemas"]["Tally"];
            /** @description Of the bytes that were imported */
            sha256?: string;
        };
        Providers: {
            items: components["schemas"]["SignInProvider"][] | null;
        };
        PublicDay: {
            from: string;
            /** @enum {string} */
            kind: "build_up" | "open" | "dismantle";
            to: string;
        };
        PublicFeature: {
            /**
             * @description A point in its place
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
            id: string;
            properties: components["schemas"]["PublicMembers"];
            /** @enum {string} */
            type: "Feature";
        };
        PublicList: {
            features: components["schemas"]["PublicFeature"][];
            /** @description cursor of the next page; missing on the last */
            next?: string;
            /** @enum {string} */
            type: "FeatureCollection";
        };
        PublicMembers: {
            /** Format: date-time */
            ends?: string;
            kind: string;
            /** Format: date-time */
            shown_at: string;
            /** Format: date-time */
            starts?: string;
            /** @enum {string} */
            state: "visible" | "sent";
            title: string;
        };
        PublicProject: {
            announcement?: string;
            /** @description By question */
            answers: {
                [key: string]: unknown;
            };
            days: components["schemas"]["PublicDay"][];
            id: string;
            kind: string;
            /** @description As the applicant tells everybody */
            organiser?: string;
            place: components["schemas"]["PartCollection"];
            /** Format: date-time */
            shown_at: string;
            /** @enum {string} */
            state: "visible" | "sent" | "cancelled";
            title: string;
        };
        PublishInputBody: {
            /** @description The published version may be followed by one that was built before it */
            confirm_older?: boolean;
            /** @description Over a fifth of the layer may go */
            confirm_shrink?: boolean;
            /** @description Ids of the report's decisions: the repair is taken as it is */
            decided?: string[] | null;
        };
        Question: {
            choices?: components["schemas"]["QuestionChoice"][] | null;
            hint: string;
            /**
             * @description The member of project in a check
             * @example attendance
             */
            id: string;
            /** @description Kinds of project that it is asked of; none: every kind */
            kinds?: string[] | null;
            label: string;
            /**
             * Format: double
             * @description Of a number
             */
            least?: number;
            /** Format: double */
            most?: number;
            /**
             * @description choice: one of choices; moment: RFC 3339, or a local date and time in Finland
             * @enum {string}
             */
            type: "choice" | "number" | "boolean" | "moment";
            /** @description Of a number; none: a count */
            unit?: string;
        };
        QuestionChoice: {
            label: string;
            /** @example event */
            value: string;
        };
        QuestionList: {
            /** @description In the order in which they are asked */
            items: components["schemas"]["Question"][] | null;
        };
        ReceiptBody: {
            /** Format: date-time */
            created_at: string;
            id: string;
            /** @enum {string} */
            kind: "cancelled";
            /** @description Authorities that are told */
            told: components["schemas"]["ReceiptedFor"][];
        };
        ReceiptedFor: {
            code: string;
            name: string;
        };
        Refusal: {
            id: string;
            /** Format: double */
            lat?: number;
            /** Format: double */
            lon?: number;
            reason: components["schemas"]["Note"];
        };
        Repair: {
            /** Format: double */
            area_after_m2: number;
            /** Format: double */
            area_before_m2: number;
            /** Format: double */
            area_change_m2: number;
            decide?: boolean;
            id: string;
            /** Format: double */
            lat?: number;
            /** Format: double */
            lon?: number;
            reason: components["schemas"]["Note"];
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
        Required: {
            /**
             * Format: double
             * @description True metres to the nearest feature; null where none was found
             */
            distance_m: number | null;
            /** @description By severity, then distance */
            findings: components["schemas"]["KindFinding"][];
            /** @description Of some of the kinds it is not known, whatever it says of others */
            not_known: boolean;
            /**
             * @description The worst of any of the kinds; unknown is worse than green
             * @enum {string}
             */
            severity: "red" | "amber" | "green" | "unknown";
        };
        RequiredPlace: {
            /**
             * @description The place as it was compared: GeoJSON in CRS84
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
            /** @description Counts rules, each by the worst that it says of any of the kinds */
            summary: components["schemas"]["Summary"];
        };
        Requirement: {
            /** @description What is not the same at the two places */
            differs: ("severity" | "not_known" | "distance_m" | "features" | "kinds")[];
            /** @description What it says of each place, in the order in which they were given */
            places: components["schemas"]["Required"][];
            /** @example natura_inside */
            rule: string;
            /** Format: int64 */
            rule_version: number;
            /**
             * @description The worst that it says of any of the kinds at any of the places; unknown is worse than green
             * @enum {string}
             */
            severity: "red" | "amber" | "green" | "unknown";
            statute: string;
            /** @example natura */
            theme: string;
            title: string;
        };
        RequirementInputBody: {
            /**
             * @description Kinds of project, choices of the question kind as list-questions has them; none: all
             * @example [
             *       "building",
             *       "event"
             *     ]
             */
            kinds?: string[];
            /** @description One place, or two to be compared */
            places: Geometry[] | null;
        };
        RequirementList: {
            /**
             * Format: date
             * @description In Finland, whose rules were in force
             */
            day: string;
            /** @description Version of the mechanics */
            engine: string;
            /** @description Kinds of project that it was asked for */
            kinds: string[];
            /** @description Every layer that was looked at, by id */
            layers: components["schemas"]["KeptLayer"][];
            /** @description As they were given */
            places: components["schemas"]["RequiredPlace"][];
            /** @description Every rule that concerns any of the kinds: by severity, then distance */
            requirements: components["schemas"]["Requirement"][];
            /** @description Every rule that was in force, by id */
            rules: components["schemas"]["RuleRef"][];
        };
        RestrictInputBody: {
            /** @example answers.chemicals */
            item: string;
            /** @description Other authorities of the project that go on seeing it */
            to?: string[] | null;
            /** @description The applicant, and whoever sees the item, reads it */
            why: string;
        };
        RestrictedTo: {
            code: string;
            id: string;
            name: string;
        };
        RestrictionItem: {
            /** @description Code; it alone lifts it */
            authority: string;
            authority_name: string;
            /** @description That is restricted */
            field: string;
            id: string;
            item: string;
            /** Format: date-time */
            made_at: string;
            /** @description Of the asker's authority */
            own: boolean;
            /** @description Authorities that see it */
            to: components["schemas"]["RestrictedTo"][];
            why: string;
        };
        RestrictionsOutputBody: {
            items: components["schemas"]["RestrictionItem"][];
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
            /** @description Rules that concern some kinds of project only and need answers; they are asked when the kind is told */
            unasked: components["schemas"]["Unasked"][] | null;
            /** @description Names among the answers that no question has */
            unread: string[] | null;
        };
        RuleCase: {
            /** Format: double */
            distance_m?: number;
            /** @description Instead of distance_m */
            formula?: components["schemas"]["RuleFormula"];
            /** @enum {string} */
            severity: "red" | "amber" | "green";
            /** @description By question, the answers for which it holds: choices, true or false, numbers from..to */
            when?: {
                [key: string]: string[] | null;
            };
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
        RuleEdition: {
            /** Format: date-time */
            approved_at?: string;
            /** @description Whose officials proposed and approved it */
            decided_for?: components["schemas"]["AuthorityRef"];
            /** @description It ends the rule: from valid_from on there is none */
            ends?: boolean;
            /** Format: date-time */
            made_at?: string;
            /** @description Officials approved it here; otherwise it came with the program */
            official: boolean;
            /** Format: date-time */
            proposed_at?: string;
            /** @description Why it was changed */
            reason?: string;
            rule: components["schemas"]["RuleText"];
            /**
             * @description Today. past: another version holds instead, or its time is over
             * @enum {string}
             */
            state: "in_force" | "to_come" | "past";
            /** Format: int64 */
            version: number;
        };
        RuleFormula: {
            /** Format: double */
            k: number;
            /** Format: double */
            least_m?: number;
            /**
             * @description The question whose answer m is
             * @example explosives_kg
             */
            of: string;
            /**
             * Format: int64
             * @description The distance is share × k × the root-th root of m, in metres, at least least_m
             */
            root: number;
            /** Format: double */
            share: number;
        };
        RuleHistory: {
            id: string;
            /** @description The authority whose officials change rules; missing: nobody here does */
            keeper?: components["schemas"]["AuthorityRef"];
            /** @description The newest first */
            versions: components["schemas"]["RuleEdition"][];
        };
        RuleList: {
            /** @description Ordered by id */
            items: components["schemas"]["CheckRule"][] | null;
            /** @description The authority whose officials change rules; missing: nobody here does */
            keeper?: components["schemas"]["AuthorityRef"];
        };
        RuleOffer: {
            /** Format: date-time */
            offered_at: string;
            rule: components["schemas"]["RuleText"];
            /**
             * Format: int64
             * @description The program's own number
             */
            version: number;
        };
        RuleRef: {
            /** @example natura_inside */
            rule: string;
            /** Format: int64 */
            rule_version: number;
        };
        RuleText: {
            authority: components["schemas"]["Text"];
            cases?: components["schemas"]["RuleCase"][] | null;
            condition?: components["schemas"]["RuleCondition"];
            /**
             * Format: double
             * @description True metres
             */
            distance_m?: number;
            during?: boolean;
            /** @description Of the directory of authorities */
            field?: string;
            /** @example natura_near */
            id: string;
            /** @description Kinds of project that it concerns; none: every kind */
            kinds?: string[] | null;
            next: components["schemas"]["Text"];
            /** @enum {string} */
            relation: "inside" | "overlaps" | "within" | "nearest";
            /**
             * @description None where cases give it
             * @enum {string}
             */
            severity?: "red" | "amber" | "green";
            /**
             * Format: double
             * @description Of relation overlaps: above 0, at most 1
             */
            share?: number;
            statute: components["schemas"]["Text"];
            /** @description Layers of this theme are looked at */
            theme: string;
            /** @description {d} stands for the distance */
            title: components["schemas"]["Text"];
            /** @description First day, YYYY-MM-DD, in Finland */
            valid_from: string;
            /** @description Last day; missing: until further notice */
            valid_to?: string;
            /** @description {name} stands for the feature's title, {value} for the attribute of the condition, {d} for the distance */
            why: components["schemas"]["Text"];
            /** @description The meaning of the attribute that gives each feature's own distance */
            zone?: string;
        };
        RunsEffect: {
            /** Format: int64 */
            altered: number;
            engine?: string;
            /** Format: int64 */
            failed: number;
            /** Format: int64 */
            kept: number;
            /** Format: int64 */
            looked: number;
            /** Format: date-time */
            newest?: string;
            /** Format: date-time */
            oldest?: string;
            /** Format: double */
            seconds?: number;
            squares: components["schemas"]["Square"][] | null;
            steps: components["schemas"]["Step"][] | null;
        };
        Saying: {
            /** Format: double */
            distance_m?: number;
            /** Format: int64 */
            layer_version?: number;
            /**
             * Format: int64
             * @description How many further features the rule found, on its last difference
             */
            more?: number;
            /** Format: double */
            overlap_share?: number;
            reason?: string;
            /** Format: int64 */
            rule_version: number;
            /** @enum {string} */
            severity: "red" | "amber" | "green" | "unknown";
            /** @enum {string} */
            status: "found" | "not_found" | "not_known";
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
        SeeNewsInputBody: {
            /**
             * Format: date-time
             * @description at of the newest that was seen
             */
            until: string;
        };
        SeeToInputBody: {
            contact: boolean;
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
        ShapeChange: {
            /** @description GeoJSON in CRS84, or null */
            added: Geometry | null;
            /** Format: double */
            added_area_m2: number;
            /** Format: double */
            added_length_m: number;
            /**
             * Format: double
             * @description How far its middle is from where it was
             */
            moved_m: number;
            removed: Geometry | null;
            /** Format: double */
            removed_area_m2: number;
            /** Format: double */
            removed_length_m: number;
        };
        ShowInputBody: {
            /** @description Everybody sees it, without what is only for authorities */
            open?: boolean;
        };
        Side: {
            /** Format: double */
            distance_m?: number;
            feature?: components["schemas"]["Text"];
            /** Format: int64 */
            features: number;
            outcome: string;
            reason?: string;
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
        Similar: {
            /**
             * Format: date
             * @description On which it was made
             */
            day: string;
            id: string;
            title: string;
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
        SourceHealth: {
            /** @description Without its query */
            address: string;
            /**
             * Format: date-time
             * @description When the source last had something new
             */
            changed_at?: string;
            /**
             * Format: date-time
             * @description Last try
             */
            checked_at?: string;
            /** Format: date */
            data_date?: string;
            /** Format: int64 */
            every_minutes: number;
            /** Format: date-time */
            failing_since?: string;
            failure?: components["schemas"]["ImportFailure"];
            /**
             * Format: int64
             * @description In a row
             */
            failures: number;
            /**
             * Format: date-time
             * @description Of that version: its age
             */
            imported_at?: string;
            /** @description Authority that keeps the layer; missing: whoever runs the service */
            keeper?: components["schemas"]["AuthorityRef"];
            /** @description What answers: file, wfs or ogcapi; missing: not fetched yet */
            kind?: string;
            layer: string;
            /** Format: date-time */
            next_at: string;
            /**
             * @description ask: new versions wait for approval; auto: they are published when nothing is to be decided and the layer does not shrink much
             * @enum {string}
             */
            publish: "ask" | "auto";
            /**
             * @description new: not fetched yet; failing: the last try failed; alerting: it keeps failing
             * @enum {string}
             */
            state: "new" | "ok" | "failing" | "alerting";
            theme: string;
            title: string;
            /**
             * Format: int64
             * @description That is published
             */
            version?: number;
        };
        SourceList: {
            /** @description In drawing order of the layers */
            items: components["schemas"]["SourceHealth"][];
        };
        SourceOptions: {
            /** @example EPSG:3067 */
            crs?: string;
            encoding?: string;
            /** @description Of a file with several */
            layer?: string;
            /** @description Of a service (WFS, OGC API Features): the layer of it */
            service?: string;
            /** @description Tables: column of geometry as text, instead of x and y */
            wkt?: string;
            /** @description Tables: column of easting or longitude */
            x?: string;
            y?: string;
        };
        SpotPoint: {
            coordinates: number[];
            /** @enum {string} */
            type: "Point";
        };
        Square: {
            /** Format: int64 */
            count: number;
            from: string;
            point: number[] | null;
            to: string;
        };
        StartImportInputBody: {
            /** @example https://register.example/wfs */
            address?: string;
            /** @description Code of the authority in whose office; needed by registrars of several */
            authority?: string;
            options?: components["schemas"]["ImportOptions"];
            /** @description Id of a whole upload; either this or address */
            upload?: string;
        };
        Step: {
            /** Format: int64 */
            count: number;
            from: string;
            to: string;
        };
        Street: {
            bbox: number[] | null;
            /** @description Missing: the municipality is not known */
            municipality?: components["schemas"]["PlaceMunicipality"];
            name: string;
            /** @description Somewhere on it */
            point: number[] | null;
        };
        StreetBody: {
            /** @description The street that is crossed at one end */
            from: string;
            /** @description Which crossing, where there are several: the nearest to this point is meant */
            from_point?: number[] | null;
            /** @description Where several have a street of that name */
            municipality?: string;
            street: string;
            /** @description The street that is crossed at the other end */
            to: string;
            to_point?: number[] | null;
        };
        StreetCrossing: {
            /**
             * Format: double
             * @description Along the street from its first end, in metres, for the order
             */
            at_m: number;
            /**
             * @description Of the other street
             * @example Kauppakatu
             */
            name: string;
            /** @description Longitude, latitude; to be sent where a street is crossed several times */
            point: number[] | null;
        };
        StreetCrossings: {
            /**
             * @description All of the street
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
            /** @description In the order along the street; a street that is crossed twice is there twice */
            items: components["schemas"]["StreetCrossing"][] | null;
            municipality?: components["schemas"]["PlaceMunicipality"];
            street: string;
        };
        StreetList: {
            /** @description Those that begin as typed first */
            items: components["schemas"]["Street"][] | null;
            /** @description false: no layer of streets is here, so that no street can be told by its name */
            known: boolean;
        };
        StreetPlace: {
            from: components["schemas"]["StreetCrossing"];
            /**
             * @description A LineString
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
            /**
             * Format: double
             * @description True metres along the street
             */
            length_m: number;
            municipality?: components["schemas"]["PlaceMunicipality"];
            /** @description Its name as the register has it, in the caller's language where there is one */
            street: string;
            to: components["schemas"]["StreetCrossing"];
        };
        Style: {
            /**
             * Format: int64
             * @description Web-mercator zoom below which tiles have points that lie close together as one, without an id, with the attribute point_count
             */
            cluster_below?: number;
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
        TakenPlace: {
            /**
             * Format: double
             * @description Of areas, their holes left out
             */
            area_m2?: number;
            /** @example 59990 MALLILA */
            detail?: string;
            /** @description Of a property unit its id as people write it */
            feature_id?: string;
            /**
             * @description Of a property unit its own area, or all within radius_m of it; otherwise the circle round it, or with radius 0 the point
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
            /** @enum {string} */
            kind: "address" | "property" | "place" | "coordinate" | "feature";
            layer?: string;
            /**
             * Format: double
             * @description Of lines
             */
            length_m?: number;
            /**
             * Format: double
             * @description Of areas, round their holes too
             */
            perimeter_m?: number;
            point: number[] | null;
            /**
             * Format: int64
             * @description How many points
             */
            points?: number;
            /** @example Rantakatu 5 */
            title: string;
            /** @description A line that means this and nothing else */
            what: string;
        };
        Tally: {
            /** Format: int64 */
            imported: number;
            /** Format: int64 */
            read: number;
            /** Format: int64 */
            refused: number;
            /** Format: int64 */
            repaired: number;
            /** Format: int64 */
            warnings: number;
        };
        Text: {
            en: string;
            fi: string;
            sv: string;
        };
        Texts: {
            en: string;
            fi: string;
            sv: string;
        };
        TileLevel: {
            /**
             * Format: double
             * @description Metres of the grid per pixel, 256 pixels to a tile
             */
            cellSize: number;
            /** @enum {string} */
            cornerOfOrigin: "topLeft";
            /** @description The zoom, as addresses of tiles have it */
            id: string;
            /**
             * Format: int32
             * @description Rows
             */
            matrixHeight: number;
            /**
             * Format: int32
             * @description Columns
             */
            matrixWidth: number;
            pointOfOrigin: number[] | null;
            /**
             * Format: double
             * @description Of pixels of 0.28 mm
             */
            scaleDenominator: number;
            /** Format: int64 */
            tileHeight: number;
            /** Format: int64 */
            tileWidth: number;
        };
        Tileset: {
            attribution: string;
            boundingBox?: components["schemas"]["TilesetBox"];
            crs: string;
            /** @enum {string} */
            dataType: "vector";
            layers: components["schemas"]["TilesetLayer"][];
            license: string;
            links: components["schemas"]["Link"][];
            mediaTypes: string[];
            /** @description Levels worth asking for, and the tiles in them that have features; deeper ones are these, stretched */
            tileMatrixSetLimits: components["schemas"]["Limits"][];
            tileMatrixSetURI?: string;
            title: string;
            /** @description Number of the layer's version; 0: a live layer, which has none */
            version: string;
        };
        TilesetBox: {
            crs: string;
            lowerLeft: number[] | null;
            upperRight: number[] | null;
        };
        TilesetItem: {
            crs: string;
            /** @enum {string} */
            dataType: "vector";
            links: components["schemas"]["Link"][];
            tileMatrixSetURI?: string;
            title: string;
        };
        TilesetLayer: {
            /** @enum {string} */
            dataType: "vector";
            /**
             * Format: int64
             * @enum {integer}
             */
            geometryDimension?: 0 | 1 | 2;
            id: string;
            maxTileMatrix: string;
            minTileMatrix: string;
            propertiesSchema: components["schemas"]["Properties"];
            title: string;
        };
        TilesetList: {
            links: components["schemas"]["Link"][];
            tilesets: components["schemas"]["TilesetItem"][];
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
        Unasked: {
            /** @description Kinds of project that the rule concerns */
            kinds: string[] | null;
            /** @description Questions whose answers it needs */
            needs: string[] | null;
            /** @example explosives_a_site */
            rule: string;
            /** Format: int64 */
            rule_version: number;
            title: string;
        };
        VersionDifference: {
            after: components["schemas"]["Extent"];
            /** @description Attributes that changed, of the features that are listed */
            attributes: components["schemas"]["ChangedAttribute"][] | null;
            before: components["schemas"]["Extent"];
            counts: {
                [key: string]: number;
            };
            farthest?: components["schemas"]["Farthest"];
            /** Format: int64 */
            former?: number;
            /** Format: int64 */
            hidden: number;
            listed: {
                [key: string]: number;
            };
            passing?: boolean;
            recipe: string[] | null;
            /** Format: double */
            seconds: number;
            /** @description Over a fifth of the features, of their area or of their length is gone, or of the features that were published: publishing wants confirm_shrink */
            shrinks: boolean;
            /** @description Of which of them over a fifth is gone; removed: others came in the place of features that are gone */
            shrunk: ("features" | "area" | "length" | "removed")[];
            /** Format: int64 */
            version: number;
        };
        VersionLinks: {
            coverage: string;
            report: string;
            versions: string;
        };
        VersionReport: {
            /** Format: double */
            accuracy_m?: number;
            bbox: number[] | null;
            columns: components["schemas"]["ColumnReport"][] | null;
            /** @description Repairs that changed an area by more than 1 % or 100 m²: each must be decided on before the version is published */
            decisions: components["schemas"]["Decision"][] | null;
            dry_run?: boolean;
            duplicates: components["schemas"]["Duplicates"];
            failure?: components["schemas"]["Note"];
            flattened: components["schemas"]["Flattened"];
            /** Format: int64 */
            imported: number;
            layer: string;
            missing_attributes: string[] | null;
            operation?: string;
            /** Format: int64 */
            read: number;
            refused: components["schemas"]["Refusal"][] | null;
            /** Format: int64 */
            refused_count: number;
            repaired: components["schemas"]["Repair"][] | null;
            /** Format: int64 */
            repaired_count: number;
            /** Format: double */
            seconds: number;
            source_crs: string;
            /** @enum {string} */
            state: "waiting" | "published" | "superseded" | "cleared" | "failed";
            step_seconds: {
                [key: string]: number;
            };
            to_decide: components["schemas"]["Matter"][] | null;
            unknown_attributes: string[] | null;
            /** Format: int64 */
            version: number;
            warnings: components["schemas"]["Note"][] | null;
        };
        WithdrawProposalInputBody: {
            /**
             * @description draft: to change it
             * @enum {string}
             */
            to: "draft" | "withdrawn";
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
    "list-batches": {
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
                    "application/json": components["schemas"]["BatchList"];
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
    "check-batch": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description Made up by the caller for this one batch, so that it may be sent again when no answer came */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchOrder"];
                "multipart/form-data": components["schemas"]["BatchForm"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchItem"];
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
    "preview-batch": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description Made up by the caller for this one batch, so that it may be sent again when no answer came */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchOrder"];
                "multipart/form-data": components["schemas"]["BatchForm"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchPreview"];
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
    "get-batch": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchItem"];
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
    "delete-batch": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
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
    "cancel-batch": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchItem"];
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
    "export-batch": {
        parameters: {
            query?: {
                /** @description Form of the file */
                format?: "geojson" | "xlsx";
                /** @description Also rules that found nothing */
                whole?: boolean;
                /** @description Language of the file */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
            path: {
                /** @description The batch */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                };
            };
            /** @description Unknown format or query parameter */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description No such batch of one's own */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Too many files are being written, or the database is away */
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
    "map-batch": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchMap"];
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
    "list-batch-places": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
                /** @description Only places whose worst finding is that; faulty: rows that are no place or could not be checked */
                severity?: "red" | "amber" | "unknown" | "green" | "faulty";
                /** @description Only places where this rule found something or cannot tell */
                rule?: string;
                limit?: number;
                /** @description next of the page before */
                cursor?: string;
            };
            header?: never;
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
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchPlaceList"];
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
    "get-batch-place": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
            path: {
                id: string;
                row: number;
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
                    "application/json": components["schemas"]["BatchPlaceResult"];
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
    "list-questions": {
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
                    "application/json": components["schemas"]["QuestionList"];
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
    "keep-check": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description Made up by the caller for this one check, so that it may be sent again when no answer came */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckInputBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    "Cache-Control"?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptCheck"];
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
    "get-kept-check": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeptCheck"];
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
    "check-again": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckAgain"];
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
    "dispute-finding": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DisputeInputBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnDispute"];
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
    "list-disputes": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
                /** @description Only these; missing: all */
                state?: "open" | "accepted" | "rejected";
                layer?: string;
                /** @description West, south, east, north in degrees (CRS84) */
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
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DisputeList"];
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
    "answer-dispute": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description etag of the dispute that was read */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerDisputeInputBody"];
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
                    "application/json": components["schemas"]["DisputeFeature"];
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
    "list-file-formats": {
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
                    "application/json": components["schemas"]["FileFormats"];
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
    "list-imports": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
                limit?: number;
                /** @description Id of the last of the page before */
                before?: string;
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
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportList"];
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
    "start-import": {
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
                "application/json": components["schemas"]["StartImportInputBody"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportItem"];
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
    "get-import": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportItem"];
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
    "cancel-import": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportItem"];
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
    "choose-import": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ImportOptions"];
            };
        };
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportItem"];
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
    "list-layer-sources": {
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
                    "Cache-Control"?: string;
                    Link?: string;
                    Vary?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SourceList"];
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
    "get-layer-coverage": {
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
                    "application/json": components["schemas"]["CoverageArea"];
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
    "export-layer": {
        parameters: {
            query?: {
                /** @description Form of the file */
                format?: "gpkg" | "geojson" | "csv";
                /** @description Number of a version that is or was published; missing: the one that is */
                version?: number;
                /** @description CSV only: whole geometries as WKT instead of a point of each */
                wkt?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description The layer
                 * @example groundwater_areas
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/geo+json": string;
                    "application/geopackage+sqlite3": string;
                    "text/csv": string;
                };
            };
            /** @description The caller has this file */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unknown format or query parameter */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Unknown layer or version */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Too many exports in a minute */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Too many exports are under way, or the database is away */
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
    "get-feature": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
                /** @description As it was in this version of the layer, as findings name it; missing: as it is in the published one */
                version?: number;
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
    "refresh-layer": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accepted */
            202: {
                headers: {
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LayerSource"];
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
    "rollback-layer": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description The version that is published */
                "If-Match"?: string;
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LayerVersion"];
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
    "get-layer-serving": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    Link?: string;
                    Vary?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LayerServing"];
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
    "get-layer-source": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LayerSource"];
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
    "change-layer-source": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description ETag of the source that was read */
                "If-Match"?: string;
                /** @description The layer has no source yet */
                "If-None-Match"?: "*";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeSourceInputBody"];
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
                    "application/json": components["schemas"]["LayerSource"];
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
    "delete-layer-source": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description ETag of the source that was read */
                "If-Match"?: string;
            };
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
    "list-layer-versions": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
                /** @description Only versions older than this one */
                before?: number;
                limit?: number;
            };
            header?: never;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LayerVersions"];
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
    "get-difference": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
            path: {
                id: string;
                version: number;
            };
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
                    "application/json": components["schemas"]["VersionDifference"];
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
    "list-differences": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
                /** @description Only these; missing: all */
                kind?: ("added" | "removed" | "moved" | "changed")[] | null;
                /** @description West, south, east, north in degrees (CRS84): only features that touch it */
                bbox?: number[] | null;
                limit?: number;
                /** @description next of the page before */
                cursor?: string;
            };
            header?: {
                /** @description ETags that the caller has */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
                version: number;
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
                    "application/json": components["schemas"]["DifferenceList"];
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
    "publish-version": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description ETag of the difference that was looked at */
                "If-Match"?: string;
            };
            path: {
                id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PublishInputBody"];
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
                    "application/json": components["schemas"]["LayerVersion"];
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
    "reject-version": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
            path: {
                id: string;
                version: number;
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
    "get-version-report": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
            path: {
                id: string;
                version: number;
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
                    "application/json": components["schemas"]["VersionReport"];
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
    "place-around": {
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
                "application/json": components["schemas"]["AroundBody"];
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
                    "application/json": components["schemas"]["PlacesAround"];
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
    "change-place": {
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
                "application/json": components["schemas"]["ChangePlaceBody"];
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
                    "application/json": components["schemas"]["ChangedPlace"];
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
    "describe-place": {
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
                "application/json": components["schemas"]["DescribePlaceBody"];
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
                    "application/json": components["schemas"]["PlaceDescription"];
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
    "read-place-file": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
                /** @description The file's name, for its people; what it is, is told by its content */
                name?: string;
                /** @description The reference system that it is in, instead of what the file says */
                crs?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
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
                    "application/json": components["schemas"]["PlaceFile"];
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
    "place-street": {
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
                "application/json": components["schemas"]["StreetBody"];
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
                    "application/json": components["schemas"]["StreetPlace"];
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
    "list-project-cases": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
                /** @description Of these kinds */
                kind?: string[] | null;
                /** @description Takes place at this time or later, or does not say when */
                from?: string;
                /** @description Takes place at this time or earlier */
                to?: string;
                /** @description West, south, east, north in degrees (CRS84) */
                bbox?: number[] | null;
                /** @description The title has this */
                q?: string;
                limit?: number;
                /** @description next of the page before */
                cursor?: string;
                /** @description visible, sent, cancelled */
                state?: string[] | null;
                /** @description The worst finding is one of these: red, amber, unknown, green */
                severity?: string[] | null;
                /** @description Only what one has not looked at as it is shown now */
                unseen?: boolean;
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
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseList"];
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
    "get-project-case": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
                /** @description An earlier version that was shown; missing: the newest */
                version?: number;
            };
            header?: never;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseBody"];
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
    "list-case-authorities": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConcernedOutputBody"];
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
    "list-case-comments": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentsOutputBody"];
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
    "comment-on-project": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description Made up by the caller for this one comment */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommentInputBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentBody"];
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
    "see-to-project": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeeToInputBody"];
            };
        };
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
    "compare-project-case": {
        parameters: {
            query: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
                from: number;
                /** @description Missing: the newest that was shown */
                to?: number;
            };
            header?: never;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompareOutputBody"];
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
    "list-case-files": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
                /** @description An earlier version that was shown; missing: the newest */
                version?: number;
            };
            header?: never;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileList"];
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
    "get-case-file": {
        parameters: {
            query?: {
                /** @description An earlier version that was shown; missing: the newest */
                version?: number;
            };
            header?: never;
            path: {
                id: string;
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/geopackage+sqlite3": string;
                    "application/pdf": string;
                    "application/vnd.oasis.opendocument.spreadsheet": string;
                    "application/vnd.oasis.opendocument.text": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": string;
                    "application/zip": string;
                    "image/jpeg": string;
                    "image/png": string;
                    "image/tiff": string;
                    "image/vnd.dwg": string;
                    "image/vnd.dxf": string;
                    "image/webp": string;
                    "text/csv": string;
                    "text/plain": string;
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description No such file that one may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description It is infected, or waits for the virus scanner */
            409: {
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
    "look-at-project": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LookInputBody"];
            };
        };
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
    "list-case-restrictions": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestrictionsOutputBody"];
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
    "restrict-case-item": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description Made up by the caller for this one restriction */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RestrictInputBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestrictionItem"];
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
    "lift-case-restriction": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
            path: {
                id: string;
                restriction: string;
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
    "list-project-kinds": {
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
                    "Cache-Control"?: string;
                    Vary?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KindsOutputBody"];
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
    "list-projects": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
                /** @description Of these kinds */
                kind?: string[] | null;
                /** @description Takes place at this time or later, or does not say when */
                from?: string;
                /** @description Takes place at this time or earlier */
                to?: string;
                /** @description West, south, east, north in degrees (CRS84) */
                bbox?: number[] | null;
                /** @description The title has this */
                q?: string;
                limit?: number;
                /** @description next of the page before */
                cursor?: string;
                /** @description draft, visible, sent, cancelled */
                state?: string[] | null;
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
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectList"];
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
    "create-project": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description Made up by the caller for this one project, so that it may be sent again when no answer came */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": string;
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectBody"];
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
    "get-project": {
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectBody"];
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
    "delete-project": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description ETag of the project that was read */
                "If-Match"?: string;
            };
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
    "save-project": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description ETag of the project that was read */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectBody"];
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
    "list-project-authorities": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConcernedOutputBody"];
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
    "cancel-project": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description ETag of the project that was read */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectBody"];
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
    "list-project-comments": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentsOutputBody"];
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
    "reply-on-project": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description Made up by the caller for this one comment */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommentInputBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CommentBody"];
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
    "copy-project": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CopyInputBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectBody"];
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
    "compare-project-versions": {
        parameters: {
            query: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
                /** @description Number of a version */
                from: number;
                to: number;
            };
            header?: never;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CompareOutputBody"];
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
    "get-earlier-project": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EarlierBody"];
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
    "list-project-files": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileList"];
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
    "add-project-file": {
        parameters: {
            query: {
                /** @description What the file is called, with its extension */
                name: string;
                /** @description One of those of list-file-formats */
                purpose?: string;
                /** @description Language of the answer */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description The file as it is kept */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddedFile"];
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description No such project of one's own */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description The project is cancelled, or the key was used for another file */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description It is not what it says, or holds what it must not */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description No files are taken in here */
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
    "get-project-file": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/geopackage+sqlite3": string;
                    "application/pdf": string;
                    "application/vnd.oasis.opendocument.spreadsheet": string;
                    "application/vnd.oasis.opendocument.text": string;
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": string;
                    "application/zip": string;
                    "image/jpeg": string;
                    "image/png": string;
                    "image/tiff": string;
                    "image/vnd.dwg": string;
                    "image/vnd.dxf": string;
                    "image/webp": string;
                    "text/csv": string;
                    "text/plain": string;
                };
            };
            /** @description Nobody is signed in */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description No such file that one may see */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description It is infected, or waits for the virus scanner */
            409: {
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
    "list-project-news": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewsOutputBody"];
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
    "see-project-news": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SeeNewsInputBody"];
            };
        };
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
    "get-project-place": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PartCollection"];
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
    "put-project-place": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description ETag of the project that was read */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/geo+json": string;
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectBody"];
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
    "preview-project": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectPreview"];
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
    "get-project-receipt": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReceiptBody"];
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
    "list-project-restrictions": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestrictionsOutputBody"];
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
    "show-project": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description ETag of the project that was read */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ShowInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectBody"];
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
    "list-project-versions": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectVersionsOutputBody"];
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
    "get-project-version": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
            path: {
                id: string;
                version: number;
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
                    "application/json": components["schemas"]["FieldsOutputBody"];
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
    "restore-project-version": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description ETag of the project that was read */
                "If-Match"?: string;
            };
            path: {
                id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectBody"];
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
    "list-public-projects": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
                /** @description Of these kinds */
                kind?: string[] | null;
                /** @description Takes place at this time or later, or does not say when */
                from?: string;
                /** @description Takes place at this time or earlier */
                to?: string;
                /** @description West, south, east, north in degrees (CRS84) */
                bbox?: number[] | null;
                /** @description The title has this */
                q?: string;
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
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicList"];
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
    "get-public-project": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicProject"];
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
    "list-requirements": {
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
                "application/json": components["schemas"]["RequirementInputBody"];
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
                    "application/json": components["schemas"]["RequirementList"];
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
    "list-proposals": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
                /** @description Only these; missing: all */
                state?: "draft" | "proposed" | "approved" | "rejected" | "withdrawn";
                rule?: string;
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
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposalList"];
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
    "begin-proposal": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description Made up by the caller for this one draft, so that it may be sent again when no answer came */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposalBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposal"];
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
    "get-proposal": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposal"];
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
    "change-proposal": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description etag of the proposal that was read */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProposalBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposal"];
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
    "decide-proposal": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description etag of the proposal that was read */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecideProposalInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposal"];
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
    "work-out-effect": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
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
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposal"];
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
    "submit-proposal": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description etag of the proposal that was read */
                "If-Match"?: string;
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
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposal"];
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
    "withdraw-proposal": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: {
                /** @description etag of the proposal that was read */
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WithdrawProposalInputBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    ETag?: string;
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposal"];
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
    "get-rule": {
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
                    "application/json": components["schemas"]["RuleHistory"];
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
    "list-streets": {
        parameters: {
            query?: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
                /** @description How the name, or a word in it, begins; empty: all */
                q?: string;
                /** @description Of this municipality alone */
                municipality?: string;
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
                    "application/json": components["schemas"]["StreetList"];
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
    "list-crossings": {
        parameters: {
            query: {
                /** @description Language of texts; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
                street: string;
                /** @description Where several have a street of that name */
                municipality?: string;
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
                    "application/json": components["schemas"]["StreetCrossings"];
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
    "begin-upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
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
    "drop-upload": {
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
    "get-upload": {
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
    "continue-upload": {
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
    "ogc-landing": {
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
                    "application/json": components["schemas"]["Landing"];
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
    "list-collections": {
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
                    "application/json": components["schemas"]["CollectionList"];
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
    "get-collection": {
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
                collection: string;
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
                    "application/json": components["schemas"]["Collection"];
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
    "list-tilesets": {
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
                collection: string;
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
                    "application/json": components["schemas"]["TilesetList"];
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
    "get-tileset": {
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
                collection: string;
                tileMatrixSet: string;
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
                    "application/json": components["schemas"]["Tileset"];
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
    "ogc-conformance": {
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
                    "application/json": components["schemas"]["Conformance"];
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
    "list-tile-matrix-sets": {
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
                    "application/json": components["schemas"]["MatrixSetList"];
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
    "get-tile-matrix-set": {
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
                tileMatrixSet: string;
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
                    "application/json": components["schemas"]["MatrixSet"];
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
    "get-sprite": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Tone, pixel ratio, and what: the sheet or its index */
                sheet: "light.json" | "light.png" | "light@2x.json" | "light@2x.png" | "dark.json" | "dark.png" | "dark@2x.json" | "dark@2x.png";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sheet, or its index */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "image/png": unknown;
                };
            };
            /** @description The caller has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unknown query parameter */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description No such style */
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
    "get-style": {
        parameters: {
            query?: {
                /** @description Language of names and of the legend; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
            path: {
                /** @description A theme, over the background; or `map`: every layer, those that nobody sees before asking not visible */
                theme: "map" | "natura" | "protected_area" | "groundwater" | "flood" | "consultation_zone" | "seveso_plant" | "utility_line" | "sensitive_site" | "noise" | "contaminated" | "zoning" | "plan_preparation" | "cultural" | "project" | "event" | "venue" | "roadwork" | "transit" | "property" | "building" | "address" | "population" | "district" | "municipality" | "base_street" | "base_water" | "base_land";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The style */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The caller has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unknown query parameter */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description No such style */
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
    "get-dark-style": {
        parameters: {
            query?: {
                /** @description Language of names and of the legend; wins over Accept-Language */
                lang?: "fi" | "sv" | "en";
            };
            header?: never;
            path: {
                /** @description A theme, over the background; or `map`: every layer, those that nobody sees before asking not visible */
                theme: "map" | "natura" | "protected_area" | "groundwater" | "flood" | "consultation_zone" | "seveso_plant" | "utility_line" | "sensitive_site" | "noise" | "contaminated" | "zoning" | "plan_preparation" | "cultural" | "project" | "event" | "venue" | "roadwork" | "transit" | "property" | "building" | "address" | "population" | "district" | "municipality" | "base_street" | "base_water" | "base_land";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The style */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description The caller has it */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Unknown query parameter */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description No such style */
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
    "follow-changes": {
        parameters: {
            query?: {
                /** @description Id of the last event that the caller knows */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            /** @description Unknown query parameter */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": unknown;
                };
            };
            /** @description Too many listen already */
            429: {
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
            /** @description A version that was published long ago: its features are not kept any more */
            410: {
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
