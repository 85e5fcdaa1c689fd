// Written by `cargo xtask gen` from openapi/openapi.json: do not change it here.
import type { components, operations } from '../schema'

export interface Paths {
    "/api/v1/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that a phone needs to work without network, in one answer: one's cells with who answers for them, their doors, who
         *     lives there, running campaigns with the doors to go to, the kinds of matter, the open cases, the care alerts that are theirs, the
         *     inbox. Of what the phone has already, as `have` says, only the tag is sent.
         */
        get: operations["sync"];
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
    /** @description Whether something is asked for, and why. */
    SyncAsked: {
        /** @description How much. */
        need: components["schemas"]["SyncNeed"];
        why?: components["schemas"]["Bilingual"] | null;
    };
    /** @description A campaign that runs. */
    SyncCampaign: {
        /** @description Where. */
        code: string;
        /** @description The doors in one's cells, cell by cell. */
        doors: components["schemas"]["SyncCampaignDoor"][];
        /** @description The form, pinned. */
        form: components["schemas"]["VisitFormView"];
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description Why people are asked: told at every door. */
        purpose: string;
        /**
         * Format: int32
         * @description Which round.
         */
        round: number;
        /** @description What it is called. */
        title: string;
    };
    /** @description A door to go to. */
    SyncCampaignDoor: {
        /** @description Its cell. */
        code: string;
        /** @description The door in words, where the directory does not know it. */
        door?: string;
        /**
         * Format: uuid
         * @description Which.
         */
        dwelling: string;
        /** @description How it ended so far; left out where nobody went. */
        end?: string;
        /**
         * Format: uuid
         * @description The household behind it, if there is exactly one.
         */
        household?: string;
        /** @description What is known of the household, by question. */
        known?: {
            [key: string]: components["schemas"]["SyncKnown"];
        };
        /** @description Who went last. */
        last?: components["schemas"]["SyncLast"];
        /** @description For whom one goes. */
        people?: components["schemas"]["SyncMeant"][];
        /**
         * Format: uuid
         * @description The door among `doors`, if the address directory knows it.
         */
        place?: string;
    };
    /** @description A case as its page shows it, less what else its place could be, with the last entries of its timeline. */
    SyncCase: components["schemas"]["CaseView"] & {
        /** @description The last entries, oldest first. */
        events: components["schemas"]["SyncEntry"][];
    };
    /** @description A cell that one serves. */
    SyncCell: {
        /** @description The code. */
        code: string;
        holder: components["schemas"]["GridHolderView"] | null;
        /** @description Whether nobody answers at the cell itself. */
        hole: boolean;
        /**
         * Format: int32
         * @description Households, if counted.
         */
        households: number | null;
        /** @description What it is. */
        kind: components["schemas"]["SyncCellKind"];
        label: components["schemas"]["PointView"] | null;
        /**
         * Format: int64
         * @description Those of them that are late.
         */
        late: number | null;
        /** @description What it is called beside its siblings. */
        name: string;
        /**
         * Format: int64
         * @description Open cases; null for those who see none there.
         */
        open: number | null;
        /** @description The outer ring, closed: longitude and latitude with five decimals; null if it is not drawn. */
        ring: number[][] | null;
        /** @description In full words, the community first. */
        words: string;
    };
    /**
     * @description What a cell is.
     * @enum {string}
     */
    SyncCellKind: "general" | "dedicated" | "functional";
    /** @description A door: id, code, quarter (or road, or village), building (or the number at the road, or the group), unit, room. */
    SyncDoor: string[];
    /** @description An entry of a timeline. */
    SyncEntry: {
        actor: components["schemas"]["PersonView"] | null;
        /** @description When, RFC 3339. */
        at: string;
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
    /** @description Those who live behind a door; without a door, people of whom only the cell is known. */
    SyncHousehold: {
        /** @description The cell. */
        code: string;
        /** @description The door in words, where the directory does not know it. */
        door?: string;
        /**
         * Format: uuid
         * @description The household.
         */
        id: string | null;
        /** @description Who lives there. */
        people: components["schemas"]["SyncPerson"][];
        /**
         * Format: uuid
         * @description The door among `doors`, if the address directory knows it.
         */
        place: string | null;
    };
    /** @description A kind of matter, as far as a report needs it. */
    SyncKind: {
        /** @description What its group is called. */
        group: components["schemas"]["Bilingual"];
        /** @description Stable over all versions. */
        id: string;
        /** @description What it is called. */
        name: components["schemas"]["Bilingual"];
        /** @description Whether a photo is asked for, and why. */
        photo: components["schemas"]["SyncAsked"];
        /** @description Whether a place is asked for, and why. */
        place: components["schemas"]["SyncAsked"];
        /** @description Whether it comes before everything else. */
        urgent: boolean;
        /**
         * Format: int32
         * @description The newest version.
         */
        version: number;
    };
    /** @description What is known for a question. */
    SyncKnown: {
        /** @description The value; left out if nothing is known. */
        answer?: components["schemas"]["VisitAnswerView"];
        /** @description Whether it is shown masked. */
        masked?: boolean;
        /** @description The present edits; an answer names them. */
        seen?: string[];
        /** @description The day on which somebody last said so. */
        since?: string;
        /** @description Whether it is so old that it is asked afresh. */
        stale?: boolean;
    };
    /** @description Who went last. */
    SyncLast: {
        /** @description When, by their phone's clock, RFC 3339. */
        at: string;
        /** @description By name. */
        by: string;
        /**
         * Format: uuid
         * @description The visit, if it is one's own: to put it right.
         */
        visit?: string;
    };
    /** @description One thing that is sent when it changed. */
    SyncMeSection: {
        /** @description What it holds. */
        item?: components["schemas"]["AccessMe"];
        /** @description True if the phone has it already. */
        same?: boolean;
        /** @description Of what it holds. */
        tag: string;
    };
    /** @description Somebody for whom one goes. */
    SyncMeant: {
        /**
         * Format: uuid
         * @description The person among `households`.
         */
        id: string;
        /** @description What is known of them, by question. */
        known?: {
            [key: string]: components["schemas"]["SyncKnown"];
        };
    };
    /**
     * @description How much something is needed.
     * @enum {string}
     */
    SyncNeed: "no" | "wish" | "must";
    /** @description Somebody who lives there: enough to know whom one speaks with, too little to take away. */
    SyncPerson: {
        /**
         * Format: int32
         * @description 80 for 80 to 89.
         */
        decade?: number;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description 王**. */
        name: string;
        /** @description Whether anything is needed; not what. */
        needs?: boolean;
    };
    /** @description A list that is sent when it changed. */
    SyncSection_CareAlertView: {
        /** @description What it holds. */
        items?: {
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
        }[];
        /** @description True if the phone has it already; then nothing else is sent. */
        same?: boolean;
        /** @description Of what it holds. */
        tag: string;
        /** @description How many there are, if more than were sent and that is known. */
        total?: number;
        /** @description True if there is more than a phone takes. */
        truncated?: boolean;
    };
    /** @description A list that is sent when it changed. */
    SyncSection_OutboxNoticeView: {
        /** @description What it holds. */
        items?: {
            /** @description When, RFC 3339. */
            at: string;
            /** @description What it says: number, kind, code, status, zh, en. */
            body: components["schemas"]["OutboxNoticeBody"];
            /**
             * Format: uuid
             * @description The case; of a topic `care.…` the care alert.
             */
            case: string;
            /**
             * Format: uuid
             * @description Which.
             */
            id: string;
            /** @description Whether it was read. */
            read: boolean;
            /** @description What happened: `cases.dispatched`. */
            topic: string;
        }[];
        /** @description True if the phone has it already; then nothing else is sent. */
        same?: boolean;
        /** @description Of what it holds. */
        tag: string;
        /** @description How many there are, if more than were sent and that is known. */
        total?: number;
        /** @description True if there is more than a phone takes. */
        truncated?: boolean;
    };
    /** @description A list that is sent when it changed. */
    SyncSection_SyncCampaign: {
        /** @description What it holds. */
        items?: {
            /** @description Where. */
            code: string;
            /** @description The doors in one's cells, cell by cell. */
            doors: components["schemas"]["SyncCampaignDoor"][];
            /** @description The form, pinned. */
            form: components["schemas"]["VisitFormView"];
            /**
             * Format: uuid
             * @description Which.
             */
            id: string;
            /** @description Why people are asked: told at every door. */
            purpose: string;
            /**
             * Format: int32
             * @description Which round.
             */
            round: number;
            /** @description What it is called. */
            title: string;
        }[];
        /** @description True if the phone has it already; then nothing else is sent. */
        same?: boolean;
        /** @description Of what it holds. */
        tag: string;
        /** @description How many there are, if more than were sent and that is known. */
        total?: number;
        /** @description True if there is more than a phone takes. */
        truncated?: boolean;
    };
    /** @description A list that is sent when it changed. */
    SyncSection_SyncCase: {
        /** @description What it holds. */
        items?: (components["schemas"]["CaseView"] & {
            /** @description The last entries, oldest first. */
            events: components["schemas"]["SyncEntry"][];
        })[];
        /** @description True if the phone has it already; then nothing else is sent. */
        same?: boolean;
        /** @description Of what it holds. */
        tag: string;
        /** @description How many there are, if more than were sent and that is known. */
        total?: number;
        /** @description True if there is more than a phone takes. */
        truncated?: boolean;
    };
    /** @description A list that is sent when it changed. */
    SyncSection_SyncCell: {
        /** @description What it holds. */
        items?: {
            /** @description The code. */
            code: string;
            holder: components["schemas"]["GridHolderView"] | null;
            /** @description Whether nobody answers at the cell itself. */
            hole: boolean;
            /**
             * Format: int32
             * @description Households, if counted.
             */
            households: number | null;
            /** @description What it is. */
            kind: components["schemas"]["SyncCellKind"];
            label: components["schemas"]["PointView"] | null;
            /**
             * Format: int64
             * @description Those of them that are late.
             */
            late: number | null;
            /** @description What it is called beside its siblings. */
            name: string;
            /**
             * Format: int64
             * @description Open cases; null for those who see none there.
             */
            open: number | null;
            /** @description The outer ring, closed: longitude and latitude with five decimals; null if it is not drawn. */
            ring: number[][] | null;
            /** @description In full words, the community first. */
            words: string;
        }[];
        /** @description True if the phone has it already; then nothing else is sent. */
        same?: boolean;
        /** @description Of what it holds. */
        tag: string;
        /** @description How many there are, if more than were sent and that is known. */
        total?: number;
        /** @description True if there is more than a phone takes. */
        truncated?: boolean;
    };
    /** @description A list that is sent when it changed. */
    SyncSection_SyncDoor: {
        /** @description What it holds. */
        items?: string[][];
        /** @description True if the phone has it already; then nothing else is sent. */
        same?: boolean;
        /** @description Of what it holds. */
        tag: string;
        /** @description How many there are, if more than were sent and that is known. */
        total?: number;
        /** @description True if there is more than a phone takes. */
        truncated?: boolean;
    };
    /** @description A list that is sent when it changed. */
    SyncSection_SyncHousehold: {
        /** @description What it holds. */
        items?: {
            /** @description The cell. */
            code: string;
            /** @description The door in words, where the directory does not know it. */
            door?: string;
            /**
             * Format: uuid
             * @description The household.
             */
            id: string | null;
            /** @description Who lives there. */
            people: components["schemas"]["SyncPerson"][];
            /**
             * Format: uuid
             * @description The door among `doors`, if the address directory knows it.
             */
            place: string | null;
        }[];
        /** @description True if the phone has it already; then nothing else is sent. */
        same?: boolean;
        /** @description Of what it holds. */
        tag: string;
        /** @description How many there are, if more than were sent and that is known. */
        total?: number;
        /** @description True if there is more than a phone takes. */
        truncated?: boolean;
    };
    /** @description A list that is sent when it changed. */
    SyncSection_SyncKind: {
        /** @description What it holds. */
        items?: {
            /** @description What its group is called. */
            group: components["schemas"]["Bilingual"];
            /** @description Stable over all versions. */
            id: string;
            /** @description What it is called. */
            name: components["schemas"]["Bilingual"];
            /** @description Whether a photo is asked for, and why. */
            photo: components["schemas"]["SyncAsked"];
            /** @description Whether a place is asked for, and why. */
            place: components["schemas"]["SyncAsked"];
            /** @description Whether it comes before everything else. */
            urgent: boolean;
            /**
             * Format: int32
             * @description The newest version.
             */
            version: number;
        }[];
        /** @description True if the phone has it already; then nothing else is sent. */
        same?: boolean;
        /** @description Of what it holds. */
        tag: string;
        /** @description How many there are, if more than were sent and that is known. */
        total?: number;
        /** @description True if there is more than a phone takes. */
        truncated?: boolean;
    };
    /** @description The sections. */
    SyncSections: {
        /** @description Open care alerts that are theirs to do, the nearest clock first, without readings. */
        alerts: components["schemas"]["SyncSection_CareAlertView"];
        /** @description Open cases, the nearest deadline first. */
        cases: components["schemas"]["SyncSection_SyncCase"];
        /** @description The cells that one serves. */
        cells: components["schemas"]["SyncSection_SyncCell"];
        /** @description Their doors. */
        doors: components["schemas"]["SyncSection_SyncDoor"];
        /** @description Who lives in them, by masked names. */
        households: components["schemas"]["SyncSection_SyncHousehold"];
        /** @description The newest messages. */
        inbox: components["schemas"]["SyncSection_OutboxNoticeView"];
        /** @description The kinds of matter. */
        kinds: components["schemas"]["SyncSection_SyncKind"];
        /** @description Who one is. */
        me: components["schemas"]["SyncMeSection"];
        /** @description Running campaigns, with the doors to go to. */
        visits: components["schemas"]["SyncSection_SyncCampaign"];
    };
    /** @description What a phone needs to work without network. */
    SyncSynced: {
        /**
         * Format: uuid
         * @description Whose it is.
         */
        account: string;
        /** @description When it was read, RFC 3339. */
        at: string;
        /** @description The sections. */
        sections: components["schemas"]["SyncSections"];
        /** @description When the session ends if the phone does not sync again, RFC 3339: each sync renews it. Null for a program's token. */
        until: string | null;
    };
}

export interface Operations {
    sync: {
        parameters: {
            query?: {
                /** @description The sections that the phone has, with their tags: `cells:TAG,cases:TAG`. */
                have?: string;
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
                    "application/json": components["schemas"]["SyncSynced"];
                };
            };
        };
    };
}
