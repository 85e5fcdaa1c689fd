// Written by `cargo xtask gen` from openapi/openapi.json: do not change it here.
import type { components, operations } from '../schema'

export interface Paths {
    "/api/v1/care/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of alerts that the reader may see. While somebody is still being measured, only the station knows. */
        get: operations["list_alerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/alerts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One alert: what to do, whom to ask and with which words; and the readings for those who may read them. */
        get: operations["read_alert"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/alerts/{id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Does something to an alert, as it was seen at the version of `If-Match`. What others tried, wrote or measured since is in nobody's way. */
        post: operations["act_on_alert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/alerts/{id}/call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives the numbers of a contact on the ladder in full, to call them; the timeline says who looked. What it answers is not kept: a
         *     resend looks, and is told, again.
         */
        post: operations["call_contact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/alerts/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The timeline of an alert. */
        get: operations["read_alert_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/alerts/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Verifies the chain of an alert. */
        get: operations["verify_alert"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/call-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom to call back in a street. */
        get: operations["read_call_back"];
        /** Sets whom to call back. It stands in what is said from then on. */
        put: operations["set_call_back"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/overdue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Those whose recheck is past, the longest first, by cell: for the paired doctor and the member together. */
        get: operations["list_overdue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enters a reading. It is judged by the rules in force; what is hard to believe is kept and asked again, and the answer says what is
         *     asked. A critical one begins an alert that rings by itself.
         */
        post: operations["enter_reading"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/readings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One reading. */
        get: operations["read_reading"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/readings/{id}/settle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answers what is asked again about a reading that stands at the version of `If-Match`. What was typed stays in its trail. */
        post: operations["settle_reading"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/residents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One person's care: the newest readings with what the rules say, and what is to be measured again. */
        get: operations["read_care_of"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/residents/{id}/illnesses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Writes down somebody's long illnesses, by which rules may ask; for the team paired with the cell. */
        put: operations["write_illnesses"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/residents/{id}/readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A person's readings, newest first: those that the reader may see. */
        get: operations["list_readings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/residents/{id}/slip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What somebody takes home of a day, for who may read it: the team paired with the cell, and who measured what they measured. */
        get: operations["read_slip"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rules in force, with their sources. */
        get: operations["read_rules"];
        put?: never;
        /** Publishes a table that was tried. It holds from its first day on; alerts that run keep the clocks that they began with. */
        post: operations["publish_rules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/rules/trial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tries a table on the readings of the last year and changes nothing. Faults are told with line and key. */
        post: operations["try_rules"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/waiting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is awaited after a reading, with the clock that runs: of those whom the reader measured, and of a station where they measure. */
        get: operations["list_waiting"];
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
    /** @description What somebody does to an alert. */
    CareAlertActBody: {
        /** @enum {string} */
        action: "word";
        text: string;
    } | {
        /** @enum {string} */
        action: "stand_down";
        reason: string;
    } | {
        /** @enum {string} */
        action: "void_readings";
        reason: string;
        why: string;
    } | {
        /** @enum {string} */
        action: "under_care";
        reason: string;
    } | {
        /** @enum {string} */
        action: "acknowledge";
    } | {
        /** @enum {string} */
        action: "note";
        text: string;
    } | {
        /** @enum {string} */
        action: "try";
        how: string;
        /** Format: int32 */
        rung: number;
        went: string;
        words?: string;
    } | {
        /** @enum {string} */
        action: "found";
        /** Format: uuid */
        contact: string;
        kind: string;
    } | {
        /** @enum {string} */
        action: "escort";
        to: string;
    } | {
        /** Format: uuid */
        account?: string | null;
        /** @enum {string} */
        action: "safe_now";
        /** Format: uuid */
        contact?: string | null;
        place: string;
        with: components["schemas"]["CareWithWhom"];
    } | {
        /** Format: uuid */
        account?: string | null;
        /** @enum {string} */
        action: "ask_watch";
        /** Format: uuid */
        contact?: string | null;
        /** Format: int64 */
        every_minutes: number;
        first: string;
    } | {
        /** Format: uuid */
        account?: string | null;
        /** @enum {string} */
        action: "looked_in";
        /** Format: uuid */
        contact?: string | null;
        well: boolean;
        words?: string;
    } | {
        /** @enum {string} */
        action: "kin_there";
        /** Format: uuid */
        contact?: string | null;
    } | {
        /** @enum {string} */
        action: "refer";
        how: string;
        to: string;
    } | {
        /** @enum {string} */
        action: "arrived";
        words: string;
    } | {
        /** @enum {string} */
        action: "stay_home";
        words: string;
    } | {
        /** @enum {string} */
        action: "followed_up";
        well: boolean;
        words: string;
    } | {
        /** @enum {string} */
        action: "close";
        outcome: string;
        words: string;
    } | {
        /** @enum {string} */
        action: "died";
        words: string;
    } | {
        /** @enum {string} */
        action: "undo_death";
        words?: string;
    };
    /** @description What an act answers; it only describes the two. */
    CareAlertActed: components["schemas"]["CareAlertView"] | components["schemas"]["CareReceipt"];
    /** @description Somebody to call. */
    CareAlertCallView: {
        /** @description Who, or which desk. */
        name: string;
        /** @description Their number in full; null where none is kept. */
        phone?: string | null;
        /** @description As what: `owner`, `leader`, `street`. */
        who: components["schemas"]["KeyWords"];
    };
    /** @description A timeline. */
    CareAlertEventPage: {
        /** @description In order. */
        items: components["schemas"]["CareAlertEventView"][];
    };
    /** @description An entry of an alert's timeline. It names no readings, so that it cannot contain a value. */
    CareAlertEventView: {
        actor?: components["schemas"]["StaffView"] | null;
        /** @description When, RFC 3339. */
        at: string;
        /** @description The hash of this entry on the one before, in hexadecimal. */
        hash: string;
        /** @description `care.raised`. */
        kind: string;
        /**
         * Format: int64
         * @description 1, 2, 3 …
         */
        seq: number;
        to?: components["schemas"]["StaffView"] | null;
        /** @description What, in words. */
        words: components["schemas"]["Bilingual"];
    };
    /** @description A page of alerts: open ones by the nearness of their clocks, closed ones newest first. */
    CareAlertPage: {
        /** @description The alerts. */
        items: components["schemas"]["CareAlertRow"][];
        /** @description Where the next page begins. */
        next?: string | null;
    };
    /** @description A line of a list of alerts: that somebody needs something, where and by when; not what for. */
    CareAlertRow: {
        /** @description Since when, RFC 3339. */
        began_at: string;
        /** @description Their cell. */
        code: string;
        /** @description When the clock of this step runs out, RFC 3339. */
        due_at?: string | null;
        /**
         * Format: int32
         * @description How many levels it climbed.
         */
        escalated: number;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /**
         * Format: int32
         * @description How often it has run out in this step.
         */
        late: number;
        /** @description The person, masked: 王**. */
        name: string;
        /** @description Who answers for it. */
        owner: components["schemas"]["StaffView"];
        /** @description The cell in words. */
        place: string;
        /** @description Where it stands. */
        status: components["schemas"]["KeyWords"];
        /**
         * Format: int64
         * @description The version.
         */
        version: number;
    };
    /** @description Whether a chain holds. */
    CareAlertVerified: {
        /** @description Where it does not. */
        broken?: string | null;
        /**
         * Format: int64
         * @description Entries that were looked at.
         */
        entries: number;
        /** @description Whether it holds. */
        intact: boolean;
    };
    /** @description An alert. */
    CareAlertView: {
        /** @description What its reader may do now. */
        allowed: string[];
        /** @description Since when, RFC 3339. */
        began_at: string;
        /** @description Whom to call meanwhile, for parties of it. */
        call: components["schemas"]["CareAlertCallView"][];
        /** @description The cell. */
        code: string;
        /** @description What it is about in a word, with what to watch for; nothing any more once it is over. */
        concerns: components["schemas"]["KeyWords"][];
        /** @description The door. */
        door: string;
        /** @description When the clock of this step runs out, RFC 3339. */
        due_at?: string | null;
        /**
         * Format: int32
         * @description How many levels it climbed.
         */
        escalated: number;
        /** @description On the way: where to. */
        escort_to?: string | null;
        /** @description `first` or `second` follow-up. */
        follow_up?: string | null;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description Whom to ask. */
        ladder: components["schemas"]["CareRungView"][];
        /**
         * Format: int32
         * @description How often it has run out in this step.
         */
        late: number;
        /** @description The full name: who knocks must know whom they ask for. */
        name: string;
        /** @description The rung to try next. */
        next_rung?: number | null;
        outcome?: components["schemas"]["KeyWords"] | null;
        /** @description Who answers for it. */
        owner: components["schemas"]["StaffView"];
        /** @description The cell in words. */
        place: string;
        /** @description The code at which it is answered for. */
        post: string;
        /** @description The readings that it rests on; for the team paired with the cell, and who measured. */
        readings: components["schemas"]["CareReadingView"][];
        /** @description Referred: where to, how. */
        referred?: string[] | null;
        /**
         * Format: uuid
         * @description Whose.
         */
        resident: string;
        safe?: components["schemas"]["CareSafeView"] | null;
        /** @description `duty` or `clinical`: how far its reader sees. */
        sight: string;
        /** @description Where it stands. */
        status: components["schemas"]["KeyWords"];
        /** @description Since when nobody has answered it, RFC 3339; from three minutes on, until somebody does. */
        unanswered_since?: string | null;
        /** @description Until when the death that ended it can be taken back, RFC 3339. */
        undo_until?: string | null;
        /**
         * Format: int64
         * @description The version, for `If-Match`.
         */
        version: number;
        /** @description Who looks in. */
        watches: components["schemas"]["CareWatchView"][];
    };
    /** @description What is set. */
    CareCallBackBody: {
        /** @description The desk, at most 40 characters. */
        name: string;
        /** @description Its number: 5 to 20 digits. */
        number: string;
    };
    /** @description Whom a landlord, a neighbour or the family is asked to call back. */
    CareCallBackView: {
        /** @description When, RFC 3339. */
        at?: string | null;
        by?: components["schemas"]["StaffView"] | null;
        /** @description Both as they stand in the words that are said. */
        line: string;
        /** @description Whether its reader may set it. */
        may_set: boolean;
        /** @description The desk: 合作街道治理服务中心. */
        name: string;
        /** @description Its number; nothing until somebody sets it. */
        number?: string | null;
        /** @description The street. */
        street: string;
        /** @description What it is called. */
        street_name: string;
        /**
         * Format: int64
         * @description The version, for `If-Match`; 0 until somebody sets it.
         */
        version: number;
    };
    /** @description Which rung is to be called. */
    CareCallBody: {
        /**
         * Format: int32
         * @description Counted from 0.
         */
        rung: number;
    };
    /** @description A rule that was met. */
    CareHitView: {
        /** @description `critical` or `high`. */
        level: string;
        /** @description The rule's id. */
        rule: string;
        /** @description `high`, `low` or `sign`. */
        side: string;
        /** @description What it rests on. */
        sources: string[];
    };
    /** @description A doctor's record of long illnesses. */
    CareIllnessesBody: {
        /** @description `hypertension`, `diabetes`, `pregnancy`. */
        illnesses: string[];
    };
    /** @description A line that one value crosses. */
    CareLineOf: {
        /** @description The number. */
        at: string;
        /** @description `at_least`, `at_most`, `above`, `below`. */
        compare: string;
        /** @description `critical` or `high`. */
        level: string;
        meal?: components["schemas"]["KeyWords"] | null;
        /** @description Which value. */
        of: components["schemas"]["KeyWords"];
        /** @description The rule that says so. */
        rule: string;
        /** @description `high` or `low`. */
        side: string;
        /** @description Its unit. */
        unit: string;
        /** @description Whether a symptom must come with it. */
        with_symptoms: boolean;
    };
    /** @description What was measured, as it was typed or shown: numbers as text, so that 16.7 stays 16.7; `HI` and `LO` are values. */
    CareMeasuredBody: {
        /** @default null */
        diastolic: string | null;
        /** @default null */
        glucose: string | null;
        /**
         * @description `fasting`, `after_meal` or `random`; needed with glucose.
         * @default null
         */
        meal: string | null;
        /** @default null */
        oxygen: string | null;
        /** @default null */
        pulse: string | null;
        /**
         * @description What is felt or seen: `dizzy`, `chest_pain` …
         * @default []
         */
        symptoms: string[];
        /** @default null */
        systolic: string | null;
        /** @default null */
        temperature: string | null;
        /**
         * @description `mmol` (the default) or `mg`: the unit in which glucose was typed.
         * @default null
         */
        unit: string | null;
        /** @default null */
        weight: string | null;
    };
    /** @description What was measured. */
    CareMeasuredView: {
        meal?: components["schemas"]["KeyWords"] | null;
        /** @description What is felt or seen. */
        symptoms: components["schemas"]["KeyWords"][];
        /** @description The unit in which glucose was typed: `mmol` or `mg`. */
        typed_in?: string | null;
        /** @description The values. */
        values: components["schemas"]["CareValueView"][];
    };
    /** @description A reading. */
    CareNewReading: {
        /** @description When, if not now; at most 30 days ago. */
        at?: string | null;
        /** @description Whether it came from a meter by radio. */
        from_meter?: boolean;
        /**
         * Format: uuid
         * @description Made by the client, version 7.
         */
        id: string;
        /** @description What. */
        measured: components["schemas"]["CareMeasuredBody"];
        /**
         * Format: uuid
         * @description Whose.
         */
        resident: string;
        /**
         * Format: uuid
         * @description Where, if at a station; with a number it is the number's.
         */
        station?: string | null;
        /**
         * Format: uuid
         * @description For which number of a station's day.
         */
        ticket?: string | null;
    };
    /** @description The numbers to call. */
    CareNumbersToCall: {
        /** @description In full, best first. */
        phones: string[];
    };
    /** @description A person's care, for who may measure them. */
    CareOf: {
        /**
         * Format: int32
         * @description The age today.
         */
        age?: number | null;
        /**
         * Format: uuid
         * @description The open alert, if there is one that the reader may see.
         */
        alert?: string | null;
        /** @description Whether all readings are shown, or only those that the reader took. */
        all: boolean;
        /** @description The cell. */
        code: string;
        /**
         * Format: uuid
         * @description Who.
         */
        id: string;
        /** @description Long illnesses by a doctor's record: `hypertension`, `diabetes`, `pregnancy`; for those who see all. */
        illnesses: string[];
        /** @description The lines that their values cross, by age and, for those who see all, illnesses. */
        lines: components["schemas"]["CareLineOf"][];
        /** @description The name. */
        name: string;
        /** @description Where the next page of readings begins. */
        next?: string | null;
        /** @description The newest readings. */
        readings: components["schemas"]["CareReadingView"][];
        /** @description What they were asked to have measured again; for those who see all. */
        rechecks: components["schemas"]["CareRecheckView"][];
        /** @description Their numbers at stations from today on. */
        tickets: components["schemas"]["StationNumberOf"][];
    };
    /** @description How many readings come out as something, under the rules in force and under the new ones. */
    CareOutcomeCount: {
        /** @description Under the new ones. */
        after: number;
        /** @description Under the rules in force. */
        before: number;
        /** @description `critical`, `high`, `normal`, `not_judged`, or `doubted`: asked again. */
        outcome: string;
    };
    /** @description How many readings would go from one to another. */
    CareOutcomeMove: {
        /** @description From. */
        from: string;
        /** @description How many. */
        readings: number;
        /** @description To. */
        to: string;
    };
    /** @description A page of the overdue list, the longest first. */
    CareOverduePage: {
        /** @description The people. */
        items: components["schemas"]["CareOverdueView"][];
        /** @description Where the next page begins. */
        next?: string | null;
    };
    /** @description Somebody whose recheck is past: whom to call and since when, and not what was measured. */
    CareOverdueView: {
        /** @description Their cell. */
        code: string;
        /**
         * Format: int32
         * @description Days past.
         */
        days: number;
        /** @description The last day, `YYYY-MM-DD`. */
        due: string;
        /** @description 王**. */
        name: string;
        /** @description The cell in words. */
        place: string;
        /**
         * Format: uuid
         * @description Who.
         */
        resident: string;
    };
    /** @description A table that was tried. */
    CarePublishBody: {
        /** @description What the trial of this very text gave. */
        seen: string;
        /** @description The text. */
        text: string;
    };
    /** @description The range of a measure, as text with its decimals. */
    CareRangeView: {
        /** @description Below this it is asked again. */
        from: string;
        /** @description `systolic`, `glucose` … */
        of: string;
        /** @description Below this nobody can confirm it. */
        possible_from: string;
        /** @description Above this nobody can confirm it. */
        possible_to: string;
        /** @description Above this it is asked again. */
        to: string;
    };
    /** @description What entering a reading answers; it only describes the two. */
    CareReadingEntered: components["schemas"]["CareReadingView"] | components["schemas"]["CareReceipt"];
    /** @description A page of readings, newest first. */
    CareReadingPage: {
        /** @description The readings. */
        items: components["schemas"]["CareReadingView"][];
        /** @description Where the next page begins. */
        next?: string | null;
    };
    /** @description A reading. */
    CareReadingView: {
        /** @description What is said to the person. */
        advice: components["schemas"]["Bilingual"][];
        /** @description What is or was asked again. */
        asked: components["schemas"]["Bilingual"][];
        /** @description When, RFC 3339. */
        at: string;
        /** @description Whether the rules ask for 120 and the alert at once, without a second measurement. */
        at_once: boolean;
        /** @description What was typed before it was corrected, first first. */
        before: components["schemas"]["CareMeasuredView"][];
        /** @description Who measured. */
        by: components["schemas"]["StaffView"];
        /** @description The person's cell on that day. */
        code: string;
        /** @description Whether it may be confirmed as it stands: not what nobody can have. */
        confirmable: boolean;
        /** @description Whether enrolment with the family doctor is offered. */
        enrol: boolean;
        /** @description The rules that it met, the gravest first. */
        hits: components["schemas"]["CareHitView"][];
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description `critical`, `high`, `normal` or `not_judged`; nothing while it waits or once it was discarded. */
        level?: string | null;
        /** @description What. */
        measured: components["schemas"]["CareMeasuredView"];
        /** @description What the rules call normal. */
        normal: components["schemas"]["KeyWords"][];
        /** @description What was measured or felt and no rule judges. */
        not_judged: components["schemas"]["KeyWords"][];
        /** @description Corrections that are likely right, while it waits for an answer. */
        offers: components["schemas"]["CareMeasuredView"][];
        /** @description What they are asked to have measured again. */
        rechecks: components["schemas"]["CareRecheckView"][];
        /**
         * Format: uuid
         * @description Whose.
         */
        resident: string;
        /**
         * Format: int32
         * @description The version of the rules.
         */
        rules: number;
        /** @description `stands`, `doubted` or `discarded`. */
        standing: string;
        /**
         * Format: uuid
         * @description Where, if at a station.
         */
        station?: string | null;
        /**
         * Format: int64
         * @description The version of the reading, for `If-Match`.
         */
        version: number;
        /** @description `typed`, `meter` or `centre`. */
        via: string;
        /** @description Why it was discarded. */
        why?: string | null;
    };
    /** @description What a write answers, and what is remembered of it: nothing of the person. */
    CareReceipt: {
        /**
         * Format: uuid
         * @description Which reading or alert.
         */
        id: string;
        /**
         * Format: int64
         * @description Its version now.
         */
        version: number;
    };
    /** @description Something to be measured again. */
    CareRecheckView: {
        /** @description The last day, `YYYY-MM-DD`. */
        due: string;
        /** @description What. */
        of: components["schemas"]["KeyWords"];
    };
    /** @description A rule. */
    CareRuleView: {
        /** @description What is said to the person. */
        advice: components["schemas"]["Bilingual"];
        /**
         * Format: int32
         * @description From which age.
         */
        age_from?: number | null;
        /**
         * Format: int32
         * @description To which age.
         */
        age_to?: number | null;
        /** @description Whether it judges somebody whose age is not known. */
        age_unknown: boolean;
        /** @description Critical, and raised at once: 120 first, nothing is measured again. */
        at_once: boolean;
        /** @description When it is met: `systolic >= 180 or diastolic >= 110`. */
        condition: string;
        /** @description Not for whom with one of these. */
        except: string[];
        /** @description Its stable id. */
        id: string;
        /** @description For whom with one of these illnesses; none for all. */
        illnesses: string[];
        /** @description `critical`, `high`, or `normal` with a word of advice. */
        level: string;
        /** @description For which meals; none for all. */
        meals: string[];
        /**
         * Format: int64
         * @description Days until the recheck.
         */
        recheck_days: number;
        /**
         * Format: int64
         * @description Minutes until the second measurement of a critical one, where the table's own clock does not hold.
         */
        remeasure_minutes?: number | null;
        /** @description What it rests on. */
        sources: string[];
    };
    /** @description What was published. */
    CareRulesPublished: {
        /**
         * Format: int32
         * @description The version.
         */
        version: number;
    };
    /** @description A version. */
    CareRulesVersion: {
        /** @description When it was published here, RFC 3339; nothing for the one that ships. */
        published_at?: string | null;
        /** @description The first day on which it holds, `YYYY-MM-DD`. */
        since: string;
        /**
         * Format: int32
         * @description Its number.
         */
        version: number;
    };
    /** @description The rules in force. */
    CareRulesView: {
        /** @description What is believed of each measure, and what is possible at all; for faces that ask without a network. */
        ranges: components["schemas"]["CareRangeView"][];
        /**
         * Format: int64
         * @description Minutes within which a critical value is measured again.
         */
        remeasure_minutes: number;
        /** @description Its rules. */
        rules: components["schemas"]["CareRuleView"][];
        /** @description The newest text: what the next version starts from. */
        text: string;
        /**
         * Format: int32
         * @description The version that holds today.
         */
        version: number;
        /** @description Every version, from the first. */
        versions: components["schemas"]["CareRulesVersion"][];
    };
    /** @description A contact on the ladder: whom to ask; the number is shown masked, and in full only to call it. */
    CareRungContact: {
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description As they are called. */
        name: string;
        /** @description 138****1234, in order. */
        phones: string[];
        /** @description 儿子. */
        relation: string;
        /** @description When they can be reached. */
        when: string;
    };
    /** @description A rung of the ladder. */
    CareRungView: {
        contact?: components["schemas"]["CareRungContact"] | null;
        gone?: components["schemas"]["KeyWords"] | null;
        hears?: components["schemas"]["Bilingual"] | null;
        /** @description What they are: `kin`, `landlord` … */
        kind: components["schemas"]["KeyWords"];
        /** @description Whether trying again is of no use. */
        over: boolean;
        /** @description Whether somebody was reached here. */
        reached: boolean;
        /** @description Every try. */
        tries: components["schemas"]["CareTryView"][];
    };
    /** @description That somebody is safe for now. */
    CareSafeView: {
        /** @description When, RFC 3339. */
        at: string;
        /** @description Where, in words. */
        place: string;
        /** @description Who saw it. */
        seen_by: components["schemas"]["StaffView"];
        /** @description With whom: `kin`, `contact`, `server`, `medical`, `alone`. */
        with: string;
    };
    /** @description What is said to a question about a reading. */
    CareSettleBody: {
        /** @enum {string} */
        answer: "confirmed";
    } | {
        /** @enum {string} */
        answer: "corrected";
        measured: components["schemas"]["CareMeasuredBody"];
    } | {
        /** @enum {string} */
        answer: "discarded";
        why: string;
    };
    /** @description The paper. */
    CareSlip: {
        /** @description What is said to the person, none twice. */
        advice: components["schemas"]["Bilingual"][];
        /**
         * Format: int32
         * @description The age that day.
         */
        age?: number | null;
        /** @description Whom to call, in this order. */
        call: components["schemas"]["CareSlipCall"][];
        /** @description The day, `YYYY-MM-DD`. */
        day: string;
        doctor?: components["schemas"]["CareSlipDoctor"] | null;
        /** @description Whether enrolment with the family doctor is offered. */
        enrol: boolean;
        /** @description The gravest of the verdicts: `critical`, `high`, `normal`, `not_judged`; null where nothing stands. */
        level?: string | null;
        /** @description The name. */
        name: string;
        /** @description The next days of service where it was measured, or in the person's community. */
        next_days: components["schemas"]["CareSlipDay"][];
        /** @description What was recorded and no rule judges, none twice. */
        not_judged: components["schemas"]["KeyWords"][];
        /** @description Now, RFC 3339. */
        printed_at: string;
        /** @description What was measured that day, oldest first; what was discarded is not on it. */
        readings: components["schemas"]["CareReadingView"][];
        /** @description What is to be measured again, by when. */
        rechecks: components["schemas"]["CareRecheckView"][];
        /**
         * Format: uuid
         * @description Whose.
         */
        resident: string;
        /** @description The station at which it was measured. */
        station?: string | null;
        verdict?: components["schemas"]["Bilingual"] | null;
    };
    /** @description Somebody to call. */
    CareSlipCall: {
        /** @description The number. */
        phone: string;
        /** @description Who. */
        who: components["schemas"]["Bilingual"];
    };
    /** @description Where somebody can come again. */
    CareSlipDay: {
        /** @description `YYYY-MM-DD`. */
        day: string;
        /** @description `09:00`. */
        from: string;
        /** @description Where one goes. */
        place: string;
        /** @description The station. */
        station: string;
        /** @description `11:30`. */
        until: string;
    };
    /** @description The doctor who answers for the person's cell. */
    CareSlipDoctor: {
        /** @description The name. */
        name: string;
        /** @description 张医生团队. */
        team: string;
    };
    /** @description A table as somebody typed it. */
    CareTrialBody: {
        /** @description The text. */
        text: string;
    };
    /** @description What a table would have done to the readings of the last year. It holds numbers alone: whose they are is for the doctor. */
    CareTrialView: {
        /** @description How many come out as what. */
        counts: components["schemas"]["CareOutcomeCount"][];
        /** @description How many come out otherwise. */
        moved: components["schemas"]["CareOutcomeMove"][];
        /** @description How many readings were looked at. */
        readings: number;
        /** @description To be sent along when this very text is published. */
        seen: string;
        /** @description From when on, RFC 3339. */
        since: string;
        /**
         * Format: int32
         * @description The version that it would be.
         */
        version: number;
        /** @description Whether that is the whole year; otherwise the newest readings of it. */
        whole: boolean;
    };
    /** @description One try. */
    CareTryView: {
        /** @description When, RFC 3339. */
        at: string;
        /** @description By whom. */
        by: components["schemas"]["StaffView"];
        /** @description `phone`, `door` or `message`. */
        how: string;
        /** @description How it went. */
        went: components["schemas"]["KeyWords"];
    };
    /** @description One value. */
    CareValueView: {
        /** @description The same in the other unit: `540 mg/dL`. */
        also?: string | null;
        /** @description What: `systolic`, `glucose` … */
        of: components["schemas"]["KeyWords"];
        /** @description `mmol/L`, `mmHg` … */
        unit: string;
        /** @description `30`, `16.652`, `HI`, `LO`. */
        value: string;
    };
    /** @description Those who are awaited. */
    CareWaitingPage: {
        /** @description Whom to call where there is no network: of the station, or of where the reader measures. A face stores them. */
        call: components["schemas"]["CareAlertCallView"][];
        /** @description The nearest clock first. */
        items: components["schemas"]["CareWaitingView"][];
        /** @description Now, RFC 3339. */
        now: string;
    };
    /** @description Somebody who is awaited; nothing of what was measured. */
    CareWaitingView: {
        /**
         * Format: uuid
         * @description The alert whose clock runs, if one does.
         */
        alert?: string | null;
        /** @description `second` reading, clinical `word`, or `answer` to a question. */
        awaits: string;
        /** @description When it rings by itself, RFC 3339. */
        due_at?: string | null;
        /** @description The same as on the screen: B05. */
        label?: string | null;
        /** @description Whether the reader took the reading. */
        mine: boolean;
        /** @description Their name. */
        name: string;
        /**
         * Format: uuid
         * @description The reading that it is about.
         */
        reading: string;
        /**
         * Format: uuid
         * @description Who.
         */
        resident: string;
        /**
         * Format: uuid
         * @description The number for which it was taken.
         */
        ticket?: string | null;
    };
    /** @description Who looks in. */
    CareWatchView: {
        contact?: components["schemas"]["CareRungContact"] | null;
        /**
         * Format: int64
         * @description Minutes between two looks.
         */
        every_minutes: number;
        /** @description Looks that were confirmed, RFC 3339. */
        kept: string[];
        /**
         * Format: int32
         * @description Looks that nobody confirmed.
         */
        missed: number;
        /** @description The next look, RFC 3339. */
        next: string;
        server?: components["schemas"]["StaffView"] | null;
    };
    /**
     * @description With whom somebody is: `kin`, `contact`, `server`, `medical`, `alone`.
     * @enum {string}
     */
    CareWithWhom: "kin" | "contact" | "server" | "medical" | "alone";
}

export interface Operations {
    list_alerts: {
        parameters: {
            query?: {
                /**
                 * @description `open` (the default), `mine` (in which the reader has a part: owned, measured, acted on, looked in; and for a day what a death ended),
                 *     `closed`.
                 */
                view?: string;
                /** @description A code; everything under it. */
                under?: string;
                /** @description At most this many, up to 200. */
                limit?: number;
                /** @description The cursor of the page before. */
                after?: string;
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
                    "application/json": components["schemas"]["CareAlertPage"];
                };
            };
        };
    };
    read_alert: {
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
                    "application/json": components["schemas"]["CareAlertView"];
                };
            };
        };
    };
    act_on_alert: {
        parameters: {
            query?: never;
            header: {
                "if-match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CareAlertActBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CareAlertActed"];
                };
            };
            /** @description Precondition Failed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    call_contact: {
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
                "application/json": components["schemas"]["CareCallBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CareNumbersToCall"];
                };
            };
        };
    };
    read_alert_events: {
        parameters: {
            query?: {
                /** @description The number of the last entry that is known. */
                after?: number;
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
                    "application/json": components["schemas"]["CareAlertEventPage"];
                };
            };
        };
    };
    verify_alert: {
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
                    "application/json": components["schemas"]["CareAlertVerified"];
                };
            };
        };
    };
    read_call_back: {
        parameters: {
            query?: {
                /** @description A street; the first of one's own if not given. */
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
                    "application/json": components["schemas"]["CareCallBackView"];
                };
            };
        };
    };
    set_call_back: {
        parameters: {
            query?: {
                /** @description A street; the first of one's own if not given. */
                street?: string;
            };
            header: {
                "if-match": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CareCallBackBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CareCallBackView"];
                };
            };
            /** @description Precondition Failed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_overdue: {
        parameters: {
            query?: {
                /** @description A code; everything under it. Without it, the street. */
                under?: string;
                /** @description At most this many, up to 200. */
                limit?: number;
                /** @description The cursor of the page before. */
                after?: string;
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
                    "application/json": components["schemas"]["CareOverduePage"];
                };
            };
        };
    };
    enter_reading: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CareNewReading"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CareReadingEntered"];
                };
            };
        };
    };
    read_reading: {
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
                    "application/json": components["schemas"]["CareReadingView"];
                };
            };
        };
    };
    settle_reading: {
        parameters: {
            query?: never;
            header: {
                "if-match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CareSettleBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CareReadingView"];
                };
            };
            /** @description Precondition Failed */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    read_care_of: {
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
                    "application/json": components["schemas"]["CareOf"];
                };
            };
        };
    };
    write_illnesses: {
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
                "application/json": components["schemas"]["CareIllnessesBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CareReceipt"];
                };
            };
        };
    };
    list_readings: {
        parameters: {
            query?: {
                /** @description At most this many, up to 200. */
                limit?: number;
                /** @description The cursor of the page before. */
                after?: string;
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
                    "application/json": components["schemas"]["CareReadingPage"];
                };
            };
        };
    };
    read_slip: {
        parameters: {
            query?: {
                /** @description `YYYY-MM-DD`; today if not given. */
                day?: string;
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
                    "application/json": components["schemas"]["CareSlip"];
                };
            };
        };
    };
    read_rules: {
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
                    "application/json": components["schemas"]["CareRulesView"];
                };
            };
        };
    };
    publish_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CarePublishBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CareRulesPublished"];
                };
            };
        };
    };
    try_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CareTrialBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CareTrialView"];
                };
            };
        };
    };
    list_waiting: {
        parameters: {
            query?: {
                /** @description A station; beside those whom the reader measured, those who were measured there. */
                station?: string;
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
                    "application/json": components["schemas"]["CareWaitingPage"];
                };
            };
        };
    };
}
