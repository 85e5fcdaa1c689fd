// Written by `cargo xtask gen` from openapi/openapi.json: do not change it here.
import type { components, operations } from '../schema'

export interface Paths {
    "/api/v1/manual/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The years that are known, and what is missing. */
        get: operations["read_calendar_years"];
        put?: never;
        /** Publishes a year's notice, in the form of the files that ship. */
        post: operations["publish_year"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/manual/calendar/{year}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Publishes the notice of this year or the next, filled in. Clocks that run are counted by it soon after, with what was met or told as it was. */
        put: operations["put_calendar_year"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/manual/kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every kind at its newest version. */
        get: operations["list_kinds"];
        put?: never;
        /**
         * Publishes a new version of a kind, or a new kind: Markdown with a head, as the files that ship. It holds from now on; cases
         *     that run keep the version that they began under. Faults are told with line and key.
         */
        post: operations["publish_kind"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/manual/kinds/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Looks at a text as publishing would, and publishes nothing: for the editor while somebody types. It reads only, so it needs no key. */
        post: operations["check_kind"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/manual/kinds/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One kind with its steps. */
        get: operations["read_kind"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/manual/kinds/{id}/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The text of a version of a kind, the newest if none is named. */
        get: operations["read_kind_text"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/manual/suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Offers kinds for a text. */
        post: operations["suggest_kinds"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}

export interface Schemas {
    /** @description Spellings that are replaced before anything is looked for. */
    ManualAlikeView: {
        /** @description What is written, folded and without spaces. */
        from: string;
        /** @description What it is read as. */
        to: string;
    };
    /** @description How long something may take. */
    ManualAllowanceView: {
        /**
         * Format: int64
         * @description How many minutes of it.
         */
        minutes: number;
        /** @description `working` or `natural`: which time counts. */
        pace: components["schemas"]["ManualPace"];
        /** @description The same in words. */
        words: components["schemas"]["Bilingual"];
    };
    /** @description Something that is asked for, and why. */
    ManualAskedView: {
        /** @description `no`, `wish` or `must`. */
        need: components["schemas"]["ManualNeed"];
        why?: components["schemas"]["Bilingual"] | null;
    };
    /** @description The years that are known. */
    ManualCalendarView: {
        /** @description Years whose notice is missed, with the days that the law alone makes holidays: what their notice is begun from. */
        missed: components["schemas"]["ManualYearView"][];
        /** @description What somebody should see to: this year or, near its end, the next is missing. */
        warnings: components["schemas"]["Bilingual"][];
        /** @description From the first. */
        years: components["schemas"]["ManualYearView"][];
    };
    /** @description A number to call at once. */
    ManualCallView: {
        /** @description The number. */
        number: string;
        /** @description Who answers. */
        who: components["schemas"]["Bilingual"];
    };
    /** @description What a dry run found. */
    ManualCheckedKind: {
        /** @description What is wrong, in order; nothing if it can be published. */
        faults: components["schemas"]["ManualTextFault"][];
        kind: components["schemas"]["ManualKindPage"] | null;
    };
    /** @description The words of danger, and how to read them: see `crates/domain/src/manual/danger.rs`. */
    ManualDangerWords: {
        /** @description Replaced in this order. */
        alike: components["schemas"]["ManualAlikeView"][];
        /** @description Words at which a clause begins. */
        clause: string[];
        /** @description What others take, in the manual's order. */
        elsewhere: components["schemas"]["ManualElsewhereView"][];
        /** @description The emergencies, in the manual's order. */
        emergencies: components["schemas"]["ManualEmergencyView"][];
        /** @description Lists of words that patterns name with `$`. */
        lists: {
            [key: string]: string[];
        };
        /** @description Patterns of what is no danger. */
        not: string[];
    };
    /** @description What others take. */
    ManualElsewhereView: {
        /** @description Their number, where they have one. */
        number?: string | null;
        /** @description What to say. */
        say: components["schemas"]["Bilingual"];
        /** @description Who takes it. */
        who: components["schemas"]["Bilingual"];
        /** @description Words that people type. */
        words: string[];
    };
    /** @description A number to call. */
    ManualEmergencyCall: {
        /** @description The number, digits alone, for `tel:`. */
        number: string;
        /** @description Who answers. */
        who: components["schemas"]["Bilingual"];
    };
    /** @description An emergency, with the patterns that show it. */
    ManualEmergencyView: {
        /** @description Whom to call, the first one first. */
        calls: components["schemas"]["ManualEmergencyCall"][];
        /** @description The stable id. */
        id: string;
        /** @description What it is called. */
        name: components["schemas"]["Bilingual"];
        /** @description What to do until they come. */
        say: components["schemas"]["Bilingual"];
        /** @description The patterns, as the manual writes them. */
        words: string[];
    };
    /** @description A stretch of days off, as somebody fills it in. */
    ManualHolidayBody: {
        /** @description The first day off, `YYYY-MM-DD`. */
        from: string;
        /** @description As in the notice. */
        name: string;
        /** @description The last day off. */
        to: string;
    };
    /** @description A stretch of days off. */
    ManualHolidayView: {
        /** @description The first day off. */
        from: string;
        /** @description As in the notice. */
        name: string;
        /** @description The last day off. */
        to: string;
    };
    /** @description Kinds of matter. */
    ManualKindList: {
        /** @description The edition of the manual that ships. */
        edition: string;
        /** @description In the manual's order, by group. */
        items: components["schemas"]["ManualKindView"][];
    };
    /** @description A kind with its steps and its whole text. */
    ManualKindPage: components["schemas"]["ManualKindView"] & {
        /** @description The whole body in Chinese Markdown. */
        body_markdown: string;
        department?: components["schemas"]["Bilingual"] | null;
        department_task?: components["schemas"]["Bilingual"] | null;
        /**
         * Format: int32
         * @description The newest version that there is.
         */
        newest: number;
        /**
         * Format: int32
         * @description Days after closing for which personal data is kept.
         */
        retention_days: number;
        /** @description Laws, standards and notices that it rests on. */
        source: string[];
        /** @description When each of them was last read in its own text, `YYYY-MM-DD`; null where nobody says that it was. */
        source_checked: (string | null)[];
        /** @description What to do, in order, in Chinese Markdown. */
        steps: string[];
        /** @description The text as it was published, head included; null for a version that ships. */
        text?: string | null;
    };
    /** @description The text of a kind. */
    ManualKindText: {
        /** @description The kind. */
        id: string;
        /** @description When it was published, RFC 3339; null for one that ships. */
        published_at: string | null;
        /** @description Markdown with its head, as it was published or ships. */
        text: string;
        /**
         * Format: int32
         * @description The version.
         */
        version: number;
        /** @description Every version that there is, the oldest first. */
        versions: components["schemas"]["ManualKindVersion"][];
    };
    /** @description A version of a kind. */
    ManualKindVersion: {
        /** @description When it was published, RFC 3339; null for one that ships. */
        published_at: string | null;
        /**
         * Format: int32
         * @description Counted from 1.
         */
        version: number;
    };
    /** @description A kind of matter. */
    ManualKindView: {
        /** @description How long until someone has taken it. */
        accept_by: components["schemas"]["ManualAllowanceView"];
        /** @description Whether the resident is asked before the case closes. */
        ask_resident: boolean;
        /** @description Numbers to call at once. */
        calls: components["schemas"]["ManualCallView"][];
        /** @description After a breach: how long until it climbs one more level. */
        climb_every: components["schemas"]["ManualAllowanceView"];
        /** @description What the group is called. */
        group: components["schemas"]["Bilingual"];
        /** @description The group's id. */
        group_id: string;
        /** @description Stable over all versions. */
        id: string;
        /** @description Words by which it is found in a text. */
        keywords: string[];
        /** @description What it is called. */
        name: components["schemas"]["Bilingual"];
        /** @description Whether a photo is asked for. */
        photo: components["schemas"]["ManualAskedView"];
        /** @description Whether a place is asked for. */
        place: components["schemas"]["ManualAskedView"];
        public_note?: components["schemas"]["Bilingual"] | null;
        /** @description How long until it is done. */
        resolve_by: components["schemas"]["ManualAllowanceView"];
        /** @description Who is asked first. */
        taken_by: string;
        /** @description The same in Chinese. */
        taken_by_zh: string;
        /** @description Whether it comes before everything else. */
        urgent: boolean;
        /**
         * Format: int32
         * @description Counted from 1.
         */
        version: number;
    };
    /**
     * @description Whether something is asked for.
     * @enum {string}
     */
    ManualNeed: "no" | "wish" | "must";
    /** @description A year's notice as somebody fills it in. */
    ManualNoticeOfYearBody: {
        /** @description Whether it corrects a notice that is in; without it a year that is in is refused, so that nobody overwrites what another just entered. */
        corrects?: boolean;
        /** @description Days off, at most 30 stretches. */
        holidays: components["schemas"]["ManualHolidayBody"][];
        /** @description Its day, `YYYY-MM-DD`. */
        issued: string;
        /** @description Its number. */
        notice: string;
        /** @description The title of the notice. */
        title: string;
        /** @description Weekend days on which people work, at most 30. */
        workdays: string[];
    };
    /** @description An emergency that was noticed in the words of a report. */
    ManualNoticedView: {
        /** @description The words that show it. */
        because: string[];
        /** @description Whom to call, the first one first. */
        calls: components["schemas"]["ManualEmergencyCall"][];
        /** @description The stable id. */
        id: string;
        /** @description What it is called. */
        name: components["schemas"]["Bilingual"];
        /** @description What to do until they come. */
        say: components["schemas"]["Bilingual"];
    };
    /**
     * @description Which time counts.
     * @enum {string}
     */
    ManualPace: "working" | "natural";
    /** @description What was published. */
    ManualPublished: {
        /** @description The kind's id, or the year. */
        id: string;
        /**
         * Format: int32
         * @description Its version; 1 for a year.
         */
        version: number;
    };
    /** @description A kind that may be meant. */
    ManualSuggestionView: {
        /** @description The words in the text that speak for it. */
        because: string[];
        /** @description The kind. */
        id: string;
        /** @description What it is called. */
        name: components["schemas"]["Bilingual"];
        /**
         * Format: int32
         * @description The more, the likelier.
         */
        score: number;
    };
    /** @description Kinds that may be meant. */
    ManualSuggestions: {
        /** @description Best first, at most five. */
        items: components["schemas"]["ManualSuggestionView"][];
    };
    /** @description A text as somebody typed it. */
    ManualTextBody: {
        /** @description The text. */
        text: string;
    };
    /** @description What is wrong in a text, and where. */
    ManualTextFault: {
        /** @description A stable code. */
        code: string;
        /** @description The same in English. */
        en: string;
        /** @description The key in the head, as `photo.need`; empty where none is meant. */
        field: string;
        /** @description The line, counted from 1, where it is known. */
        line: number | null;
        /** @description What is wrong and what was expected, in Chinese. */
        zh: string;
    };
    /** @description A year's notice of holidays and make-up workdays. */
    ManualYearView: {
        /** @description Days off. */
        holidays: components["schemas"]["ManualHolidayView"][];
        /** @description Its day, `YYYY-MM-DD`. */
        issued: string;
        /** @description Its number. */
        notice: string;
        /** @description The title of the notice. */
        title: string;
        /** @description Weekend days on which people work, `YYYY-MM-DD`. */
        workdays: string[];
        /**
         * Format: int32
         * @description The year.
         */
        year: number;
    };
}

export interface Operations {
    read_calendar_years: {
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
                    "application/json": components["schemas"]["ManualCalendarView"];
                };
            };
        };
    };
    publish_year: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManualTextBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManualPublished"];
                };
            };
        };
    };
    put_calendar_year: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                year: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManualNoticeOfYearBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManualPublished"];
                };
            };
        };
    };
    list_kinds: {
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
                    "application/json": components["schemas"]["ManualKindList"];
                };
            };
        };
    };
    publish_kind: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManualTextBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManualPublished"];
                };
            };
        };
    };
    check_kind: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManualTextBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManualCheckedKind"];
                };
            };
        };
    };
    read_kind: {
        parameters: {
            query?: {
                /** @description A version that was once published; the newest if not given. */
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
                    "application/json": components["schemas"]["ManualKindPage"];
                };
            };
        };
    };
    read_kind_text: {
        parameters: {
            query?: {
                /** @description A version that was once published; the newest if not given. */
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
                    "application/json": components["schemas"]["ManualKindText"];
                };
            };
        };
    };
    suggest_kinds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ManualTextBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManualSuggestions"];
                };
            };
        };
    };
}
