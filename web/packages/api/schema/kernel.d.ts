// Written by `cargo xtask gen` from openapi/openapi.json: do not change it here.
import type { components } from '../schema'

export interface Paths {}

export interface Schemas {
    /** @description Text in both languages. */
    Bilingual: {
        /** @description English. */
        en: string;
        /** @description Simplified Chinese. */
        zh: string;
    };
    /** @description One field that is not as it should be. */
    FieldFault: {
        /** @description A stable code, as `kernel.missing`. */
        code: string;
        /** @description What was expected, in English. */
        en: string;
        /** @description The field's name in the request. */
        field: string;
        /** @description What was expected, in Chinese. */
        zh: string;
    };
    /** @description A key with its words. */
    KeyWords: {
        /** @description The stable key. */
        key: string;
        /** @description In words. */
        words: components["schemas"]["Bilingual"];
    };
    /** @description Where something went. */
    MovedTo: {
        /** @description The code. */
        code: string;
        /** @description The same in words. */
        words: string;
    };
    /** @description A person as everybody at work may see them. */
    PersonView: {
        /**
         * Format: uuid
         * @description The account.
         */
        id: string;
        /** @description The name. */
        name: string;
    };
    /** @description A point on the map, WGS-84. */
    PointView: {
        /**
         * Format: double
         * @description Degrees north.
         */
        lat: number;
        /**
         * Format: double
         * @description Degrees east.
         */
        lon: number;
    };
    /** @description A problem on the wire, `application/problem+json`. */
    Problem: {
        /** @description With a version that moved: whether anybody else did what is in the way. If not, the act can be sent again with `version`. */
        by_others?: boolean;
        /** @description The stable code: `room.what`. */
        code: string;
        /** @description The subject as it stands now, when an act was decided on another version: both can be shown. */
        current?: Record<string, never>;
        /** @description What happened and what to do, in both languages. */
        detail: components["schemas"]["ProblemDetail"];
        /** @description Single fields that are not as they should be. */
        errors?: components["schemas"]["FieldFault"][];
        /** @description Where the subject went that a re-grid took out of reach. */
        moved_to?: components["schemas"]["MovedTo"];
        /**
         * Format: int32
         * @description The HTTP status.
         */
        status: number;
        /** @description A short English title. */
        title: string;
        /** @description `/api/docs#code`: where the code is explained. */
        type: string;
        /**
         * Format: int64
         * @description The present version, when another was expected.
         */
        version?: number | null;
    };
    /** @description A sentence in both languages. */
    ProblemDetail: {
        /** @description English. */
        en: string;
        /** @description Simplified Chinese. */
        zh: string;
    };
    /** @description A staff member. */
    StaffView: {
        /**
         * Format: uuid
         * @description The account.
         */
        id: string;
        /** @description The name. */
        name: string;
    };
}

export interface Operations {}
