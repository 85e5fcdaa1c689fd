// Written by `cargo xtask gen` from openapi/openapi.json: do not change it here.
import type { components, operations } from '../schema'

export interface Paths {
    "/api/v1/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of the queue. */
        get: operations["list_cases"];
        put?: never;
        /** Brings a case. */
        post: operations["create_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many are open, for the tabs. */
        get: operations["count_cases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/nearby": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Known matters nearby, offered before a new one is brought. It reads only, so it needs no key. */
        post: operations["near_cases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/nearby/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Joins a known matter for somebody who calls: "they have it, too". Their link is logged as handed out by the one who joins them. */
        post: operations["join_near_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/rollup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Totals by community, grid or micro-grid, within what the actor may see. */
        get: operations["rollup_cases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The figures of a code, within what one may see: for the screen in the hall and the console's overview. */
        get: operations["summarise"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's saved views. */
        get: operations["list_views"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/views/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keeps a view, new or changed. At most 30. */
        put: operations["put_view"];
        post?: never;
        /** Forgets a view. */
        delete: operations["delete_view"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One case. */
        get: operations["read_case"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Does something to a case, as it was seen at the version of `If-Match`. What was only added since (a note, a photo, a reporter who joined) is
         *     in nobody's way; where something changed that the act rests on, it is refused, with the case as it stands now.
         */
        post: operations["act_on_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Adds a photo or paper to a case: a multipart form with `id` (UUIDv7), `kind` and `file`. */
        post: operations["attach_to_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/attachments/{attachment}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of an attachment, for those who may see its case. */
        get: operations["read_attachment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The record of a case, for those who may examine it. */
        get: operations["audit_case"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The timeline of a case. */
        get: operations["read_case_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issues the reporter's link. The previous one becomes invalid; who issued it and when is in the case's timeline. The owner and those who
         *     did the work are refused: the link confirms it.
         */
        post: operations["issue_link"];
        /** Withdraws the reporter's link: it is dead at once. */
        delete: operations["withdraw_link"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/unmask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows who brought a case, and logs who saw it and why. What it answers is not kept: a resend looks, and logs, again. */
        post: operations["unmask_case"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cases/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Verifies the chain of a case. */
        get: operations["verify_case"];
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
    /** @description What somebody does to a case. */
    CaseActBody: {
        /** @enum {string} */
        action: "accept";
    } | {
        /** @enum {string} */
        action: "take_over";
    } | {
        /** @enum {string} */
        action: "start";
    } | {
        /** @enum {string} */
        action: "note";
        text: string;
    } | {
        /** @enum {string} */
        action: "return";
        reason: string;
    } | {
        /** @enum {string} */
        action: "dispatch";
        /** Format: uuid */
        to_account?: string | null;
        to_code?: string | null;
    } | {
        /** @enum {string} */
        action: "place";
        code: string;
        learn?: boolean;
    } | {
        /** @enum {string} */
        action: "kind";
        kind: string;
    } | {
        /** @enum {string} */
        action: "urgency_off";
        reason: string;
    } | {
        /** @enum {string} */
        action: "pause_ask";
        reason: string;
        until: string;
        waiting_for: string;
    } | {
        /** @enum {string} */
        action: "pause_approve";
    } | {
        /** @enum {string} */
        action: "pause_refuse";
        reason: string;
    } | {
        /** @enum {string} */
        action: "resume";
    } | {
        /** @enum {string} */
        action: "resolve";
        outcome: string;
    } | {
        /** @enum {string} */
        action: "answer";
        answer: string;
        at?: string | null;
        way?: string | null;
        words?: string;
    } | {
        /** @enum {string} */
        action: "close";
    } | {
        /** @enum {string} */
        action: "reopen";
        reason: string;
    } | {
        /** @enum {string} */
        action: "withdraw";
        reason: string;
    } | {
        /** @enum {string} */
        action: "duplicate";
        /** Format: uuid */
        of: string;
    } | {
        /** @enum {string} */
        action: "escalate";
        reason: string;
    } | {
        /** Format: uuid */
        account: string;
        /** @enum {string} */
        action: "ask_part";
        department: string;
        due?: string | null;
        /** Format: uuid */
        id: string;
        task: string;
    } | {
        /** @enum {string} */
        action: "part";
        do: string;
        /** Format: uuid */
        id: string;
        words?: string;
    };
    /** @description What an act answers; it only describes the two. */
    CaseActed: components["schemas"]["CaseView"] | components["schemas"]["CaseReceipt"];
    /**
     * @description What was answered to "is it solved?".
     * @enum {string}
     */
    CaseAnswer: "satisfied" | "not" | "no_answer";
    /** @description Is it solved? */
    CaseAnswerBody: {
        /** @description `satisfied` or `not`. */
        answer: components["schemas"]["PublicAnswer"];
        /** @description What is still wrong. */
        words?: string;
    };
    /** @description Where the matter stands after the answer. */
    CaseAnswered: {
        /** @description The status. */
        status: components["schemas"]["CaseStatus"];
    };
    /** @description The figures of a part of the territory. */
    CaseAreaCount: {
        /**
         * Format: int64
         * @description Confirmed as solved within 30 days.
         */
        closed_30d: number;
        /** @description Its code. */
        code: string;
        /**
         * Format: int64
         * @description Open and late.
         */
        late: number;
        /** @description What it is called beside its siblings. */
        name: string;
        /**
         * Format: int64
         * @description Open.
         */
        open: number;
    };
    /** @description What an attachment's upload answers. */
    CaseAttached: {
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
    };
    /**
     * @description What an attachment shows.
     * @enum {string}
     */
    CaseAttachmentKind: "before" | "after" | "other";
    /** @description A photo or paper. */
    CaseAttachmentView: {
        /** @description When it was added. */
        at: string;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description `before`, `after`, `other`. */
        kind: components["schemas"]["CaseAttachmentKind"];
        /** @description Its type. */
        media: string;
        /** @description Its name. */
        name: string;
        place?: components["schemas"]["PointView"] | null;
        /**
         * Format: int64
         * @description Bytes.
         */
        size: number;
        /** @description Where its bytes are. */
        url: string;
    };
    /** @description The record of a case. */
    CaseAudit: {
        /** @description Where it does not. */
        broken: string | null;
        /** @description Every entry, in order. */
        entries: components["schemas"]["CaseEventView"][];
        /** @description Whether the chain holds from the first entry to the case's own row. */
        intact: boolean;
        /** @description Who looked at what is personal, and why. */
        reads: components["schemas"]["CaseAuditRead"][];
    };
    /** @description A look at what is personal. */
    CaseAuditRead: {
        actor: components["schemas"]["PersonView"] | null;
        /** @description When, RFC 3339. */
        at: string;
        /** @description Why, in their words. */
        reason: string;
        /** @description What. */
        what: components["schemas"]["CaseReadWhat"];
    };
    /** @description One clock. */
    CaseClockView: {
        /** @description When it runs out, RFC 3339. */
        due: string;
        /** @description When half of it has run; for the time to resolve. */
        half?: string | null;
        /** @description Whether it was, or by now is, too late. */
        late: boolean;
        /** @description When it was met. */
        met?: string | null;
    };
    /** @description Both clocks. */
    CaseClocksView: {
        /** @description Accept by. */
        accept: components["schemas"]["CaseClockView"];
        /** @description From when they run. */
        received: string;
        /** @description Resolve by. */
        resolve: components["schemas"]["CaseClockView"];
    };
    /** @description How many are open under a code, by what the tabs show. */
    CaseCounts: {
        /**
         * Format: int64
         * @description Open and late.
         */
        late: number;
        /**
         * Format: int64
         * @description Open and owned by the one who asks.
         */
        mine: number;
        /**
         * Format: int64
         * @description Open.
         */
        open: number;
        /**
         * Format: int64
         * @description Paused.
         */
        paused: number;
        /**
         * Format: int64
         * @description Awaiting the resident.
         */
        resolved: number;
        /**
         * Format: int64
         * @description Sent back.
         */
        returned: number;
        /**
         * Format: int64
         * @description Open with a place that is not sure.
         */
        unplaced: number;
        /**
         * Format: int64
         * @description Waiting to be accepted.
         */
        waiting: number;
    };
    /** @description A day. */
    CaseDayCount: {
        /**
         * Format: int64
         * @description Were confirmed as solved.
         */
        closed: number;
        /** @description The day, `YYYY-MM-DD`. */
        day: string;
        /**
         * Format: int64
         * @description Went late.
         */
        late: number;
        /**
         * Format: int64
         * @description Came in.
         */
        received: number;
    };
    /** @description A timeline. */
    CaseEventPage: {
        /** @description In order. */
        items: components["schemas"]["CaseEventView"][];
    };
    /** @description An entry of the timeline. */
    CaseEventView: {
        actor?: components["schemas"]["PersonView"] | null;
        /** @description When, RFC 3339. */
        at: string;
        /** @description What, as facts. */
        body: {
            [key: string]: unknown;
        };
        /** @description The hash of this entry on the one before, in hexadecimal. */
        hash: string;
        /** @description `cases.accepted`. */
        kind: string;
        /**
         * Format: int64
         * @description 1, 2, 3 …
         */
        seq: number;
        /** @description What, in words. */
        words: components["schemas"]["Bilingual"];
    };
    /** @description The figures of a group of kinds. */
    CaseGroupCount: {
        /** @description Its name. */
        group: components["schemas"]["Bilingual"];
        /**
         * Format: int64
         * @description Open and late.
         */
        late: number;
        /**
         * Format: int64
         * @description Open.
         */
        open: number;
        /**
         * Format: int64
         * @description Came in within 30 days.
         */
        received_30d: number;
    };
    /** @description A link that was handed out. */
    CaseIssuedLink: {
        /** @description The path of its page: a person who has it answers for the reporter. */
        track_url: string;
    };
    /** @description Who joins. */
    CaseJoinBody: {
        /** @description The handle of the matter, as it was offered. */
        handle: string;
        /**
         * Format: uuid
         * @description A UUIDv7 made by the client.
         */
        id: string;
        /** @description A phone to be told by, if wanted. */
        phone?: string;
    };
    /** @description What joining answers. */
    CaseJoined: {
        /**
         * Format: int32
         * @description How many follow the matter now.
         */
        joined: number;
        /** @description The joiner's own link: it reads every step, and says whether it is not solved for them. */
        track_url: string;
    };
    /** @description A matter that was joined to this one. */
    CaseJoinedCase: {
        /** @description In all words. */
        detail: string;
        /** @description How many photos and papers came with it. */
        files: number;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description Its number on screen. */
        number: string;
        /** @description Received, RFC 3339. */
        received: string;
        /** @description In a few words. */
        title: string;
    };
    /** @description A kind of matter by name. */
    CaseKindName: {
        /** @description The stable id. */
        id: string;
        /** @description The name. */
        name: components["schemas"]["Bilingual"];
        /**
         * Format: int32
         * @description The version under which the case began.
         */
        version: number;
    };
    /** @description A photo that was laid down. */
    CaseLaidDown: {
        /**
         * Format: uuid
         * @description By which the report names it.
         */
        id: string;
    };
    /** @description Known matters like a new one. */
    CaseNearPage: {
        /** @description At most five: first what the reader may see, the likest first; then by nearness. */
        items: components["schemas"]["CaseNearView"][];
    };
    /** @description What might be known already. */
    CaseNearQuery: {
        /** @description The address as typed. */
        address?: string;
        datum?: components["schemas"]["GridDatum"] | null;
        /** @description The kind's id, if chosen. */
        kind?: string | null;
        point?: components["schemas"]["PointView"] | null;
        /** @description The street. */
        street?: string | null;
        /** @description What it is about. */
        text: string;
    };
    /** @description A known matter that may be the same. */
    CaseNearView: {
        /**
         * Format: double
         * @description How far, in metres, if both are on the map; for those who may see it.
         */
        distance_m?: number;
        /** @description By which it can be joined for half an hour. It is another in every answer, and opens nothing. */
        handle: string;
        /**
         * Format: uuid
         * @description Which; for those who may see it.
         */
        id?: string;
        /**
         * Format: int32
         * @description Others who have it.
         */
        joined: number;
        /**
         * Format: double
         * @description 0 to 1; for those who may see it.
         */
        likeness?: number;
        /** @description How near: `micro_grid`, `grid` or `community`. */
        near: string;
        /** @description The same in words. */
        near_words: components["schemas"]["Bilingual"];
        /** @description Where, in words. */
        place: string;
        /** @description Since which day, RFC 3339; for those who may see it, since when. */
        since: string;
        /** @description In a few words; for those who may see it, and the kind's name for everybody else. */
        title: components["schemas"]["Bilingual"];
    };
    /** @description A new matter as it is sent. */
    CaseNewCase: {
        /** @description The address as people say it. */
        address?: string;
        /** @description Photos that were laid down before, at most three. */
        attachments?: string[];
        /** @description A code that somebody picked, over what address and point say. */
        code?: string | null;
        datum?: components["schemas"]["GridDatum"] | null;
        /** @description In all words. */
        detail?: string;
        /** @description The number in the system it came from; the same number is the same matter. */
        external?: string | null;
        /**
         * Format: uuid
         * @description A UUIDv7 made by the client.
         */
        id: string;
        /** @description The kind's id; `other` if nobody knows. */
        kind?: string | null;
        point?: components["schemas"]["PointView"] | null;
        reporter?: components["schemas"]["CaseReporter"] | null;
        source?: components["schemas"]["CaseSource"] | null;
        /** @description The street that receives it; needed if the actor serves several. */
        street?: string | null;
        /** @description In a few words. */
        title: string;
        /** @description Whether somebody says that it is urgent. */
        urgent?: boolean;
    };
    /** @description Who owes what until when. */
    CaseOwes: {
        /** @description Whether that is past. */
        late: boolean;
        /** @description Until when, RFC 3339. */
        until?: string | null;
        /** @description What. */
        what: components["schemas"]["Bilingual"];
        /** @description By role and place, never by name. */
        who: components["schemas"]["Bilingual"];
    };
    /** @description A page of cases. */
    CasePage: {
        /** @description The rows. */
        items: components["schemas"]["CaseRow"][];
        /** @description Where the next page begins. */
        next?: string | null;
    };
    /**
     * @description Where a collaborator's part stands.
     * @enum {string}
     */
    CasePartState: "asked" | "accepted" | "done" | "refused";
    /** @description A collaborator's part. */
    CasePartView: {
        /** @description The department. */
        department: string;
        /** @description Until when. */
        due: string;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description Whether that is past and it is not done. */
        late: boolean;
        /** @description Who answers for it. */
        owner: components["schemas"]["PersonView"];
        /** @description What it said. */
        result: string;
        /** @description `asked`, `accepted`, `done`, `refused`. */
        state: components["schemas"]["CasePartState"];
        /** @description What it is asked to do. */
        task: string;
    };
    /** @description A pause that waits for approval. */
    CasePauseWishView: {
        /** @description Who asked. */
        by: components["schemas"]["PersonView"];
        /** @description Why. */
        reason: string;
        /** @description Until when, RFC 3339. */
        until: string;
        /** @description For whom it would wait. */
        waiting_for: string;
    };
    /** @description A clock that stands. */
    CasePausedView: {
        /** @description Since when, RFC 3339. */
        since: string;
        /** @description When it goes on by itself, RFC 3339. */
        until: string;
        /** @description For whom the case waits. */
        waiting_for: string;
    };
    /**
     * @description The lists that there are, as `GET /cases` names them.
     * @enum {string}
     */
    CaseQueueName: "open" | "late" | "waiting" | "mine" | "parts" | "unplaced" | "returned" | "paused" | "resolved" | "closed" | "all";
    /**
     * @description What was looked at.
     * @enum {string}
     */
    CaseReadWhat: "unmasked";
    /** @description What a write on a case answers. */
    CaseReceipt: {
        /** @description Accept by, RFC 3339. */
        accept_by: string;
        /** @description Where it belongs. */
        code: string;
        /** @description Dangers to life in its words, the likeliest first: whom to call, and what to say. */
        danger?: components["schemas"]["ManualNoticedView"][];
        elsewhere?: components["schemas"]["CaseTakenElsewhere"] | null;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description The number on screen. */
        number: string;
        /** @description Whether its place is `sure`, `unsure` or `nothing`. */
        placing: components["schemas"]["GridPlacing"];
        /** @description Resolve by, RFC 3339. */
        resolve_by: string;
        /** @description Where it stands. */
        status: components["schemas"]["CaseStatus"];
        /**
         * Format: int64
         * @description The version now.
         */
        version: number;
    };
    /** @description A step of some case. */
    CaseRecentStep: {
        /** @description When, RFC 3339. */
        at: string;
        /** @description Of what kind of matter. */
        kind: components["schemas"]["Bilingual"];
        /** @description Where: community and grid, never an address. */
        place: string;
        /** @description Where the case stands now. */
        status: components["schemas"]["CaseStatus"];
        /** @description What, in the words that everybody may read. */
        words: components["schemas"]["Bilingual"];
    };
    /** @description Who brought a case, as it is sealed. */
    CaseReporter: {
        /** @description Name, if given. */
        name?: string;
        /** @description Phone, if given. */
        phone?: string;
        /** @description Whether a call is wished for. */
        wants_call?: boolean;
    };
    /** @description Who brought it, masked. */
    CaseReporterView: {
        /** @description Whether there is a phone to call. */
        has_phone: boolean;
        /** @description 王**. */
        name_masked: string;
        /** @description 138****1234. */
        phone_masked: string;
        /** @description Whether a call is wished for. */
        wants_call: boolean;
    };
    /** @description Totals by part. */
    CaseRollup: {
        /** @description In order of code. */
        items: components["schemas"]["CaseRollupRow"][];
    };
    /** @description Totals of one part of the territory. */
    CaseRollupRow: {
        /**
         * Format: int64
         * @description Over well.
         */
        closed: number;
        /** @description The code. */
        code: string;
        /**
         * Format: int64
         * @description Open and late.
         */
        late: number;
        /** @description Its name. */
        name: string;
        /**
         * Format: int64
         * @description Open.
         */
        open: number;
        /**
         * Format: int64
         * @description All that ever came.
         */
        total: number;
        /** @description In words. */
        words: string;
    };
    /** @description A line of the queue. */
    CaseRow: {
        /** @description The address as typed. */
        address: string;
        /** @description Where it belongs. */
        code: string;
        /** @description Received, RFC 3339. */
        created_at: string;
        /** @description The deadline that presses now, RFC 3339. */
        due?: string | null;
        /**
         * Format: int32
         * @description Levels climbed.
         */
        escalated: number;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /**
         * Format: int32
         * @description Others with the same matter.
         */
        joined: number;
        /** @description What kind. */
        kind: components["schemas"]["CaseKindName"];
        /** @description Whether a clock of owed work has run out. */
        late: boolean;
        /** @description That code's level: `micro_grid`, `grid`, `community`, `street`. */
        level: components["schemas"]["GridLevel"];
        /** @description Whether it belongs to a demonstration. */
        made_up: boolean;
        /** @description The number on screen. */
        number: string;
        owner?: components["schemas"]["PersonView"] | null;
        /** @description The code that answers for it. */
        owner_code: string;
        paused?: components["schemas"]["CasePausedView"] | null;
        /** @description The same in words. */
        place: string;
        /** @description Whether its place is `sure`, `unsure` or `nothing`. */
        placing: components["schemas"]["GridPlacing"];
        /**
         * Format: int32
         * @description Times that the resident said no, or that it was reopened.
         */
        reopened: number;
        /**
         * Format: int32
         * @description Times sent back.
         */
        returns: number;
        /** @description The door it came by. */
        source: components["schemas"]["CaseSource"];
        /** @description Where it stands. */
        status: components["schemas"]["CaseStatus"];
        /** @description The same in words. */
        status_words: components["schemas"]["Bilingual"];
        /** @description In a few words. */
        title: string;
        /** @description Last change, RFC 3339. */
        updated_at: string;
        /** @description Whether it is urgent. */
        urgent: boolean;
        /**
         * Format: int64
         * @description The version.
         */
        version: number;
    };
    /** @description A view as it is kept. */
    CaseSavedView: {
        /**
         * Format: uuid
         * @description Made by the client.
         */
        id: string;
        /** @description What it is called. */
        name: string;
        /** @description What it asks. */
        query: components["schemas"]["CaseViewQuery"];
        /**
         * Format: int32
         * @description Where it stands among the others; the lowest first.
         */
        rank: number;
    };
    /** @description A view as it is sent. */
    CaseSavedViewBody: {
        /** @description What it is called: 1 to 20 characters. */
        name: string;
        /** @description What it asks. */
        query: components["schemas"]["CaseViewQuery"];
        /**
         * Format: int32
         * @description Where it stands among the others.
         */
        rank?: number;
    };
    /** @description One's views. */
    CaseSavedViews: {
        /** @description By rank. */
        items: components["schemas"]["CaseSavedView"][];
    };
    /**
     * @description How a case came in.
     * @enum {string}
     */
    CaseSource: "resident" | "member" | "hotline" | "phone" | "api" | "import";
    /**
     * @description Where a case stands.
     * @enum {string}
     */
    CaseStatus: "submitted" | "accepted" | "in_progress" | "returned" | "paused" | "resolved" | "confirmed" | "closed" | "withdrawn" | "duplicate";
    /** @description How many cases have a status. */
    CaseStatusCount: {
        /**
         * Format: int64
         * @description How many.
         */
        n: number;
        /** @description Where. */
        status: components["schemas"]["CaseStatus"];
    };
    /** @description The figures of a code. */
    CaseSummary: {
        /**
         * Format: int64
         * @description Residents who said anything within 30 days.
         */
        answered_30d: number;
        /** @description When it was read, RFC 3339. */
        at: string;
        /** @description One level down, in order of code. */
        by_area: components["schemas"]["CaseAreaCount"][];
        /** @description The last 30 days, oldest first. */
        by_day: components["schemas"]["CaseDayCount"][];
        /** @description By group of kinds, in the manual's order. */
        by_kind_group: components["schemas"]["CaseGroupCount"][];
        /** @description Open by where they stand. */
        by_status: components["schemas"]["CaseStatusCount"][];
        /**
         * Format: int64
         * @description Confirmed as solved today.
         */
        closed_today: number;
        /** @description The code. */
        code: string;
        /**
         * Format: int64
         * @description Open and late.
         */
        late: number;
        /**
         * Format: int64
         * @description Hours from receipt until it was done, of what was confirmed within 30 days: the median.
         */
        median_hours_30d: number | null;
        /**
         * Format: int64
         * @description Open.
         */
        open: number;
        /**
         * Format: int64
         * @description Came in today.
         */
        received_today: number;
        /** @description The newest steps, newest first, at most 20. */
        recent: components["schemas"]["CaseRecentStep"][];
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
         * @description Waiting to be accepted.
         */
        waiting: number;
        /** @description The same in words. */
        words: string;
    };
    /** @description Who else takes a matter. */
    CaseTakenElsewhere: {
        /** @description Their number, where they have one. */
        number?: string | null;
        /** @description What to say. */
        say: components["schemas"]["Bilingual"];
        /** @description Who. */
        who: components["schemas"]["Bilingual"];
    };
    /** @description A matter as its public page shows it: nothing that anybody typed stands here. */
    CaseTrackView: {
        answered?: components["schemas"]["CaseAnswer"] | null;
        /** @description Whether the holder can answer now: the reporter whether it is solved, a joiner only that it is not solved for them. */
        can_answer: boolean;
        cannot_answer?: components["schemas"]["Bilingual"] | null;
        /** @description Whose link it is: `reporter` or `joiner`. */
        holder: string;
        /**
         * Format: int32
         * @description How many follow it besides the first.
         */
        joined: number;
        /** @description Its kind. */
        kind: components["schemas"]["Bilingual"];
        /** @description Whether it belongs to a demonstration. */
        made_up: boolean;
        note?: components["schemas"]["Bilingual"] | null;
        /** @description The number on screen. */
        number: string;
        owes?: components["schemas"]["CaseOwes"] | null;
        /** @description While the clock stands: until when at the latest, RFC 3339. */
        paused_until?: string | null;
        /** @description Where, by micro-grid. */
        place: string;
        /** @description Received, RFC 3339. */
        received: string;
        /** @description Whether staff recorded that answer for the resident. */
        recorded: boolean;
        /** @description Whether a joiner has said so of the work as it was done last. */
        said_not: boolean;
        /** @description Where it stands. */
        status: components["schemas"]["CaseStatus"];
        /** @description What happened, oldest first. */
        steps: components["schemas"]["PublicStep"][];
        /** @description The same in words. */
        words: components["schemas"]["Bilingual"];
    };
    /** @description Why somebody wants to see the reporter. */
    CaseUnmaskBody: {
        /** @description Why; it is logged. */
        reason: string;
    };
    /** @description Who brought it, in clear. */
    CaseUnmasked: {
        /** @description The name. */
        name: string;
        /** @description The phone. */
        phone: string;
    };
    /** @description Whether a chain holds. */
    CaseVerified: {
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
    /** @description A whole case. */
    CaseView: components["schemas"]["CaseRow"] & {
        /** @description What the reader may do now, by keys. */
        actions: string[];
        /** @description Photos and papers. */
        attachments: components["schemas"]["CaseAttachmentView"][];
        /** @description Both clocks. */
        clocks: components["schemas"]["CaseClocksView"];
        /** @description In all words. */
        detail: string;
        /** @description What was joined to it, as far as the reader may read it. */
        joined_cases: components["schemas"]["CaseJoinedCase"][];
        /**
         * Format: int64
         * @description How many who joined say that it is not solved for them since the work was done.
         */
        not_solved_for: number;
        /** @description Who was called in. */
        parts: components["schemas"]["CasePartView"][];
        pause_wish?: components["schemas"]["CasePauseWishView"] | null;
        /** @description How its place was found. */
        placing_detail: components["schemas"]["GridPlacingView"];
        point?: components["schemas"]["PointView"] | null;
        reporter?: components["schemas"]["CaseReporterView"] | null;
        /** @description What belongs to standing where it stands. */
        state: {
            [key: string]: unknown;
        };
    };
    /** @description What a view asks of the queue: the query of `GET /cases`, without its pages. */
    CaseViewQuery: {
        /** @description A kind's id. */
        kind?: string;
        /** @description Words, or a number. */
        q?: string;
        /** @description A code; everything under it. */
        under?: string;
        /** @description Which list; `open` if nobody says. */
        view?: components["schemas"]["CaseQueueName"];
    };
}

export interface Operations {
    list_cases: {
        parameters: {
            query?: {
                /** @description `open` (the default), `late`, `waiting`, `mine`, `parts`, `unplaced`, `returned`, `paused`, `resolved`, `closed`, `all`. */
                view?: components["schemas"]["CaseQueueName"];
                /** @description A code; everything under it. */
                under?: string;
                /** @description A kind's id. */
                kind?: string;
                /** @description The first day on which the case was received, `2026-11-01`. Past cases and `all` then go by that time. */
                since?: string;
                /** @description The last such day. */
                until?: string;
                /** @description Words, or a number. Without a view they look through `all`. */
                q?: string;
                /** @description At most this many rows, up to 200. */
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
                    "application/json": components["schemas"]["CasePage"];
                };
            };
        };
    };
    create_case: {
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
                    "application/json": components["schemas"]["CaseReceipt"];
                };
            };
        };
    };
    count_cases: {
        parameters: {
            query?: {
                /** @description A code; everything under it. */
                under?: string;
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
                    "application/json": components["schemas"]["CaseCounts"];
                };
            };
        };
    };
    near_cases: {
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
    join_near_case: {
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
    rollup_cases: {
        parameters: {
            query?: {
                /** @description A code; everything under it. */
                under?: string;
                /** @description `community`, `grid` (the default) or `micro_grid`. */
                by?: string;
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
                    "application/json": components["schemas"]["CaseRollup"];
                };
            };
        };
    };
    summarise: {
        parameters: {
            query?: {
                /** @description A code at or under a street; the street of what one may see if nobody says. */
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
                    "application/json": components["schemas"]["CaseSummary"];
                };
            };
        };
    };
    list_views: {
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
                    "application/json": components["schemas"]["CaseSavedViews"];
                };
            };
        };
    };
    put_view: {
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
                "application/json": components["schemas"]["CaseSavedViewBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseSavedView"];
                };
            };
        };
    };
    delete_view: {
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
    read_case: {
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
                    "application/json": components["schemas"]["CaseView"];
                };
            };
        };
    };
    act_on_case: {
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
                "application/json": components["schemas"]["CaseActBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseActed"];
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
    attach_to_case: {
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
                "multipart/form-data": {
                    /**
                     * Format: binary
                     * @description The file, with its name.
                     */
                    file: string;
                    id?: string;
                    kind?: string;
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
                    "application/json": components["schemas"]["CaseAttached"];
                };
            };
        };
    };
    read_attachment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                attachment: string;
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
    audit_case: {
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
                    "application/json": components["schemas"]["CaseAudit"];
                };
            };
        };
    };
    read_case_events: {
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
                    "application/json": components["schemas"]["CaseEventPage"];
                };
            };
        };
    };
    issue_link: {
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
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseIssuedLink"];
                };
            };
        };
    };
    withdraw_link: {
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
    unmask_case: {
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
                "application/json": components["schemas"]["CaseUnmaskBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CaseUnmasked"];
                };
            };
        };
    };
    verify_case: {
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
                    "application/json": components["schemas"]["CaseVerified"];
                };
            };
        };
    };
}
