// Written by `cargo xtask gen` from openapi/openapi.json: do not change it here.
import type { components, operations } from '../schema'

export interface Paths {
    "/api/v1/public/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lays a photo down before the report: a multipart form with `id` (UUIDv7), `street` and `file`. At most 3 belong to one report. */
        post: operations["lay_down_photo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/bookings/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A booking behind its link: when and where, how many are before it, and nothing of a person. */
        get: operations["read_booking"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/bookings/{token}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Calls a booking off. The link itself is the permission: only who booked was given it. Its place is free again at once, and who booked
         *     is forgotten.
         */
        post: operations["cancel_booking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/bulletins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is published today, for everybody. */
        get: operations["list_public_bulletins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/bulletins/{id}/pictures/{picture}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of a picture of a bulletin that is published today. */
        get: operations["read_public_bulletin_picture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Brings a matter without an account. */
        post: operations["report_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/danger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The words of danger and of what others take. They hold nothing of anybody, and may be kept for an hour, or longer without a network. */
        get: operations["read_danger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets the password and signs in. The invitation is used up, and every other session of the account ends. */
        post: operations["accept_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/invitations/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Whom an invitation is for, while it can be used. */
        post: operations["look_at_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Joins a known matter that was offered: "I have it too". The joiner gets a link of their own. */
        post: operations["join_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/kinds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The kinds of matter that a resident can choose from. */
        get: operations["list_public_kinds"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/locate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finds the micro-grid of a place for a resident's phone, by directory and shapes and nothing that was taught. */
        post: operations["locate_public"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/nearby": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Known matters nearby, by kind and territory alone, offered before a new one is brought. */
        post: operations["near_public_cases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/screens/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a calling screen shows, behind its link. */
        get: operations["read_screen"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/screens/{token}/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same as it changes: an event `screen` at once and whenever something is otherwise, and `gone` when the link was withdrawn. The
         *     stream ends after an hour, and a browser comes again by itself.
         */
        get: operations["watch_screen"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins: stores the street, its communities, the administrator and the manager, and signs the administrator in. The link is used up. */
        post: operations["begin_here"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/setup/areas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Looks up streets and their communities in a file of areas. Nothing is stored. */
        post: operations["find_areas"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/setup/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What is there already, while the link can be used. */
        post: operations["look_at_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/shapes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Outlines of a street's communities and micro-grids for the map on a resident's phone, without any figure. */
        get: operations["public_shapes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/stations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where and when there is service in a street or community. */
        get: operations["list_public_stations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/stations/{street}/{id}/calendar.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The calendar of a station's service days, to subscribe to. */
        get: operations["station_calendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/stations/{street}/{id}/days/{day}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is left of a day for those who book by themselves. */
        get: operations["read_public_day"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/stations/{street}/{id}/days/{day}/bookings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Books a place without an account. Sent three times it is one booking; a phone has one of a day. */
        post: operations["book_place"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/streets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The streets that take matters in here. */
        get: operations["list_streets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a street's neighbourhood does. */
        get: operations["public_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/track/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The public page of a matter. */
        get: operations["track_case"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/public/track/{token}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The resident's answer. The link itself is the permission: the one who brought the matter says whether it is solved, and who joined it
         *     that it is not solved for them.
         */
        post: operations["answer_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}

export interface Schemas {
    /**
     * @description What a resident can answer.
     * @enum {string}
     */
    PublicAnswer: "satisfied" | "not";
    /** @description A community. */
    PublicArea: {
        /** @description Its name. */
        name: string;
        /**
         * Format: int64
         * @description Open.
         */
        open: number;
        /**
         * Format: int64
         * @description Confirmed as solved within 30 days.
         */
        solved_30d: number;
    };
    /** @description A bulletin as residents read it. */
    PublicBulletin: {
        /** @description The street, community or grid that tells it, in words. */
        area: string;
        /** @description What was put right since it was published. */
        changed?: string | null;
        /** @description The first day, `YYYY-MM-DD`. */
        from: string;
        /**
         * Format: uuid
         * @description Its id.
         */
        id: string;
        /** @description Its pictures, in order. */
        pictures: string[];
        /** @description Whether it is shown above the others. */
        pinned: boolean;
        /** @description Plain paragraphs, each on a line. */
        text: string;
        /** @description Its title. */
        title: string;
        /** @description The last day. */
        until: string;
    };
    /** @description Bulletins for residents. */
    PublicBulletins: {
        /** @description Pinned first, then the newest. */
        items: components["schemas"]["PublicBulletin"][];
    };
    /** @description Hours of service on one day. */
    PublicDay: {
        /** @description What of the whole day residents may still book by themselves. */
        booking: components["schemas"]["StationOwnPlaces"];
        /** @description `YYYY-MM-DD`. */
        day: string;
        /** @description `09:00`. */
        from: string;
        /** @description The usual day that it was moved from. */
        moved_from?: string | null;
        /** @description `11:30`. */
        until: string;
    };
    /** @description A group of kinds. */
    PublicGroup: {
        /** @description Its name. */
        group: components["schemas"]["Bilingual"];
        /**
         * Format: int64
         * @description Hours from receipt until it was done: the median.
         */
        median_hours: number | null;
        /**
         * Format: int64
         * @description Confirmed as solved within 30 days.
         */
        solved_30d: number;
    };
    /** @description A kind of matter as a resident chooses it. */
    PublicKind: {
        /** @description Whom to call for it, the first one first; numbers that the street has yet to write are left out. */
        calls: components["schemas"]["ManualCallView"][];
        /** @description Its group's name. */
        group: components["schemas"]["Bilingual"];
        /** @description The stable id. */
        id: string;
        /** @description Words by which it is found. */
        keywords: string[];
        /** @description Its name. */
        name: components["schemas"]["Bilingual"];
        /** @description Whether it is urgent. */
        urgent: boolean;
    };
    /** @description The kinds of matter. */
    PublicKinds: {
        /** @description In the manual's order. */
        items: components["schemas"]["PublicKind"][];
    };
    /** @description A usual day without service. */
    PublicOff: {
        /** @description `YYYY-MM-DD`. */
        day: string;
        /** @description Why. */
        why: string;
    };
    /** @description What a resident gets in return. */
    PublicReceipt: {
        /** @description Accept by, RFC 3339. */
        accept_by: string;
        /** @description Dangers to life in its words, the likeliest first: whom to call, and what to say. */
        danger: components["schemas"]["ManualNoticedView"][];
        elsewhere?: components["schemas"]["CaseTakenElsewhere"] | null;
        /** @description The number on screen. */
        number: string;
        /** @description Where it was found to belong, in words; empty if somebody must look first. */
        place: string;
        /** @description Whether the place is `sure`, `unsure` or `nothing`. */
        placing: components["schemas"]["GridPlacing"];
        /** @description Resolve by, RFC 3339. */
        resolve_by: string;
        /** @description The link by which to follow it. */
        track_url: string;
    };
    /** @description A day of which places can be booked. */
    PublicServiceDay: {
        /** @description What is left. */
        booking: components["schemas"]["StationOwnPlaces"];
        /** @description `YYYY-MM-DD`. */
        day: string;
        /** @description The number that people call; empty if there is none. */
        phone: string;
        /** @description Where one goes. */
        place: string;
        /** @description What somebody may come for; nobody need say it. */
        purposes: components["schemas"]["KeyWords"][];
        /** @description As the station is called. */
        station_name: string;
        /** @description Times to choose from; those that are full are told, too. */
        times: components["schemas"]["StationOwnTime"][];
    };
    /** @description A matter that was solved. */
    PublicSolved: {
        /** @description The day, `YYYY-MM-DD`. */
        day: string;
        /**
         * Format: int64
         * @description Days from receipt; 0 if on the same day.
         */
        days: number;
        /** @description Of what kind. */
        kind: components["schemas"]["Bilingual"];
        /** @description The community; empty if the place was never found. */
        place: string;
    };
    /** @description A station, for everybody. */
    PublicStation: {
        /** @description The days of service of the next four weeks. */
        days: components["schemas"]["PublicDay"][];
        /** @description The address of its calendar. */
        feed: string;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description Its name. */
        name: string;
        /** @description Usual days on which there is none. */
        off: components["schemas"]["PublicOff"][];
        /** @description The number that people call; empty if there is none. */
        phone: string;
        /** @description Where one goes. */
        place: string;
        point?: components["schemas"]["StationPoint"] | null;
        /** @description Where in the territory, in words. */
        words: string;
    };
    /** @description Stations, for everybody. */
    PublicStations: {
        /** @description By code. */
        items: components["schemas"]["PublicStation"][];
    };
    /** @description A step of a matter for everybody. */
    PublicStep: {
        /** @description When, RFC 3339. */
        at: string;
        /** @description What. */
        words: components["schemas"]["Bilingual"];
    };
    /** @description A street that takes matters in. */
    PublicStreet: {
        /** @description Nine digits. */
        code: string;
        /** @description Whether it is made up. */
        made_up: boolean;
        /** @description Its name. */
        name: string;
        /** @description Whether a report may name photos. */
        photos: boolean;
    };
    /** @description The streets that take matters in. */
    PublicStreets: {
        /** @description In order of code. */
        items: components["schemas"]["PublicStreet"][];
    };
    /** @description What a neighbourhood does. */
    PublicSummary: {
        /**
         * Format: int64
         * @description Residents who said anything within 30 days.
         */
        answered_30d: number;
        /** @description By community. */
        by_area: components["schemas"]["PublicArea"][];
        /** @description By group of kinds, in the manual's order. */
        by_kind_group: components["schemas"]["PublicGroup"][];
        /** @description Whether it is made up. */
        made_up: boolean;
        /**
         * Format: int64
         * @description Hours from receipt until it was done: the median.
         */
        median_hours_30d: number | null;
        /** @description Its name. */
        name: string;
        /**
         * Format: int64
         * @description Came in within 30 days.
         */
        received_30d: number;
        /** @description What was solved lately, newest first. */
        recent: components["schemas"]["PublicSolved"][];
        /**
         * Format: int64
         * @description Answers within 30 days that staff recorded for a resident; they are in none of the two above.
         */
        recorded_30d: number;
        /**
         * Format: int64
         * @description Of these, that it is solved.
         */
        recorded_satisfied_30d: number;
        /**
         * Format: int64
         * @description Residents who said within 30 days that it is solved.
         */
        satisfied_30d: number;
        /**
         * Format: int64
         * @description Confirmed as solved within 30 days.
         */
        solved_30d: number;
        /** @description Nine digits. */
        street: string;
    };
}

export interface Operations {
    lay_down_photo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description The file, with its name.
                     */
                    file: string;
                    id?: string;
                    kind?: string;
                    street?: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseLaidDown"];
                };
            };
        };
    };
    read_booking: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
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
                    "application/json": components["schemas"]["StationBookingView"];
                };
            };
        };
    };
    cancel_booking: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
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
                    "application/json": components["schemas"]["StationBookingView"];
                };
            };
        };
    };
    list_public_bulletins: {
        parameters: {
            query: {
                /** @description The street. */
                street: string;
                /** @description A community or grid of it: what is told to it, to what is above it and to what is in it. Without it, all of the street. */
                code?: string;
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
                    "application/json": components["schemas"]["PublicBulletins"];
                };
            };
        };
    };
    read_public_bulletin_picture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                picture: string;
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
                content?: never;
            };
        };
    };
    report_case: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaseNewCase"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicReceipt"];
                };
            };
        };
    };
    read_danger: {
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
                    "application/json": components["schemas"]["ManualDangerWords"];
                };
            };
        };
    };
    accept_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PeopleAccept"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleFirstSignIn"];
                };
            };
        };
    };
    look_at_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PeopleBrought"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleInvited"];
                };
            };
        };
    };
    join_case: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaseJoinBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseJoined"];
                };
            };
            /** @description Gone */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_public_kinds: {
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
                    "application/json": components["schemas"]["PublicKinds"];
                };
            };
        };
    };
    locate_public: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GridLocateBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GridLocated"];
                };
            };
        };
    };
    near_public_cases: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaseNearQuery"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseNearPage"];
                };
            };
        };
    };
    read_screen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
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
                    "application/json": components["schemas"]["StationScreenView"];
                };
            };
        };
    };
    watch_screen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
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
                    "text/event-stream": components["schemas"]["StationScreenView"];
                };
            };
        };
    };
    begin_here: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetupNewSetup"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupSetUp"];
                };
            };
        };
    };
    find_areas: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["SetupAreasForm"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupFoundAreas"];
                };
            };
        };
    };
    look_at_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetupLink"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupView"];
                };
            };
        };
    };
    public_shapes: {
        parameters: {
            query: {
                /** @description Nine digits. */
                street: string;
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
                    "application/geo+json": components["schemas"]["GridOutlines"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_public_stations: {
        parameters: {
            query: {
                /** @description Nine digits, or a community's twelve. */
                street: string;
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
                    "application/json": components["schemas"]["PublicStations"];
                };
            };
        };
    };
    station_calendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                street: string;
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
                    "text/calendar": string;
                };
            };
        };
    };
    read_public_day: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                street: string;
                id: string;
                day: string;
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
                    "application/json": components["schemas"]["PublicServiceDay"];
                };
            };
        };
    };
    book_place: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                street: string;
                id: string;
                day: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StationNewBooking"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StationBookingReceipt"];
                };
            };
            /** @description Unprocessable Entity */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_streets: {
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
                    "application/json": components["schemas"]["PublicStreets"];
                };
            };
        };
    };
    public_summary: {
        parameters: {
            query: {
                /** @description Nine digits. */
                street: string;
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
                    "application/json": components["schemas"]["PublicSummary"];
                };
            };
        };
    };
    track_case: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
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
                    "application/json": components["schemas"]["CaseTrackView"];
                };
            };
        };
    };
    answer_case: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CaseAnswerBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseAnswered"];
                };
            };
        };
    };
}
