// Written by `cargo xtask gen` from openapi/openapi.json: do not change it here.
import type { components, operations } from '../schema'

export interface Paths {
    "/api/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last imports of the kinds that the actor may run, newest first. */
        get: operations["list_imports"];
        put?: never;
        post?: never;
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
        /** An import, with how far it is or how it ended. */
        get: operations["read_import"];
        put?: never;
        /**
         * Imports a table; the path ends in the kind of table (the router has one name for it). It answers 202 with the id of a run. With
         *     `dry_run=true` it changes nothing, and answers with the report if that takes at most some seconds, else with 202 too; the report is then
         *     in the run.
         */
        post: operations["start_import"];
        /** Cancels an import or a look of which nothing is in yet. Tickets that are coming in come in whole. */
        delete: operations["cancel_import"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{id}/bad-rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bad rows of an import as a file to mend: CSV in UTF-8, or a workbook if one came in. */
        get: operations["read_bad_rows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}

export interface Schemas {
    /**
     * @description From when the clocks of imported tickets run.
     * @enum {string}
     */
    ImportAsOf: "now" | "received";
    /** @description A row that would be created or changed. */
    ImportChange: {
        /** @description What changes. */
        fields: components["schemas"]["ImportField"][];
        /** @description What it is about, in words. */
        key: string;
        /**
         * Format: int64
         * @description The row in the file.
         */
        row: number;
        /** @description `create` or `change`. */
        what: components["schemas"]["ImportChangeKind"];
    };
    /**
     * @description What an import does to a row.
     * @enum {string}
     */
    ImportChangeKind: "create" | "change";
    /** @description One ticket with where it was put and why. */
    ImportExample: {
        /** @description The number in the other system. */
        external: string;
        /** @description Outcome, evidence and candidates. */
        placing: components["schemas"]["GridPlacingView"];
        /**
         * Format: int64
         * @description The row in the file.
         */
        row: number;
        /** @description Its title. */
        title: string;
    };
    /** @description A field with its former value and the value in the file. */
    ImportField: {
        /** @description What the file says. */
        after: string;
        /** @description What is kept now; empty for a new row. */
        before: string;
        /** @description The field. */
        name: string;
    };
    /** @description The form of an import. */
    ImportForm: {
        as_of?: components["schemas"]["ImportAsOf"] | null;
        /** @description The datum of shapes: `wgs84`, `cgcs2000` or `gcj02`. */
        datum?: string | null;
        /**
         * @description `accept` takes shapes that lie far from the street (outside of its province, or 20 km from its other shapes); without it they are
         *     refused with `imports.far-away` (grids).
         */
        far?: string | null;
        /**
         * Format: binary
         * @description The table: a workbook (.xlsx, .xls, .et, .ods, .fods), CSV, GeoJSON, or one of the text forms in gzip.
         */
        file: string;
        /** @description `true` takes the good rows in and leaves the bad ones out; without it one bad row keeps the whole file out. */
        leave_bad?: boolean | null;
        /**
         * @description What numbers stand for: `lasting`, one number is one matter for ever; or `daily`, numbers begin anew and count together with
         *     their day (tickets).
         */
        numbers?: string | null;
        /** @description Codes of streets that are served from now on, by commas (areas). */
        serve?: string | null;
        /** @description The street, where the actor serves several. */
        street?: string | null;
    };
    /**
     * @description What a file is about.
     * @enum {string}
     */
    ImportKind: "areas" | "grids" | "directory" | "roster" | "tickets" | "residents";
    /** @description How tickets were placed. */
    ImportPlaced: {
        /** @description Some of each. */
        examples: components["schemas"]["ImportExample"][];
        /**
         * Format: int64
         * @description Without any name that the directory knows.
         */
        nothing: number;
        /**
         * Format: int64
         * @description How many were given no kind but `other`.
         */
        other_kind: number;
        /**
         * Format: int64
         * @description Placed in a micro-grid.
         */
        sure: number;
        /**
         * Format: int64
         * @description With candidates, or with a name that is masked: a person must pick.
         */
        unsure: number;
    };
    /** @description What an import did, or would do. */
    ImportReport: {
        /** @description Where the bad rows are, to mend and send again. */
        bad_rows_url?: string | null;
        /**
         * Format: int64
         * @description Changed.
         */
        changed: number;
        /** @description The first changes. */
        changes: components["schemas"]["ImportChange"][];
        /**
         * Format: int64
         * @description New.
         */
        created: number;
        /** @description Whether nothing was kept because only a look was asked for. */
        dry_run: boolean;
        /** @description The first faults. */
        errors: components["schemas"]["ImportRowFault"][];
        /**
         * Format: int64
         * @description All faults.
         */
        errors_total: number;
        /** @description `areas`, `grids`, `directory`, `roster`, `tickets` or `residents`. */
        kind: components["schemas"]["ImportKind"];
        placing?: components["schemas"]["ImportPlaced"] | null;
        /**
         * Format: int64
         * @description Rows with a fault.
         */
        refused: number;
        /**
         * Format: int64
         * @description Rows of the file, without the header.
         */
        rows: number;
        /**
         * Format: int64
         * @description Already as the file says.
         */
        same: number;
        /**
         * Format: int64
         * @description Of tickets: those whose place a person must pick.
         */
        unsure?: number | null;
        /** @description The first warnings. */
        warnings: components["schemas"]["ImportWarning"][];
        /**
         * Format: int64
         * @description All warnings.
         */
        warnings_total: number;
        /** @description Whether it was kept. A file with a fault is kept not at all, unless it was asked to leave the bad rows. */
        written: boolean;
    };
    /** @description A cell that is not as it should be. */
    ImportRowFault: {
        /** @description The cell: `C12`, or `features[11].properties.code`. */
        cell: string;
        /** @description A stable code. */
        code: string;
        /** @description The column's header as it stands in the file. */
        column: string;
        /** @description The same in English. */
        en: string;
        /**
         * Format: int64
         * @description The row as the sheet numbers it; in GeoJSON the feature, from 1.
         */
        row: number;
        /** @description The value of the cell, cut to 120 characters. */
        value: string;
        /** @description What is wrong and what was expected, in Chinese. */
        zh: string;
    };
    /** @description A list of imports. */
    ImportRunList: {
        /** @description Newest first, without reports. */
        items: components["schemas"]["ImportRunView"][];
    };
    /** @description An import as it stands. */
    ImportRunView: {
        /** @description When it began, RFC 3339. */
        at: string;
        /**
         * Format: int64
         * @description Rows done in this state.
         */
        done: number;
        /** @description A name for the file, by its kind, the day and its form. */
        file: string;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description The kind's key. */
        kind: components["schemas"]["ImportKind"];
        report?: components["schemas"]["ImportReport"] | null;
        /**
         * @description `reading`, `checking`, `writing`; then `done`, `refused` (rows with faults), `failed`, `cancelled`, `interrupted` (the process
         *     died), or `checked` (only a look).
         */
        state: components["schemas"]["ImportState"];
        /**
         * Format: int64
         * @description Rows in all.
         */
        total: number;
    };
    /** @description An import that has begun. */
    ImportStarted: {
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
    };
    /**
     * @description Where an import stands.
     * @enum {string}
     */
    ImportState: "reading" | "checking" | "writing" | "done" | "refused" | "failed" | "interrupted" | "checked";
    /** @description Something that a person should look at, which does not stop the import. */
    ImportWarning: {
        /** @description A stable code. */
        code: string;
        /** @description In English. */
        en: string;
        /**
         * Format: int64
         * @description The row, if it is about one.
         */
        row?: number | null;
        /** @description In Chinese. */
        zh: string;
    };
}

export interface Operations {
    list_imports: {
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
                    "application/json": components["schemas"]["ImportRunList"];
                };
            };
        };
    };
    read_import: {
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
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportRunView"];
                };
            };
        };
    };
    start_import: {
        parameters: {
            query?: {
                /** @description With `true` nothing is kept; the report comes at once, unless the look takes more than some seconds. */
                dry_run?: boolean;
            };
            header?: never;
            path: {
                /** @description the kind: areas, grids, directory, roster, tickets or residents */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    as_of?: string;
                    datum?: string;
                    far?: string;
                    /**
                     * Format: binary
                     * @description The file, with its name.
                     */
                    file: string;
                    leave_bad?: string;
                    numbers?: string;
                    serve?: string;
                    street?: string;
                };
            };
        };
        responses: {
            /** @description a look */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportStarted"];
                };
            };
        };
    };
    cancel_import: {
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
        };
    };
    read_bad_rows: {
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
            /** @description CSV or a workbook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
