// Written by `cargo xtask gen` from openapi/openapi.json: do not change it here.
import type { components, operations } from '../schema'

export interface Paths {
    "/api/v1/visits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of visits: one's own, those to a door that one serves, or those under a code. */
        get: operations["list_visits"];
        put?: never;
        /**
         * Takes a visit in, once however often it is sent, up to 30 days late. It is added and changes none; one that `corrects` another counts in its
         *     place. What was learned goes to the ledger;
         *     where two people said different things of one field, both are shown until somebody settles it.
         */
        post: operations["record_visit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits/burden": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many questions each form asked under a code, month by month. */
        get: operations["read_burden"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of the campaigns that the reader may know of. */
        get: operations["list_campaigns"];
        put?: never;
        /** Drafts a campaign. Its doors are a question to the ledger until it starts. */
        post: operations["draft_campaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits/campaigns/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One campaign. */
        get: operations["read_campaign"];
        /** Puts a draft right that stands at the version of `If-Match`: everything of it is said anew. Once a campaign runs, nothing of it is changed any more. */
        put: operations["amend_draft"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits/campaigns/{id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Does something to a campaign that stands at the version of `If-Match`. */
        post: operations["act_on_campaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits/campaigns/{id}/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a campaign stands now, cell by cell: counted over the doors themselves, each in exactly one place. */
        get: operations["read_coverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits/campaigns/{id}/doors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A page of a campaign's doors within what the reader may see. */
        get: operations["list_campaign_doors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits/campaigns/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many doors a draft would have if it started now. */
        get: operations["preview_campaign"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits/conflicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Fields of those whom one serves for which two values stand. */
        get: operations["list_conflicts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits/edits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Says something of a field of the ledger without a visit: what settles two values that stand, if it has seen both. */
        post: operations["write_edit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits/forms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The forms of the streets in which one serves. */
        get: operations["list_forms"];
        put?: never;
        /** Publishes a form, or the next version of one. Campaigns keep the version that they began with. */
        post: operations["publish_form"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits/forms/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One form. */
        get: operations["read_form"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits/forms/{id}/workbook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publishes a form from an XLSForm: the bytes of a workbook with the sheets `survey` and `choices`. A column `ledger` binds a question to a
         *     field of the ledger. With `dry_run=true` it is only looked at. Faults name sheet, row and column.
         */
        post: operations["publish_workbook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits/patrols": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a patrol in. It has a cell and a while, no position and no track. */
        post: operations["record_patrol"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/visits/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One visit. */
        get: operations["read_visit"];
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
    /** @description An answer; it only describes what the domain reads and writes. */
    VisitAnswerView: {
        /** @enum {string} */
        is: "text";
        /** @description A text. */
        value: string;
    } | {
        /** @enum {string} */
        is: "number";
        /** @description A number as text: `3`, `16.7`. */
        value: string;
    } | {
        /** @enum {string} */
        is: "date";
        /** @description A day: `2026-11-25`. */
        value: string;
    } | {
        /** @enum {string} */
        is: "yes_no";
        /** @description Yes or no. */
        value: boolean;
    } | {
        /** @enum {string} */
        is: "one";
        /** @description One of a list, by its name. */
        value: string;
    } | {
        /** @enum {string} */
        is: "many";
        /** @description Some of a list, by their names. */
        value: string[];
    };
    /** @description What was asked and answered. */
    VisitAnsweredView: {
        /** @description What was answered. */
        answer: components["schemas"]["VisitAnswerView"];
        /** @description `asked`, `confirmed`, `changed`. */
        came: string;
        /** @description What was asked. */
        label: components["schemas"]["Bilingual"];
        /** @description Whether it is shown masked. */
        masked: boolean;
        /** @description The question's name. */
        question: string;
        /** @description The same in words. */
        words: components["schemas"]["Bilingual"];
    };
    /** @description A visit to a door. */
    VisitBody: {
        /**
         * Format: uuid
         * @description Of whom the questions about a person were; if it is not said, the one who was met.
         */
        about?: string | null;
        /** @description The answers by the names of the questions. */
        answers?: {
            [key: string]: components["schemas"]["VisitGivenBody"];
        };
        /** @description By the phone's clock; at most 30 days ago. */
        at: string;
        /**
         * Format: uuid
         * @description The case that was opened in the same move: it is sent by itself under this id, before or after.
         */
        case?: string | null;
        /** @description The door's cell as the phone knew it: the credit stays there. */
        code: string;
        /**
         * Format: uuid
         * @description The visit that was recorded by mistake, and that this one puts right: of the same door, one's own or of those whom one leads. It stays in
         *     the history and counts nowhere; who went, when and in which campaign is taken from it.
         */
        corrects?: string | null;
        /** @description Which door. */
        door: components["schemas"]["VisitDoorBody"];
        form?: components["schemas"]["VisitFormBody"] | null;
        /**
         * Format: uuid
         * @description Made by the phone, version 7.
         */
        id: string;
        /** @description Whom they met, at most 20. */
        met?: string[];
        /** @description `done`, `refused`, `vacant`, `moved`, `not_reached`. */
        outcome: string;
        /** @description What was seen, at most 1,000 characters. */
        seen?: string;
        /** @description Why; unplanned if not said. */
        why?: components["schemas"]["VisitWhyBody"];
    };
    /** @description What a form asked in a month. */
    VisitBurdenRow: {
        /**
         * Format: int64
         * @description Questions that were asked.
         */
        asked: number;
        /**
         * Format: int64
         * @description Questions that were only confirmed.
         */
        confirmed: number;
        /** @description The form. */
        form: components["schemas"]["VisitFormName"];
        /**
         * Format: int64
         * @description How many people asked together.
         */
        members: number;
        /** @description `2026-11`. */
        month: string;
        /**
         * Format: double
         * @description The share of questions that nobody had to answer anew, 0 to 1.
         */
        spared: number;
        /**
         * Format: int64
         * @description Visits in which it was asked.
         */
        visits: number;
    };
    /** @description The meter. */
    VisitBurdenView: {
        /** @description Newest month first. */
        items: components["schemas"]["VisitBurdenRow"][];
    };
    /** @description What is done. */
    VisitCampaignActBody: {
        /** @enum {string} */
        action: "start";
    } | {
        /** @enum {string} */
        action: "next_round";
    } | {
        /** @enum {string} */
        action: "sign";
        gaps: components["schemas"]["VisitGapBody"][];
        unvisited?: string;
    } | {
        /** @enum {string} */
        action: "withdraw";
        reason: string;
    };
    /** @description A door of a campaign. */
    VisitCampaignDoor: {
        /** @description Its cell today. */
        code: string;
        /** @description Its cell when the list was fixed. */
        code_at_start: string;
        /** @description In words. */
        door: string;
        /**
         * Format: uuid
         * @description Which.
         */
        dwelling: string;
        end: components["schemas"]["KeyWords"] | null;
        /**
         * Format: uuid
         * @description The door in the address directory, where it is known there.
         */
        place: string | null;
        /** @description Why it was left, once the gaps are signed. */
        reason: string | null;
        /** @description Who went, when, with what outcome. */
        tries: components["schemas"]["VisitWentView"][];
    };
    /** @description A page of doors, cell by cell. */
    VisitCampaignDoorPage: {
        /** @description The doors. */
        items: components["schemas"]["VisitCampaignDoor"][];
        /** @description Where the next page begins. */
        next?: string | null;
    };
    /** @description A page of campaigns, newest first. */
    VisitCampaignPage: {
        /** @description The campaigns. */
        items: components["schemas"]["VisitCampaignView"][];
        /** @description Where the next page begins. */
        next?: string | null;
    };
    /** @description What a campaign's list would be. */
    VisitCampaignPreview: {
        /** @description Cell by cell. */
        cells: components["schemas"]["VisitCellDoors"][];
        /** @description How many doors. */
        doors: number;
    };
    /** @description A campaign. */
    VisitCampaignView: {
        /** @description What the reader may do now: `edit`, `start`, `next_round`, `sign`, `withdraw`. */
        actions: string[];
        /** @description Who wrote it. */
        by: components["schemas"]["StaffView"];
        /** @description Where. */
        code: string;
        /** @description The same in words. */
        code_words: string;
        coverage: components["schemas"]["VisitCoverageView"] | null;
        /** @description The form. */
        form: components["schemas"]["VisitFormName"];
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description Whom it goes to. */
        population: components["schemas"]["VisitPopulationView"];
        /** @description Why people are asked. */
        purpose: string;
        /**
         * Format: int32
         * @description Which round, from 1; 0 before it started.
         */
        round: number;
        signature: components["schemas"]["VisitSignatureView"] | null;
        /** @description Since when it runs, RFC 3339. */
        since: string | null;
        /** @description `draft`, `running`, `signed`, `withdrawn`, with its words. */
        status: components["schemas"]["KeyWords"];
        /** @description What it is called. */
        title: string;
        /**
         * Format: int64
         * @description The version.
         */
        version: number;
        withdrawn: components["schemas"]["VisitWithdrawnView"] | null;
    };
    /** @description How a cell stands. */
    VisitCellCoverage: {
        /** @description The cell. */
        code: string;
        /** @description How its doors stand. */
        coverage: components["schemas"]["VisitCoverageView"];
        holder: components["schemas"]["StaffView"] | null;
        /** @description The same in words. */
        words: string;
    };
    /** @description The doors of a cell. */
    VisitCellDoors: {
        /** @description The cell. */
        code: string;
        /** @description How many doors. */
        doors: number;
        /** @description The same in words. */
        words: string;
    };
    /** @description A choice. */
    VisitChoiceView: {
        /** @description What is shown. */
        label: components["schemas"]["Bilingual"];
        /** @description What is stored. */
        name: string;
    };
    /** @description A field for which two values stand. */
    VisitConflict: {
        /** @description The cell. */
        code: string;
        /** @description The door in words; empty where it is not known. */
        door: string;
        /** @description Which field, with its words. */
        field: components["schemas"]["KeyWords"];
        /** @description Whose. */
        of: components["schemas"]["VisitWhose"];
        /** @description The values. */
        values: components["schemas"]["VisitStandingView"][];
        /** @description The resident by masked name; null for a household. */
        who: string | null;
    };
    /** @description A page of fields with two values. */
    VisitConflictPage: {
        /** @description The fields. */
        items: components["schemas"]["VisitConflict"][];
        /** @description Where the next page begins. */
        next?: string | null;
    };
    /** @description How a campaign stands. */
    VisitCoverageByCell: {
        /** @description Cell by cell. */
        cells: components["schemas"]["VisitCellCoverage"][];
        /** @description All that the reader may see. */
        total: components["schemas"]["VisitCoverageView"];
    };
    /** @description How doors stand. Each is in exactly one place. */
    VisitCoverageView: {
        /** Format: int32 */
        done: number;
        /** Format: int32 */
        doors: number;
        /**
         * Format: int32
         * @description Done, refused, vacant and moved together.
         */
        ended: number;
        /** Format: int32 */
        moved: number;
        /**
         * Format: int32
         * @description Somebody went, and nobody answered.
         */
        not_reached: number;
        /** Format: int32 */
        refused: number;
        /**
         * Format: int32
         * @description Nobody went.
         */
        untried: number;
        /** Format: int32 */
        vacant: number;
    };
    /** @description Which door, by one of the ids by which a phone knows it. */
    VisitDoorBody: {
        /**
         * Format: uuid
         * @description Its own id.
         */
        dwelling?: string | null;
        /**
         * Format: uuid
         * @description A household behind it.
         */
        household?: string | null;
        /**
         * Format: uuid
         * @description Its room in the address directory.
         */
        place?: string | null;
    };
    /** @description What somebody says of a field. */
    VisitEditBody: {
        /** @description Which: `household.tenure` … */
        field: string;
        /**
         * Format: uuid
         * @description Made by the client, version 7.
         */
        id: string;
        /** @description Whose field. */
        of: components["schemas"]["VisitWhose"];
        /**
         * @description The edits shown on the screen. An answer that names all present ones settles the field. A chosen value that was shown masked is sent
         *     as it was shown.
         */
        seen?: string[];
        value?: components["schemas"]["VisitAnswerView"] | null;
    };
    /** @description What an edit answers. */
    VisitEditReceipt: {
        /** @description Whether two values stand now. */
        disputed: boolean;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
    };
    /**
     * @description A condition, or a part of one: `answer` of a question by `name`, `this`, `number` and `text` by `value`; `or`, `and`, `not`;
     *     `is`, `is_not`, `below`, `at_most`, `above`, `at_least`; `selected`, `count_selected`, `length`.
     */
    VisitExpr: {
        /** @description The question. */
        name?: string;
        /** @description What it does it to. */
        of?: components["schemas"]["VisitExpr"][];
        /** @description What it does. */
        op: string;
        /** @description The number or text. */
        value?: string;
    };
    /** @description A form and its version. */
    VisitFormBody: {
        /** @description Its id. */
        id: string;
        /**
         * Format: int32
         * @description The version.
         */
        version: number;
    };
    /** @description The forms. */
    VisitFormList: {
        /** @description By id. */
        items: components["schemas"]["VisitFormRow"][];
    };
    /** @description A form, as a visit names it. */
    VisitFormName: {
        /** @description Its id. */
        id: string;
        /** @description Its title. */
        title: components["schemas"]["Bilingual"];
        /**
         * Format: int32
         * @description The version.
         */
        version: number;
    };
    /** @description A form in a list: its newest version. */
    VisitFormRow: {
        /** @description Whose it is. */
        code: string;
        /** @description Its id. */
        id: string;
        /** @description When that version was published, RFC 3339. */
        published_at: string;
        /** @description How many questions. */
        questions: number;
        /** @description Its title. */
        title: components["schemas"]["Bilingual"];
        /**
         * Format: int32
         * @description The newest version.
         */
        version: number;
    };
    /** @description A form. */
    VisitFormView: {
        /** @description Its stable id. */
        id: string;
        /** @description Its questions, in order. */
        questions: components["schemas"]["VisitQuestionView"][];
        /** @description Its title. */
        title: components["schemas"]["Bilingual"];
        /**
         * Format: int32
         * @description The version.
         */
        version: number;
    };
    /** @description A gap, with the reason why it is left. */
    VisitGapBody: {
        /**
         * Format: uuid
         * @description The door.
         */
        dwelling: string;
        /** @description Why, at most 200 characters. */
        reason: string;
    };
    /** @description An answer as it was given at a door. */
    VisitGivenBody: {
        /** @description What. */
        answer: components["schemas"]["VisitAnswerView"];
        /** @description `asked`, `confirmed` (it was known, and is still so) or `changed` (it was known, and is not so any more). */
        came: string;
        /** @description The edits that stood on the screen for this field of the ledger. */
        seen?: string[];
    };
    /** @description Somebody who was met. */
    VisitMetView: {
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description 王**. */
        name: string;
    };
    /** @description A campaign as it is drafted. */
    VisitNewCampaignBody: {
        /** @description Where. */
        code: string;
        /** @description The form, pinned. */
        form: components["schemas"]["VisitFormBody"];
        /**
         * Format: uuid
         * @description Made by the client, version 7.
         */
        id: string;
        /** @description Whom it goes to. */
        population: components["schemas"]["VisitPopulationView"];
        /** @description Why people are asked; told at every door. At most 200 characters. */
        purpose: string;
        /** @description At most 60 characters. */
        title: string;
    };
    /** @description A form that is published. */
    VisitNewForm: {
        /** @description Whose it is. */
        code: string;
        /** @description Small letters, digits and hyphens; one that is there gets its next version. */
        id: string;
        /** @description Its questions, in order. */
        questions: components["schemas"]["VisitQuestionView"][];
        /** @description Its title. */
        title: components["schemas"]["Bilingual"];
    };
    /** @description A campaign, as a visit names it. */
    VisitOfCampaign: {
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /**
         * Format: int32
         * @description In which round somebody went; null once that is forgotten.
         */
        round: number | null;
        /** @description What it is called. */
        title: string;
    };
    /** @description A page of visits, newest first. */
    VisitPage: {
        /** @description The visits. */
        items: components["schemas"]["VisitView"][];
        /** @description Where the next page begins. */
        next?: string | null;
    };
    /** @description A walk through a cell. */
    VisitPatrolBody: {
        /** @description The cases that were opened on the way, at most 20: each is sent by itself. */
        cases?: string[];
        /** @description Which cell. */
        code: string;
        /** @description From; at most 30 days ago. */
        from: string;
        /**
         * Format: uuid
         * @description Made by the phone, version 7.
         */
        id: string;
        /** @description What was seen, at most 1,000 characters. */
        seen?: string;
        /** @description Until. */
        until: string;
    };
    /** @description Whom a campaign goes to; it only describes what the domain reads and writes. */
    VisitPopulationView: {
        /** @enum {string} */
        who: "all_doors";
    } | {
        /** @description What. */
        need: string;
        /** @enum {string} */
        who: "need";
    } | {
        /** @enum {string} */
        who: "tenants";
    } | {
        /**
         * Format: int32
         * @description In whole years, 50 to 110.
         */
        from: number;
        /** @enum {string} */
        who: "age";
    };
    /** @description A form as a desk sees it. */
    VisitPublishedForm: components["schemas"]["VisitFormView"] & {
        /** @description Whose it is. */
        code: string;
        /** @description When this version was published, RFC 3339; null for one that was only looked at. */
        published_at: string | null;
    };
    /** @description A question. */
    VisitQuestionView: {
        /** @description Of whom that field is: `household`, `resident`; given, and not taken. */
        about: string | null;
        /** @description The choices of `one` and `many`. */
        choices?: components["schemas"]["VisitChoiceView"][];
        constraint: components["schemas"]["VisitExpr"] | null;
        /** @description What is said when it does not. */
        constraint_says?: components["schemas"]["Bilingual"];
        /** @description The field of the ledger that it is bound to. */
        field: string | null;
        /** @description What helps to answer it. */
        hint?: components["schemas"]["Bilingual"];
        /** @description `text`, `integer`, `decimal`, `date`, `yes_no`, `one`, `many`, `note`. */
        kind: string;
        /** @description What is asked. */
        label: components["schemas"]["Bilingual"];
        /** @description Its stable name. */
        name: string;
        relevant: components["schemas"]["VisitExpr"] | null;
        /** @description Whether an answer is needed, where it is asked. */
        required?: boolean;
    };
    /** @description What a phone has in its hand for a visit: without it, it forgets nothing. */
    VisitReceipt: {
        /** @description Whether it counts in the coverage of its campaign. */
        counts: boolean;
        /** @description Fields of the ledger for which two values stand now. */
        disputed: string[];
        /**
         * Format: uuid
         * @description The door; none on a patrol.
         */
        dwelling: string | null;
        /**
         * Format: uuid
         * @description Which visit.
         */
        id: string;
    };
    /** @description A signature. */
    VisitSignatureView: {
        /** @description When, RFC 3339. */
        at: string;
        /** @description By whom. */
        by: components["schemas"]["StaffView"];
        /** @description SHA-256 over how each door had ended. */
        digest: string;
        /**
         * Format: int32
         * @description How many doors.
         */
        doors: number;
        /** @description The doors that were left; those under what the reader may see stand in the list of doors, with their reasons. */
        gaps: number;
        /** @description Why doors were left to which nobody ever went; empty if there were none. */
        unvisited: string;
    };
    /** @description One of the values that stand. */
    VisitStandingView: {
        answer: components["schemas"]["VisitAnswerView"] | null;
        /** @description When, RFC 3339. */
        at: string;
        by: components["schemas"]["StaffView"] | null;
        /**
         * Format: uuid
         * @description The edit, to be named by who settles it.
         */
        edit: string;
        /** @description Whether it is shown masked. */
        masked: boolean;
        /** @description In words. */
        words: components["schemas"]["Bilingual"];
    };
    /** @description A visit or a patrol. */
    VisitView: {
        /**
         * Format: uuid
         * @description Of whom the questions about a person were.
         */
        about: string | null;
        /** @description What was asked and answered, in the form's order. */
        answers: components["schemas"]["VisitAnsweredView"][];
        /** @description When, by the phone's clock, RFC 3339. */
        at: string;
        /** @description Who went. */
        by: components["schemas"]["StaffView"];
        campaign: components["schemas"]["VisitOfCampaign"] | null;
        /** @description Cases that were opened in the same move; who may see one reads it by its id. */
        cases: string[];
        /** @description The cell in which somebody went. */
        code: string;
        /**
         * Format: uuid
         * @description The visit that puts this one right, and counts in its place.
         */
        corrected: string | null;
        corrected_by: components["schemas"]["StaffView"] | null;
        /**
         * Format: uuid
         * @description The visit that this one puts right.
         */
        corrects: string | null;
        /** @description The door in words. */
        door: string;
        /**
         * Format: uuid
         * @description The door; null for a patrol.
         */
        dwelling: string | null;
        /** @description Whether what was said is forgotten, because its time is over. */
        forgotten: boolean;
        form: components["schemas"]["VisitFormName"] | null;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description `door` or `patrol`. */
        kind: string;
        /** @description Whether the reader may put it right. */
        may_correct: boolean;
        /** @description Whom they met. */
        met: components["schemas"]["VisitMetView"][];
        outcome: components["schemas"]["KeyWords"] | null;
        /**
         * Format: uuid
         * @description The door in the address directory, where it is known there.
         */
        place: string | null;
        /** @description `unplanned`, `campaign`, `alert`, `case`, `patrol`. */
        plan: string;
        /** @description When it came, RFC 3339. */
        received_at: string;
        /** @description What was seen. */
        seen: string;
        /** @description The end of a patrol. */
        until: string | null;
    };
    /** @description Somebody went. */
    VisitWentView: {
        /** @description When, by their phone's clock, RFC 3339. */
        at: string;
        /** @description Who. */
        by: components["schemas"]["StaffView"];
        /** @description How it ended. */
        outcome: components["schemas"]["KeyWords"];
    };
    /** @description Whose field it is: exactly one. */
    VisitWhose: {
        /**
         * Format: uuid
         * @description All who live together.
         */
        household?: string;
        /**
         * Format: uuid
         * @description One of them.
         */
        resident?: string;
    };
    /** @description Why somebody went. */
    VisitWhyBody: {
        /** @enum {string} */
        plan: "unplanned";
    } | {
        /** Format: uuid */
        campaign: string;
        /** @enum {string} */
        plan: "campaign";
        /** Format: int32 */
        round: number;
    } | {
        /** Format: uuid */
        alert: string;
        /** @enum {string} */
        plan: "alert";
    } | {
        /** Format: uuid */
        case: string;
        /** @enum {string} */
        plan: "case";
    };
    /** @description Why a campaign was given up. */
    VisitWithdrawnView: {
        /** @description When, RFC 3339. */
        at: string;
        /** @description Why. */
        reason: string;
    };
}

export interface Operations {
    list_visits: {
        parameters: {
            query?: {
                /** @description One's own. */
                mine?: boolean;
                /** @description Those to a door. */
                dwelling?: string;
                /** @description Those to a door, by its room in the address directory. */
                place?: string;
                /** @description Those to a door, by a household behind it. */
                household?: string;
                /** @description Those under a code; what the reader may see if nothing else is asked for. */
                under?: string;
                /** @description Only those of a campaign. */
                campaign?: string;
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
                    "application/json": components["schemas"]["VisitPage"];
                };
            };
        };
    };
    record_visit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VisitBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitReceipt"];
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
    read_burden: {
        parameters: {
            query?: {
                /** @description A code; everything under it. */
                under?: string;
                /** @description The number of months, including the present one; 12 by default, at most 36. */
                months?: number;
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
                    "application/json": components["schemas"]["VisitBurdenView"];
                };
            };
        };
    };
    list_campaigns: {
        parameters: {
            query?: {
                /** @description `draft`, `running`, `signed` or `withdrawn`; all if not said. */
                status?: string;
                /** @description Those under a code, and those above that run over it. */
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
                    "application/json": components["schemas"]["VisitCampaignPage"];
                };
            };
        };
    };
    draft_campaign: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VisitNewCampaignBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitCampaignView"];
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
    read_campaign: {
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
                    "application/json": components["schemas"]["VisitCampaignView"];
                };
            };
        };
    };
    amend_draft: {
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
                "application/json": components["schemas"]["VisitNewCampaignBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitCampaignView"];
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
    act_on_campaign: {
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
                "application/json": components["schemas"]["VisitCampaignActBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitCampaignView"];
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
    read_coverage: {
        parameters: {
            query?: {
                /** @description By the cells of the day on which the list was fixed, and not by those of today. */
                at_start?: boolean;
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
                    "application/json": components["schemas"]["VisitCoverageByCell"];
                };
            };
        };
    };
    list_campaign_doors: {
        parameters: {
            query?: {
                /** @description Those under a code. */
                under?: string;
                /** @description True: those that have not ended, which is the list of gaps. False: those that have. */
                open?: boolean;
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
                    "application/json": components["schemas"]["VisitCampaignDoorPage"];
                };
            };
        };
    };
    preview_campaign: {
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
                    "application/json": components["schemas"]["VisitCampaignPreview"];
                };
            };
        };
    };
    list_conflicts: {
        parameters: {
            query?: {
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
                    "application/json": components["schemas"]["VisitConflictPage"];
                };
            };
        };
    };
    write_edit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VisitEditBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitEditReceipt"];
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
    list_forms: {
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
                    "application/json": components["schemas"]["VisitFormList"];
                };
            };
        };
    };
    publish_form: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VisitNewForm"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitPublishedForm"];
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
    read_form: {
        parameters: {
            query?: {
                /** @description The newest if not said. */
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
                    "application/json": components["schemas"]["VisitPublishedForm"];
                };
            };
        };
    };
    publish_workbook: {
        parameters: {
            query: {
                /** @description Whose the form is. */
                code: string;
                /** @description Its title in Chinese; that of the sheet `settings` if not said. */
                title_zh?: string;
                /** @description Its title in English. */
                title_en?: string;
                /** @description Whether to look only. */
                dry_run?: boolean;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": number[];
            };
        };
        responses: {
            /** @description a look */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitPublishedForm"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitPublishedForm"];
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
    record_patrol: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VisitPatrolBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VisitReceipt"];
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
    read_visit: {
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
                    "application/json": components["schemas"]["VisitView"];
                };
            };
        };
    };
}
