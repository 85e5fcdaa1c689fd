// Written by `cargo xtask gen` from openapi/openapi.json: do not change it here.
import type { components, operations } from '../schema'

export interface Paths {
    "/api/v1/clock/confirmation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that the server's clock is right after it leapt, so that what waited may end: only for somebody who manages people in every street. */
        post: operations["confirm_clock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The installation as it is set up, for those who manage accounts. */
        get: operations["read_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings/readiness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a street has and what it still lacks, for those who manage people in it. */
        get: operations["read_readiness"];
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
    /** @description The installation. */
    SettingsInstallation: {
        /** @description Whether this is a demonstration. */
        demo: boolean;
        /** @description Whether the site is reached by https. */
        https: boolean;
        /** @description What is bound. */
        limits: components["schemas"]["SettingsLimitSettings"];
        /** @description What lies under the cells on a map. */
        map: components["schemas"]["SettingsMapSettings"];
        /** @description Signing in. */
        sessions: components["schemas"]["SettingsSessionSettings"];
        /** @description The store. */
        store: components["schemas"]["SettingsStoreSettings"];
        /** @description The program's version. */
        version: string;
    };
    /** @description What is bound. */
    SettingsLimitSettings: {
        /** @description The largest attachment. */
        attachment_bytes: number;
        /** @description The largest JSON body. */
        body_bytes: number;
        /** @description Requests in work at once. */
        concurrency: number;
        /** @description The largest file to import. */
        import_bytes: number;
        /** @description Open event streams. */
        live_streams: number;
        /**
         * Format: int32
         * @description New matters from one address in an hour.
         */
        public_reports_per_hour: number;
        /**
         * Format: int64
         * @description Seconds for one request.
         */
        timeout_seconds: number;
    };
    /**
     * @description Which tiles.
     * @enum {string}
     */
    SettingsMapKind: "none" | "tianditu" | "raster";
    /** @description What lies under the cells on a map. */
    SettingsMapSettings: {
        /** @description Which tiles. */
        kind: components["schemas"]["SettingsMapKind"];
    };
    /** @description Signing in. */
    SettingsSessionSettings: {
        /**
         * Format: int64
         * @description Days after which every session at a desk ends.
         */
        days: number;
        /**
         * Format: int64
         * @description Wrong passwords for one name before a device that it does not know must wait.
         */
        failures: number;
        /**
         * Format: int64
         * @description Hours without use after which a session ends.
         */
        idle_hours: number;
        /**
         * Format: int64
         * @description Minutes after which the same number of attempts is allowed again.
         */
        lock_minutes: number;
        /**
         * Format: int64
         * @description Days for which a phone works without a network after its last sync.
         */
        offline_days: number;
        /**
         * Format: int64
         * @description Days after which a phone's session ends, however often it syncs.
         */
        phone_days: number;
    };
    /**
     * @description The engine of the store.
     * @enum {string}
     */
    SettingsStoreEngine: "sqlite" | "postgres";
    /** @description The store. */
    SettingsStoreSettings: {
        /** @description Whether the streets are spread over a cluster. */
        distribute: boolean;
        /** @description Which. */
        engine: components["schemas"]["SettingsStoreEngine"];
        /** @description How many may wait. */
        queue: number;
        /** @description Readers. */
        readers: number;
        /** @description Writers on PostgreSQL. */
        workers: number;
    };
}

export interface Operations {
    confirm_clock: {
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
                    "application/json": components["schemas"]["OutboxChanged"];
                };
            };
        };
    };
    read_settings: {
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
                    "application/json": components["schemas"]["SettingsInstallation"];
                };
            };
        };
    };
    read_readiness: {
        parameters: {
            query?: {
                /** @description Nine digits; without it the first street of the actor. */
                street?: string;
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
                    "application/json": components["schemas"]["SetupReadiness"];
                };
            };
        };
    };
}
