// Written by `cargo xtask gen` from openapi/openapi.json: do not change it here.
import type { components, operations } from '../schema'

export interface Paths {
    "/api/v1/households": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Households under a code, with their doors. */
        get: operations["list_households"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/doubles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Proposes pairs that may be one person, with the evidence. Only a person merges. */
        get: operations["list_doubles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/doubles/apart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says that two records are two people: they are not proposed again. */
        post: operations["set_apart"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/merges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes two records one. Everything that named the one names the other from now on; both are kept as they were, for an undo. */
        post: operations["merge_residents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/merges/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the two records two again. A field that was edited since keeps the edit, and is named. */
        post: operations["undo_merge"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/pairing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which doctors' team answers for which micro-grid, and where none does. */
        get: operations["read_pairing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/residents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Those who live under a code, as lines that say enough to find the right one. */
        get: operations["list_residents"];
        put?: never;
        /** Begins a record: a name and a place, and whatever else is known. */
        post: operations["register_resident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/residents/find": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Finds those within reach who have the very same identity number, phone or name. It is asked in a body, so that no number stands in
         *     the address of a page or in a log.
         */
        post: operations["find_residents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/residents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Somebody's page: contacts in order, needs that hold, numbers masked. */
        get: operations["read_resident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Puts a record right, at the version of `If-Match`. */
        patch: operations["change_resident"];
        trace?: never;
    };
    "/api/v1/households/residents/{id}/copy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Makes a resident's copy of everything that is held on them, as a file to hand over. It masks nothing, is kept nowhere, and that it
         *     was made is logged; a resend makes it, and logs it, again.
         */
        post: operations["copy_resident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/residents/{id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Erases what is held on somebody who asks for it, at the version of `If-Match`. It cannot be undone. */
        post: operations["erase_resident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/residents/{id}/looks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who looked at a resident's numbers, when and why: for those who examine the record. */
        get: operations["looks_at_resident"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/residents/{id}/merges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was merged into a record, for those who may undo it. */
        get: operations["merges_into"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/residents/{id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Moves somebody within the street, at the version of `If-Match`. Contacts that are theirs alone go along. */
        post: operations["move_resident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/residents/{id}/needs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Records what somebody needs, with their leave, the purpose, the source and an end. */
        post: operations["record_need"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/residents/{id}/needs/{need}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Keeps a need on, with fresh leave. */
        put: operations["renew_need"];
        post?: never;
        /** Takes back the leave for a need: it is forgotten at once. */
        delete: operations["withdraw_need"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/residents/{id}/unmask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows a number in full, and logs who saw it and why. What it answers is not kept: a resend looks, and logs, again. */
        post: operations["unmask_resident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Founds a family doctor team. */
        post: operations["found_team"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/teams/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes a team, at the version of `If-Match`. */
        put: operations["change_team"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/teams/{id}/pairs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pairs a team with a code. */
        post: operations["pair_team"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/teams/{id}/pairs/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends a pair: at once, or after a day. It stays in the history. */
        delete: operations["part_team"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/tombstones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Erased records: what, when, why and by whom, for auditors. They contain no personal data. */
        get: operations["list_tombstones"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One household: its door, who lives there, whom to reach. */
        get: operations["read_household"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/{id}/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Records one more contact of a household, at the end of its order. */
        post: operations["add_contact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/{id}/contacts/{contact}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Writes a contact anew, at the household's version. */
        put: operations["change_contact"];
        post?: never;
        /** Removes a contact, at the household's version. */
        delete: operations["remove_contact"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/{id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Moves a whole household to another door, at its version. */
        post: operations["move_household"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/households/{id}/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Puts a household's contacts into another order, at its version. */
        put: operations["order_contacts"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}

export interface Schemas {
    /** @description Two records. */
    HouseholdApartBody: {
        /**
         * Format: uuid
         * @description The one.
         */
        first: string;
        /**
         * Format: uuid
         * @description The other.
         */
        second: string;
    };
    /** @description What is put right; what is left out stays. */
    HouseholdChangeResident: {
        /** @description `1943`, `1943-05` or `1943-05-01`; empty: not known. */
        birth?: string | null;
        /** @description The cell, for somebody whose door is not known. */
        code?: string | null;
        /** @description The identity number; empty takes it away. */
        identity?: string | null;
        /** @description The name. */
        name?: string | null;
        /** @description All their phones. */
        phones?: string[] | null;
        presence?: components["schemas"]["HouseholdPresenceBody"] | null;
        registered?: components["schemas"]["HouseholdRegisteredBody"] | null;
        /** @description `female` or `male`. */
        sex?: string | null;
    };
    /** @description Numbers in full. */
    HouseholdClearNumbers: {
        /** @description The identity number. */
        identity?: string | null;
        /** @description The phones. */
        phones: string[];
    };
    /** @description By whose leave something is recorded. */
    HouseholdConsentBody: {
        /** @description `spoken`, `written`, `online`. */
        given: string;
        /** @description A guardian in words; left out for the resident. */
        guardian?: string;
        /** @description When they agreed; today if not given. */
        on?: string | null;
    };
    /** @description A contact as it is told. */
    HouseholdContactBody: {
        /** @description `kin`, `landlord`, `neighbour`, `employer`, `elsewhere`, `doctor`. */
        kind: string;
        /** @description As they are called. */
        name: string;
        /**
         * Format: uuid
         * @description For one resident of the household alone; left out: for all who live there.
         */
        of?: string | null;
        /** @description Ways to reach them, best first. */
        reach: components["schemas"]["HouseholdReachBody"][];
        /** @description What they are to the resident: 儿子. */
        relation?: string;
        /**
         * Format: uuid
         * @description Their own record, if they are a resident, too.
         */
        resident?: string | null;
        /** @description When they can be reached: 晚上十点后. */
        when?: string;
    };
    /** @description A contact for those who serve the cell: numbers masked. */
    HouseholdContactView: {
        gone?: components["schemas"]["HouseholdGoneView"] | null;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description `kin`, `landlord`, `neighbour`, `employer`, `elsewhere`, `doctor`. */
        kind: string;
        /** @description The kind in words. */
        kind_words: components["schemas"]["Bilingual"];
        /** @description As they are called. */
        name: string;
        /** @description 138****1234, in order. */
        phones: string[];
        /** @description 儿子. */
        relation: string;
        /** @description When they can be reached. */
        when: string;
    };
    /** @description In what form, and why. */
    HouseholdCopyBody: {
        /** @description `json` for another program, `page` for people: a page to read and to print. */
        form?: components["schemas"]["HouseholdCopyForm"];
        /** @description Why; it is logged: 本人申请. */
        reason: string;
    };
    /**
     * @description The form of a copy.
     * @enum {string}
     */
    HouseholdCopyForm: "json" | "page";
    /** @description A micro-grid and its doctors. */
    HouseholdCoverView: {
        /** @description The cell. */
        code: string;
        doctor?: components["schemas"]["PeopleNamedPerson"] | null;
        /**
         * Format: uuid
         * @description The team; null is a hole.
         */
        team?: string | null;
        /** @description The same in words. */
        words: string;
    };
    /** @description Pairs that may be one person. */
    HouseholdDoublePage: {
        /** @description The strongest first. */
        items: components["schemas"]["HouseholdDoubleView"][];
        /** @description How many more there are. */
        more: number;
    };
    /** @description Two records that may be one person. */
    HouseholdDoubleView: {
        /** @description Why, for and against. */
        evidence: components["schemas"]["Bilingual"][];
        /** @description The newer. */
        gone: components["schemas"]["HouseholdLineView"];
        /**
         * Format: int64
         * @description Its version.
         */
        gone_version: number;
        /** @description The older record, which would go on. */
        keep: components["schemas"]["HouseholdLineView"];
        /**
         * Format: int64
         * @description Its version.
         */
        keep_version: number;
        /**
         * Format: int32
         * @description How much it says; from 60 on a pair is shown.
         */
        weight: number;
    };
    /** @description By what somebody is looked for; only the very same is found. */
    HouseholdFindBody: {
        /** @description A whole identity number. */
        identity: string;
    } | {
        /** @description A whole phone. */
        phone: string;
    } | {
        /** @description A whole name. */
        name: string;
    };
    /** @description That somebody is not to be asked any more: `died`, `left` or `erased`. */
    HouseholdGoneView: {
        /** @description Why. */
        key: string;
        /** @description In words. */
        words: components["schemas"]["Bilingual"];
    };
    /** @description A resident in a list. */
    HouseholdLineView: {
        /** @description The cell. */
        code: string;
        /**
         * Format: int32
         * @description 80 for 80 to 89.
         */
        decade?: number | null;
        /** @description Whether anything is needed; not what. */
        has_needs: boolean;
        /**
         * Format: uuid
         * @description The household.
         */
        household?: string | null;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description 王**. */
        name: string;
        /** @description The cell in words. */
        words: string;
    };
    /** @description One look at a number. */
    HouseholdLookView: {
        /** @description When, RFC 3339. */
        at: string;
        /** @description Who. */
        by: components["schemas"]["PeopleNamedPerson"];
        /** @description Why. */
        reason: string;
        /** @description `identity`, `phones`, `contact`. */
        what: string;
    };
    /** @description Looks at somebody's numbers. */
    HouseholdLooks: {
        /** @description Latest first. */
        items: components["schemas"]["HouseholdLookView"][];
    };
    /** @description Which two records are one person, and why. */
    HouseholdMergeBody: {
        /**
         * Format: uuid
         * @description The record that goes into it.
         */
        gone: string;
        /**
         * Format: int64
         * @description The version at which it was seen.
         */
        gone_version: number;
        /**
         * Format: uuid
         * @description A UUIDv7 made by the client.
         */
        id: string;
        /**
         * Format: uuid
         * @description The record that goes on.
         */
        keep: string;
        /**
         * Format: int64
         * @description The version at which it was seen.
         */
        keep_version: number;
        /** @description Why; it is kept with the merge. */
        reason: string;
    };
    /** @description Merges into a record. */
    HouseholdMergePage: {
        /** @description Latest first. */
        items: components["schemas"]["HouseholdMergeView"][];
    };
    /** @description A merge into a record. */
    HouseholdMergeView: {
        /** @description When, RFC 3339. */
        at: string;
        /** @description Who said so. */
        by: components["schemas"]["PeopleNamedPerson"];
        /**
         * Format: uuid
         * @description The record that went into it.
         */
        gone: string;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description Why. */
        reason: string;
        /** @description Whether it was undone. */
        undone: boolean;
    };
    /** @description What a merge or its undo answers. */
    HouseholdMerged: {
        /** @description After an undo: fields that were edited since the merge, and keep the edit. */
        edited_since: string[];
        /**
         * Format: uuid
         * @description The other.
         */
        gone: string;
        /**
         * Format: uuid
         * @description The record that goes on.
         */
        kept: string;
        /**
         * Format: uuid
         * @description The merge.
         */
        merge: string;
        /** @description How many things moved. */
        moved: number;
    };
    /** @description Another door: a room of the directory, or words with a cell. */
    HouseholdMoveHousehold: {
        /** @description Its cell. */
        code?: string | null;
        /** @description The door in words. */
        label?: string;
        /**
         * Format: uuid
         * @description A room of the address directory.
         */
        place?: string | null;
    };
    /** @description Where somebody goes: one of the three. */
    HouseholdMoveResident: {
        /** @description A cell, while no door is known. */
        code?: string | null;
        home?: components["schemas"]["HouseholdNewHomeBody"] | null;
        /**
         * Format: uuid
         * @description A household that is there.
         */
        household?: string | null;
    };
    /** @description A need for those who serve the cell. */
    HouseholdNeedView: {
        /** @description The last day, `YYYY-MM-DD`. */
        expires: string;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description What, by its key. */
        kind: string;
        /** @description What for. */
        purpose: string;
        /** @description What, in words. */
        words: components["schemas"]["Bilingual"];
    };
    /** @description A new contact. */
    HouseholdNewContact: components["schemas"]["HouseholdContactBody"] & {
        /**
         * Format: uuid
         * @description A UUIDv7 made by the client.
         */
        id: string;
    };
    /** @description A household of one's own behind a door: a room of the directory, or words with a cell. */
    HouseholdNewHomeBody: {
        /**
         * Format: uuid
         * @description A UUIDv7 made by the client.
         */
        id: string;
        /** @description The door in words, where the directory does not know it; its cell is the `code` beside. */
        label?: string;
        /**
         * Format: uuid
         * @description A room of the address directory.
         */
        place?: string | null;
        /** @description Since when; today if not given. */
        since?: string | null;
        /** @description `owner`, `tenant`, `lodged`, `unknown`. */
        tenure?: string | null;
    };
    /** @description Something that is needed. */
    HouseholdNewNeed: {
        consent?: components["schemas"]["HouseholdConsentBody"] | null;
        /** @description The last day, within a year. */
        expires: string;
        /**
         * Format: uuid
         * @description A UUIDv7 made by the client.
         */
        id: string;
        /** @description `look_in`, `stairs`, `hearing`, `sight`, `finds_way`, `power`, `company`, `meals`, `follow_up`, `new_mother`, `child_alone`, `language`. */
        kind: string;
        /** @description What for, in the words that the resident was told. */
        purpose: string;
        /** @description Where it comes from: 本人, 走访, 家庭医生. */
        source: string;
    };
    /** @description Somebody new. A name and a place are enough. */
    HouseholdNewResident: {
        /** @description `1943`, `1943-05` or `1943-05-01`. */
        birth?: string | null;
        /** @description The cell, or a code above it while that is not sure. */
        code?: string | null;
        home?: components["schemas"]["HouseholdNewHomeBody"] | null;
        /**
         * Format: uuid
         * @description Instead: the household with which they live.
         */
        household?: string | null;
        /**
         * Format: uuid
         * @description A UUIDv7 made by the client.
         */
        id: string;
        /** @description The identity number, if a service needs it. */
        identity?: string | null;
        /** @description As they are called. */
        name: string;
        /** @description Their own phones. */
        phones?: string[] | null;
        registered?: components["schemas"]["HouseholdRegisteredBody"] | null;
        /** @description `female` or `male`. */
        sex?: string | null;
    };
    /** @description A new team. */
    HouseholdNewTeam: {
        /**
         * Format: uuid
         * @description Who is named first.
         */
        doctor: string;
        /**
         * Format: uuid
         * @description A UUIDv7 made by the client.
         */
        id: string;
        /** @description All of it, the doctor included; they hold the role of a doctor in the street. */
        members: string[];
        /** @description As it is called: 张医生团队. */
        name: string;
        /** @description The street that it works in; left out where one pairs in one street only. */
        street?: string | null;
    };
    /** @description A household's page. */
    HouseholdOne: components["schemas"]["HouseholdView"] & {
        /** @description Whom to reach, in the order that the household gave. */
        contacts: components["schemas"]["HouseholdContactView"][];
        /** @description Who lives there. */
        residents: components["schemas"]["HouseholdLineView"][];
    };
    /** @description An order of contacts: each once. */
    HouseholdOrderBody: {
        /** @description The ids, first to be tried first within its kind. */
        order: string[];
    };
    /** @description A page of households, by cell. */
    HouseholdPage: {
        /** @description The rows. */
        items: components["schemas"]["HouseholdView"][];
        /** @description Where the next page begins. */
        next?: string | null;
    };
    /** @description A code, from a day on or until one. */
    HouseholdPairBody: {
        /** @description A micro-grid, or a code above it for all its micro-grids that have no pair of their own. */
        code: string;
        /** @description First day; today if not given. */
        since?: string | null;
    };
    /** @description A code that a team answers for. */
    HouseholdPairView: {
        /** @description The code. */
        code: string;
        /** @description First day. */
        since: string;
        /** @description Last day; null if open. */
        until?: string | null;
        /** @description The same in words. */
        words: string;
    };
    /** @description Teams, cells and holes. */
    HouseholdPairingPage: {
        /** @description Every micro-grid under the code that the reader may see. */
        cells: components["schemas"]["HouseholdCoverView"][];
        /** @description How many of them have no doctor. */
        holes: number;
        /** @description The street's teams. */
        teams: components["schemas"]["HouseholdTeamView"][];
    };
    /** @description Whether somebody lives here, from a day on. */
    HouseholdPresenceBody: {
        /** @description Since which day, `YYYY-MM-DD`. */
        on: string;
        /** @description Whether. */
        state: components["schemas"]["HouseholdPresenceWord"];
    };
    /**
     * @description Whether somebody lives here.
     * @enum {string}
     */
    HouseholdPresenceWord: "here" | "left" | "died";
    /** @description A way to reach somebody. */
    HouseholdReachBody: {
        /** @description A phone. */
        phone: string;
    } | {
        /**
         * Format: uuid
         * @description A door of the ledger.
         */
        door: string;
    } | {
        /** @description In words: 楼下小卖部，晚上七点后. */
        words: string;
    } | {
        /**
         * Format: uuid
         * @description Staff with an account.
         */
        account: string;
    };
    /** @description What a write on a record answers, and what is remembered of it for a resend: nothing of the person. */
    HouseholdReceipt: {
        /**
         * Format: uuid
         * @description Which record.
         */
        id: string;
        /**
         * Format: int64
         * @description Its version now.
         */
        version: number;
    };
    /** @description Where somebody is registered. */
    HouseholdRegisteredBody: "here" | {
        /** @description Somewhere else, in words: 资阳市安岳县. */
        elsewhere: string;
    } | "unknown";
    /** @description How many of what were removed. */
    HouseholdRemovedView: {
        /**
         * Format: int32
         * @description How many.
         */
        count: number;
        /** @description `need`, `contact`, `as_contact`, `household_contact`, `merge`, `apart`. */
        what: string;
    };
    /** @description Fresh leave until another day. */
    HouseholdRenewNeed: {
        consent?: components["schemas"]["HouseholdConsentBody"] | null;
        /** @description The last day, within a year. */
        expires: string;
    };
    /** @description A page of residents, by cell. */
    HouseholdResidentPage: {
        /** @description The rows. */
        items: components["schemas"]["HouseholdLineView"][];
        /** @description Where the next page begins. */
        next?: string | null;
    };
    /** @description A resident's page for those who serve the cell. */
    HouseholdResidentView: {
        /**
         * Format: int32
         * @description The age today.
         */
        age?: number | null;
        /** @description The cell. */
        code: string;
        /** @description Whom to reach, in the order in which they are tried. */
        contacts: components["schemas"]["HouseholdContactView"][];
        /** @description Whether they are registered elsewhere. */
        from_elsewhere: boolean;
        household?: components["schemas"]["HouseholdView"] | null;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description 510117********1234. */
        identity?: string | null;
        /**
         * Format: uuid
         * @description The record that goes on, if this one went into another.
         */
        merged_into?: string | null;
        /** @description Kinds of contact that nobody has recorded: somebody must ask around. */
        missing: components["schemas"]["Bilingual"][];
        /** @description The name. */
        name: string;
        /** @description Needs that are valid today; health data only for the doctors paired with the cell. */
        needs: components["schemas"]["HouseholdNeedView"][];
        /** @description 138****1234. */
        phones: string[];
        /** @description `here`, `left`, `died`, `merged`, `erased`. */
        presence: string;
        /** @description 王奶奶. */
        salutation: string;
        /**
         * Format: int64
         * @description For `If-Match`.
         */
        version: number;
        /** @description The cell in words. */
        words: string;
    };
    /** @description A team as it is told. */
    HouseholdTeamBody: {
        /**
         * Format: uuid
         * @description Who is named first.
         */
        doctor: string;
        /** @description All of it, the doctor included; they hold the role of a doctor in the street. */
        members: string[];
        /** @description As it is called: 张医生团队. */
        name: string;
    };
    /** @description A family doctor team. */
    HouseholdTeamView: {
        /** @description The doctor of every cell that it answers for. */
        doctor: components["schemas"]["PeopleNamedPerson"];
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description All of it. */
        members: components["schemas"]["PeopleNamedPerson"][];
        /** @description As it is called. */
        name: string;
        /** @description What it answers for now and later. */
        pairs: components["schemas"]["HouseholdPairView"][];
        /**
         * Format: int64
         * @description For `If-Match`.
         */
        version: number;
        /** @description What it will answer for once a second person has confirmed it. */
        waiting: components["schemas"]["HouseholdPairView"][];
    };
    /** @description A page of tombstones. */
    HouseholdTombstonePage: {
        /** @description The newest records first. */
        items: components["schemas"]["HouseholdTombstoneView"][];
        /** @description Where the next page begins. */
        next?: string | null;
    };
    /** @description What is left of somebody who was forgotten. */
    HouseholdTombstoneView: {
        /** @description `asked`, `left`, `died`, `merged`. */
        because: string;
        /**
         * Format: uuid
         * @description By whose hand; null for retention that ran by itself.
         */
        by?: string | null;
        /** @description The community. */
        code: string;
        /**
         * Format: uuid
         * @description The record's id.
         */
        id: string;
        /** @description When, `YYYY-MM-DD`. */
        on: string;
        /** @description What was removed. */
        removed: components["schemas"]["HouseholdRemovedView"][];
    };
    /** @description What is wanted, and why. */
    HouseholdUnmaskResident: {
        /** @description Why; it is logged. */
        reason: string;
        /** @description What. */
        wanted: components["schemas"]["HouseholdWantedBody"];
    };
    /** @description A household as a line. */
    HouseholdView: {
        /** @description The cell. */
        code: string;
        /** @description The door in words. */
        door: string;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /**
         * Format: int64
         * @description How many live there.
         */
        people: number;
        /**
         * Format: uuid
         * @description The room of the address directory, if it is known there.
         */
        place?: string | null;
        /** @description Since when. */
        since: string;
        /** @description `owner`, `tenant`, `lodged`, `unknown`. */
        tenure: string;
        /**
         * Format: int64
         * @description For `If-Match` on its contacts.
         */
        version: number;
    };
    /** @description What is wanted in full. */
    HouseholdWantedBody: "identity" | "phones" | {
        /**
         * Format: uuid
         * @description The phones of a contact.
         */
        contact: string;
    };
}

export interface Operations {
    list_households: {
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
                    "application/json": components["schemas"]["HouseholdPage"];
                };
            };
        };
    };
    list_doubles: {
        parameters: {
            query?: {
                /** @description A code; everybody under it. Without it, the street. */
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
                    "application/json": components["schemas"]["HouseholdDoublePage"];
                };
            };
        };
    };
    set_apart: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HouseholdApartBody"];
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
        };
    };
    merge_residents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HouseholdMergeBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HouseholdMerged"];
                };
            };
        };
    };
    undo_merge: {
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
                    "application/json": components["schemas"]["HouseholdMerged"];
                };
            };
        };
    };
    read_pairing: {
        parameters: {
            query?: {
                /** @description A code; every micro-grid under it. Without it, the street. */
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
                    "application/json": components["schemas"]["HouseholdPairingPage"];
                };
            };
        };
    };
    list_residents: {
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
                    "application/json": components["schemas"]["HouseholdResidentPage"];
                };
            };
        };
    };
    register_resident: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HouseholdNewResident"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HouseholdResidentView"];
                };
            };
        };
    };
    find_residents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HouseholdFindBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HouseholdResidentPage"];
                };
            };
        };
    };
    read_resident: {
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
                    "application/json": components["schemas"]["HouseholdResidentView"];
                };
            };
        };
    };
    change_resident: {
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
                "application/json": components["schemas"]["HouseholdChangeResident"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HouseholdResidentView"];
                };
            };
        };
    };
    copy_resident: {
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
                "application/json": components["schemas"]["HouseholdCopyBody"];
            };
        };
        responses: {
            /** @description the file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    erase_resident: {
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
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HouseholdTombstoneView"];
                };
            };
        };
    };
    looks_at_resident: {
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
                    "application/json": components["schemas"]["HouseholdLooks"];
                };
            };
        };
    };
    merges_into: {
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
                    "application/json": components["schemas"]["HouseholdMergePage"];
                };
            };
        };
    };
    move_resident: {
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
                "application/json": components["schemas"]["HouseholdMoveResident"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HouseholdResidentView"];
                };
            };
        };
    };
    record_need: {
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
                "application/json": components["schemas"]["HouseholdNewNeed"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HouseholdResidentView"];
                };
            };
        };
    };
    renew_need: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                need: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HouseholdRenewNeed"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HouseholdResidentView"];
                };
            };
        };
    };
    withdraw_need: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                need: string;
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
                    "application/json": components["schemas"]["HouseholdResidentView"];
                };
            };
        };
    };
    unmask_resident: {
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
                "application/json": components["schemas"]["HouseholdUnmaskResident"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HouseholdClearNumbers"];
                };
            };
        };
    };
    found_team: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HouseholdNewTeam"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HouseholdReceipt"];
                };
            };
        };
    };
    change_team: {
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
                "application/json": components["schemas"]["HouseholdTeamBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HouseholdReceipt"];
                };
            };
        };
    };
    pair_team: {
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
                "application/json": components["schemas"]["HouseholdPairBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HouseholdReceipt"];
                };
            };
        };
    };
    part_team: {
        parameters: {
            query?: {
                /** @description The last day, `YYYY-MM-DD`; yesterday if not given, which ends it at once. */
                until?: string;
            };
            header?: never;
            path: {
                id: string;
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
                    "application/json": components["schemas"]["HouseholdReceipt"];
                };
            };
        };
    };
    list_tombstones: {
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
                    "application/json": components["schemas"]["HouseholdTombstonePage"];
                };
            };
        };
    };
    read_household: {
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
                    "application/json": components["schemas"]["HouseholdOne"];
                };
            };
        };
    };
    add_contact: {
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
                "application/json": components["schemas"]["HouseholdNewContact"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HouseholdReceipt"];
                };
            };
        };
    };
    change_contact: {
        parameters: {
            query?: never;
            header: {
                "if-match": string;
            };
            path: {
                id: string;
                contact: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HouseholdContactBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HouseholdReceipt"];
                };
            };
        };
    };
    remove_contact: {
        parameters: {
            query?: never;
            header: {
                "if-match": string;
            };
            path: {
                id: string;
                contact: string;
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
                    "application/json": components["schemas"]["HouseholdReceipt"];
                };
            };
        };
    };
    move_household: {
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
                "application/json": components["schemas"]["HouseholdMoveHousehold"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HouseholdReceipt"];
                };
            };
        };
    };
    order_contacts: {
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
                "application/json": components["schemas"]["HouseholdOrderBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HouseholdReceipt"];
                };
            };
        };
    };
}
