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
    /** @description What is done. */
    BulletinActBody: {
        /** @enum {string} */
        action: "edit";
        code: string;
        content: components["schemas"]["BulletinBody"];
    } | {
        /** @enum {string} */
        action: "publish";
    } | {
        /** @enum {string} */
        action: "correct";
        content: components["schemas"]["BulletinBody"];
        what: string;
    } | {
        /** @enum {string} */
        action: "withdraw";
        reason: string;
    } | {
        /** @enum {string} */
        action: "pin";
    } | {
        /** @enum {string} */
        action: "unpin";
    };
    /** @description What a bulletin says. */
    BulletinBody: {
        /** @description The first day on which residents see it, `YYYY-MM-DD`. */
        from: string;
        /** @description Its pictures, at most 6, in order; each was sent before. */
        pictures?: string[];
        /** @description Plain paragraphs, each on a line; at most 5,000 characters. */
        text: string;
        /** @description At most 60 characters. */
        title: string;
        /** @description The last day. */
        until: string;
    };
    /** @description Bulletins. */
    BulletinList: {
        /** @description In the order of their list. */
        items: components["schemas"]["BulletinRow"][];
        /** @description Where the next page begins, if there is one. */
        next?: string | null;
    };
    /** @description A bulletin that is drafted. */
    BulletinNew: {
        /** @description A street, community or grid. */
        code: string;
        /** @description What it says. */
        content: components["schemas"]["BulletinBody"];
        /**
         * Format: uuid
         * @description Made by the client, version 7.
         */
        id: string;
    };
    /** @description A picture that was stored. */
    BulletinPicture: {
        /**
         * Format: uuid
         * @description By which the content names it.
         */
        id: string;
    };
    /** @description Whom a bulletin is for, and who of them has not read it. */
    BulletinReaders: {
        /** @description How many serve in its area today. */
        readers: number;
        /** @description Those who have not read it as it is now, by name. */
        unread: components["schemas"]["StaffView"][];
    };
    /** @description A bulletin in a list. */
    BulletinRow: {
        /** @description The same in words. */
        area: string;
        /** @description The street, community or grid that it is for. */
        code: string;
        /**
         * Format: int32
         * @description 0 before it was published, 1 as it was published, one more with each correction.
         */
        edition: number;
        /** @description The first day on which residents see it, `YYYY-MM-DD`. */
        from: string;
        /**
         * Format: uuid
         * @description Its id.
         */
        id: string;
        /** @description Whether it is shown above the others of its area. */
        pinned: boolean;
        /** @description When it was published, RFC 3339. */
        published_at?: string | null;
        /** @description `draft`, `published` or `withdrawn`. */
        state: components["schemas"]["KeyWords"];
        /** @description Its title. */
        title: string;
        /** @description Whether the reader has not read this edition. */
        unread: boolean;
        /** @description The last day. */
        until: string;
        /**
         * Format: int64
         * @description The version for `If-Match`.
         */
        version: number;
    };
    /** @description A bulletin as staff read it. */
    BulletinView: components["schemas"]["BulletinRow"] & {
        /** @description What the reader can do now: `edit`, `publish`, `correct`, `withdraw`, `pin`, `unpin`. */
        actions: string[];
        /** @description Who drafted it. */
        by: components["schemas"]["StaffView"];
        /** @description What the last correction changed. */
        changed?: string | null;
        /** @description Its pictures, in order. */
        pictures: string[];
        /** @description Why it was withdrawn. */
        reason?: string | null;
        /** @description Plain paragraphs, each on a line. */
        text: string;
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
        /** @description The subject as it stands now, when an act was decided on another version: both can be shown. A case is a `CaseView`. */
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
    /** @description Somebody who serves. */
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
