// Written by `cargo xtask gen` from openapi/openapi.json: do not change it here.
import type { components, operations } from '../schema'

export interface Paths {
    "/api/v1/people/absences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Absences today and later of those who hold something under a code. */
        get: operations["list_absences"];
        put?: never;
        /** Enters an absence: one's own, or as a leader somebody else's. */
        post: operations["enter_absence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/absences/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends an absence early: at once, or after a day. */
        delete: operations["end_absence"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts that the actor may see. */
        get: operations["list_accounts"];
        put?: never;
        /** Makes an account. */
        post: operations["create_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One account, with what it holds, held and will hold. */
        get: operations["read_account"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes login, name or phone. The login may only be changed by somebody who manages people in every street in which the account serves. */
        patch: operations["change_account"];
        trace?: never;
    };
    "/api/v1/people/accounts/{id}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Invites a person to set a password, for the first time or after they forgot theirs: an older invitation and their sessions end. */
        post: operations["invite_account"];
        /** Withdraws the invitation of a person. */
        delete: operations["revoke_invitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/accounts/{id}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Records that somebody has left: everything that named them passes on, and a list says where. */
        post: operations["leave_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/accounts/{id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Sets the password of an account and ends its sessions; its tokens stay until they are withdrawn or over. */
        put: operations["set_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/accounts/{id}/unmask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows a phone in clear, and logs who saw it and why. What it answers is not kept: a resend looks, and logs, again. */
        post: operations["unmask_account"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who holds, held and will hold something at a code. What somebody holds stands in `/people/accounts/{id}`. */
        get: operations["list_assignments"];
        put?: never;
        /**
         * Gives a role at a code. Only at codes under which the actor manages people, to accounts that the actor may see. One that reaches
         *     residents waits until a second person confirms it, while there is one.
         */
        post: operations["assign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/assignments/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ends an assignment: at once, or after a day. It stays in the history. */
        delete: operations["end_assignment"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/duty": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who answers for every code under one, at this moment. */
        get: operations["read_duty"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Access that was given and that nobody else has confirmed: what waits, and what took effect because nobody was there. One sees what one
         *     may decide, gave or gains; who manages people or audits sees all of the street.
         */
        get: operations["list_grants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/grants/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirms or refuses access that somebody else gave. What waits takes effect with it. */
        post: operations["decide"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/handovers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The list of what was handed over when somebody left, for those who manage people there or took something over. */
        get: operations["read_handover"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/holes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The codes for which nobody answers at this moment, with who answers above. */
        get: operations["read_holes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Invitations of those who serve under a code. */
        get: operations["list_invitations"];
        put?: never;
        /** Invites everybody under a code who never signed in. */
        post: operations["invite_many"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/rights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who can read what in a street today and later: posts, deputies, doctors' teams and tokens, with who gave each and who confirmed it. */
        get: operations["list_rights"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/rights/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as a file. */
        get: operations["save_rights"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/street-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tokens for places in a street: those of the street and those of people; without their secrets. */
        get: operations["list_street_tokens"];
        put?: never;
        /** Makes a token of the street. One that reaches residents works once a second person has confirmed it. Its secret is shown once. */
        post: operations["make_street_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/street-tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraws a token in the street, also one created by somebody else. */
        delete: operations["withdraw_street_token"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's tokens, without their secrets. */
        get: operations["list_tokens"];
        put?: never;
        /** Makes a token. Its secret is shown once and not kept: a resend makes no second token, and shows no secret. */
        post: operations["make_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Withdraws a token of one's own. */
        delete: operations["withdraw_token"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}

export interface Schemas {
    /** @description Absences. */
    PeopleAbsencePage: {
        /** @description By first day. */
        items: components["schemas"]["PeopleAbsenceView"][];
    };
    /** @description Days of absence with a deputy. */
    PeopleAbsenceView: {
        /** @description Who is away. */
        account: components["schemas"]["PeopleNamedPerson"];
        deputy?: components["schemas"]["PeopleNamedPerson"] | null;
        deputy_waiting?: components["schemas"]["PeopleNamedPerson"] | null;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description First day, `YYYY-MM-DD`. */
        since: string;
        /** @description Last day, `YYYY-MM-DD`. */
        until: string;
    };
    /** @description An invitation with the password that shall hold. */
    PeopleAccept: {
        /**
         * @description The one-time code of the slip.
         * @default null
         */
        code: string | null;
        /**
         * @description The part after the `#` of the link.
         * @default null
         */
        link: string | null;
        /**
         * @description The login of the slip.
         * @default null
         */
        login: string | null;
        /**
         * @description The password: at least ten characters.
         * @default
         */
        password: string;
    };
    /** @description A right, or one that waits. */
    PeopleAccessView: {
        /** @description When, RFC 3339. */
        at?: string | null;
        /**
         * Format: uuid
         * @description What was given together and can be confirmed by one press.
         */
        batch?: string | null;
        by?: components["schemas"]["PeopleNamedPerson"] | null;
        /** @description Where. */
        code: string;
        /** @description When, RFC 3339. */
        confirmed_at?: string | null;
        confirmed_by?: components["schemas"]["PeopleNamedPerson"] | null;
        deputy_for?: components["schemas"]["PeopleNamedPerson"] | null;
        /**
         * Format: uuid
         * @description The act by which it was given; null for what was given before acts were recorded.
         */
        id?: string | null;
        /** @description Whether the reader may confirm or refuse it. */
        may_decide: boolean;
        /** @description The token or team by name. */
        name?: string | null;
        /** @description Whether the reader gave it, and may take it back while it waits. */
        own: boolean;
        /** @description `personal`, `health`, `rights`: what it lets somebody see, or give. */
        reaches: string[];
        /** @description The role's key, of a post. */
        role?: string | null;
        /** @description First day, `YYYY-MM-DD`. */
        since?: string | null;
        /** @description `waiting`, `unconfirmed`, `confirmed`, `free` (needs nobody), `before` (given before this rule) or `own` (a token of one's own). */
        standing: string;
        /** @description Last day; null if open. */
        until?: string | null;
        /** @description When a token was last used, RFC 3339. */
        used_at?: string | null;
        /** @description The verbs of a token. */
        verbs: string[];
        /** @description `post`, `deputy`, `pair`, `team`, `invitation`, `token` (of the street) or `own_token`. */
        what: string;
        /** @description Who has it; nobody for a token of the street. */
        who: components["schemas"]["PeopleNamedPerson"][];
        /** @description The same in words. */
        words: string;
    };
    /** @description A page of accounts, by login. */
    PeopleAccountPage: {
        /** @description The rows. */
        items: components["schemas"]["PeopleAccountView"][];
        /** @description Where the next page begins. */
        next?: string | null;
    };
    /** @description An account with its history in the street. */
    PeopleAccountPageOne: components["schemas"]["PeopleAccountView"] & {
        /** @description All absences, latest first. */
        absences: components["schemas"]["PeopleAbsenceView"][];
        /** @description All assignments, latest first. */
        history: components["schemas"]["PeoplePostView"][];
        /** @description Posts that a second person has yet to confirm. */
        waiting: components["schemas"]["PeoplePostView"][];
    };
    /**
     * @description Where an account stands.
     * @enum {string}
     */
    PeopleAccountState: "active" | "left";
    /** @description An account, without its password and with its phone masked. */
    PeopleAccountView: {
        /** @description What is held now and later. */
        grants: components["schemas"]["PeoplePostView"][];
        /** @description Whether a password is set: without one nobody signs in. */
        has_password: boolean;
        /** @description The street that keeps the account. */
        home: string;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description Until when an invitation can be used, RFC 3339; null if none is open. */
        invited_until?: string | null;
        /** @description The login. */
        login: string;
        /** @description The name on screen. */
        name: string;
        /** @description The phone with its middle hidden; null if none is kept. */
        phone_masked?: string | null;
        /** @description `active` or `left`. */
        state: components["schemas"]["PeopleAccountState"];
        /**
         * Format: int64
         * @description For `If-Match`.
         */
        version: number;
    };
    /** @description An invitation as somebody brings it: a link, or login and code. */
    PeopleBrought: {
        /**
         * @description The one-time code of the slip.
         * @default null
         */
        code: string | null;
        /**
         * @description The part after the `#` of the link.
         * @default null
         */
        link: string | null;
        /**
         * @description The login of the slip.
         * @default null
         */
        login: string | null;
    };
    /** @description What is changed in an account; what is left out stays. */
    PeopleChangeAccount: {
        /** @description The login. */
        login?: string | null;
        /** @description The name. */
        name?: string | null;
        /** @description The phone; an empty text takes it away. */
        phone?: string | null;
    };
    /** @description A phone in clear. */
    PeopleClearPhone: {
        /** @description The phone. */
        phone: string;
    };
    /** @description A word on acts of giving. */
    PeopleDecideBody: {
        /**
         * Format: uuid
         * @description All that was given together.
         * @default null
         */
        batch: string | null;
        /**
         * @description Whether it is confirmed; otherwise it is refused, or taken back by who gave it.
         * @default false
         */
        confirm: boolean;
        /**
         * @description Which; at most 5,000.
         * @default []
         */
        ids: string[];
        /**
         * @description The street; needed where one serves several.
         * @default null
         */
        street: string | null;
    };
    /** @description What became of them. */
    PeopleDecided: {
        /** @description How many had been decided or withdrawn before. */
        before: number;
        /** @description How many were confirmed or refused. */
        done: number;
        /** @description How many cannot take effect any more, and go on waiting. */
        failed: number;
    };
    /** @description Who answers. */
    PeopleDutyHolder: {
        /** @description The person. */
        account: components["schemas"]["PeopleNamedPerson"];
        /** @description Where the role is held. */
        code: string;
        deputy_for?: components["schemas"]["PeopleNamedPerson"] | null;
        /** @description The role's key. */
        role: string;
        /** @description The role in English. */
        role_en: string;
        /** @description The role in Chinese. */
        role_zh: string;
    };
    /** @description Who answers where. */
    PeopleDutyPage: {
        /** @description How many of all codes asked for are holes. */
        holes: number;
        /** @description By code. */
        items: components["schemas"]["PeopleDutyView"][];
    };
    /** @description Who answers for one code. */
    PeopleDutyView: {
        climbs_to?: components["schemas"]["PeopleDutyHolder"] | null;
        /** @description The code. */
        code: string;
        holder?: components["schemas"]["PeopleDutyHolder"] | null;
        /** @description Whether nobody answers here. */
        hole: boolean;
        /** @description `street`, `community`, `grid` or `micro_grid`. */
        level: components["schemas"]["GridLevel"];
        /** @description Its own name, if it has one. */
        name: string;
        /** @description The same in words. */
        words: string;
    };
    /** @description What ending an assignment did. */
    PeopleEnded: {
        /** @description How many open cases, alerts, parts and deputyships passed on, because the person cannot see them any more. */
        passed: number;
        /** @description The assignment as it is now. */
        post: components["schemas"]["PeoplePostView"];
    };
    /** @description Somebody who set their password and is signed in. */
    PeopleFirstSignIn: {
        /** @description The address of the face that fits their posts: `/`, `/m/` or `/station/`. */
        face: string;
        /** @description Who they are. */
        me: components["schemas"]["AccessMe"];
    };
    /** @description What a second person has to look at. */
    PeopleGrantPage: {
        /** @description What waits first, oldest first; then what took effect and nobody confirmed. */
        items: components["schemas"]["PeopleAccessView"][];
        /** @description How many of them the reader may decide. */
        mine: number;
    };
    /** @description What passed when somebody left. */
    PeopleHandoverView: {
        /** @description Who left. */
        account: components["schemas"]["PeopleNamedPerson"];
        /** @description When, RFC 3339. */
        at: string;
        /** @description Who recorded it. */
        by: components["schemas"]["PeopleNamedPerson"];
        /** @description The first day without them, `YYYY-MM-DD`. */
        day: string;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description What went where. */
        items: components["schemas"]["PeoplePassedView"][];
    };
    /** @description Who held a code. */
    PeopleHeldPage: {
        /** @description Latest first. */
        items: components["schemas"]["PeopleHeldView"][];
    };
    /** @description Somebody at a code. */
    PeopleHeldView: components["schemas"]["PeoplePostView"] & {
        /** @description Who. */
        account: components["schemas"]["PeopleNamedPerson"];
    };
    /** @description Invitations. */
    PeopleInvitationPage: {
        /** @description Newest first; what a newer one replaced is left out. */
        items: components["schemas"]["PeopleInvitationView"][];
    };
    /** @description An invitation in a list; never its link or code. */
    PeopleInvitationView: {
        /** @description For whom. */
        account: components["schemas"]["PeopleNamedPerson"];
        /** @description Who made it; its name is empty where the operator did. */
        by: components["schemas"]["PeopleNamedPerson"];
        /** @description Since when, RFC 3339. */
        created_at: string;
        /** @description Until when, RFC 3339. */
        expires: string;
        /** @description Their login. */
        login: string;
        /** @description `open`, `used`, `revoked` or `expired`. */
        state: string;
    };
    /** @description Whom to invite. */
    PeopleInviteMany: {
        /**
         * @description Also those who hold an invitation that can still be used; it ends.
         * @default false
         */
        again: boolean;
        /**
         * @description A code: everybody who serves under it and never signed in. Without it, the street.
         * @default null
         */
        under: string | null;
    };
    /** @description Whom an invitation is for. */
    PeopleInvited: {
        /** @description Until when it can be used, RFC 3339. */
        expires: string;
        /** @description The login, for the next time. */
        login: string;
        /** @description The name, to be confirmed. */
        name: string;
        /** @description What they hold now and later. */
        posts: components["schemas"]["PeoplePostView"][];
        /** @description Whether a password was set before: then it is replaced. */
        replaces: boolean;
        /** @description The street. */
        street: string;
    };
    /** @description When somebody leaves. */
    PeopleLeaveBody: {
        /** @description The first day on which they no longer serve, `YYYY-MM-DD`; today if not given, and never later. */
        day?: string | null;
    };
    /** @description What recording a leave answers. */
    PeopleLeft: {
        /**
         * Format: uuid
         * @description The list of what passed where.
         */
        handover: string;
        /** @description How many things it names. */
        items: number;
    };
    /** @description An invitation as it is handed over: on a slip with a code, or as a link. */
    PeopleLoginSlip: {
        /**
         * Format: uuid
         * @description For whom.
         */
        account: string;
        /** @description The one-time code, this once; null in the answer to a resend. */
        code?: string | null;
        /** @description Until when it can be used, RFC 3339. */
        expires: string;
        /** @description The path of the link, this once; null in the answer to a resend. */
        link?: string | null;
        /** @description Their login. */
        login: string;
        /** @description Their name. */
        name: string;
        /** @description What they hold now and later. */
        posts: components["schemas"]["PeoplePostView"][];
        /** @description The name of the street that keeps the account. */
        street: string;
        /** @description Whether it can be used only once a second person has confirmed it. */
        waiting: boolean;
    };
    /** @description What inviting many made. */
    PeopleLoginSlips: {
        /** @description By login. */
        items: components["schemas"]["PeopleLoginSlip"][];
        /** @description Whether there are more than one press makes. */
        more: boolean;
        /** @description People who also serve elsewhere, and are invited by those who manage people there as well. */
        skipped: number;
    };
    /** @description A token that was just made. */
    PeopleMadeToken: {
        /** @description What to do with the secret, or why it is not here. */
        note: components["schemas"]["Bilingual"];
        /** @description Its secret, this once; null in the answer to a resend. */
        secret?: string | null;
        /** @description The token. */
        token: components["schemas"]["PeopleTokenView"];
    };
    /** @description A person by name. */
    PeopleNamedPerson: {
        /**
         * Format: uuid
         * @description The account.
         */
        id: string;
        /** @description The name. */
        name: string;
    };
    /** @description Days of absence as they are entered. */
    PeopleNewAbsence: {
        /**
         * Format: uuid
         * @description Who is away.
         */
        account: string;
        /**
         * Format: uuid
         * @description Who stands in; without one the next code up answers.
         */
        deputy?: string | null;
        /**
         * Format: uuid
         * @description A UUIDv7 made by the client.
         */
        id: string;
        /** @description First day, `YYYY-MM-DD`. */
        since: string;
        /** @description Last day, `YYYY-MM-DD`. */
        until: string;
    };
    /** @description A new account as it is sent. */
    PeopleNewAccount: {
        /**
         * Format: uuid
         * @description A UUIDv7 made by the client.
         */
        id: string;
        /** @description The login; folded, unique in the installation. */
        login: string;
        /** @description The name on screen. */
        name: string;
        /** @description A first password; without one nobody signs in until one is set. */
        password?: string | null;
        /** @description The phone; kept sealed. */
        phone?: string;
        /** @description The street that keeps the account; needed where the actor manages several. */
        street?: string | null;
    };
    /** @description A role at a code as it is given. */
    PeopleNewAssignment: {
        /**
         * Format: uuid
         * @description Who.
         */
        account: string;
        /** @description Where. */
        code: string;
        /**
         * Format: uuid
         * @description A UUIDv7 made by the client.
         */
        id: string;
        /** @description The role's key. */
        role: string;
        /** @description First day, `YYYY-MM-DD`. */
        since: string;
        /** @description Last day; open if not given. */
        until?: string | null;
    };
    /** @description A token as it is asked for. */
    PeopleNewToken: {
        /** @description Where. */
        code: string;
        /** @description Until when, RFC 3339; within a year. */
        expires: string;
        /**
         * Format: uuid
         * @description A UUIDv7 made by the client.
         */
        id: string;
        /** @description What for. */
        name: string;
        /** @description What it may do: keys of verbs that its owner may do under the code, or scopes as SMART on FHIR writes them. */
        verbs: string[];
    };
    /** @description One thing that passed. */
    PeoplePassedView: {
        /**
         * Format: uuid
         * @description The case, of a case or part.
         */
        case?: string | null;
        /** @description The code of a post, or the one that answers for a case now. */
        code?: string | null;
        /**
         * Format: int32
         * @description Sessions and tokens that ended.
         */
        count?: number | null;
        /** @description Its number on screen. */
        number?: string | null;
        of?: components["schemas"]["PeopleNamedPerson"] | null;
        to?: components["schemas"]["PeopleNamedPerson"] | null;
        /** @description `post`, `case`, `alert`, `part`, `deputyship` or `keys`. */
        what: components["schemas"]["PeoplePassedWhat"];
        /** @description The same in words. */
        words?: string | null;
    };
    /**
     * @description What passed when somebody left.
     * @enum {string}
     */
    PeoplePassedWhat: "post" | "case" | "alert" | "part" | "deputyship" | "keys";
    /** @description A role at a code, from a day to a day. */
    PeoplePostView: {
        /** @description Where. */
        code: string;
        /** @description Whether it is held today. */
        held: boolean;
        /**
         * Format: uuid
         * @description The assignment.
         */
        id: string;
        /** @description The role's key. */
        role: string;
        /** @description The role in English. */
        role_en: string;
        /** @description The role in Chinese. */
        role_zh: string;
        /** @description First day, `YYYY-MM-DD`. */
        since: string;
        /** @description Last day; null if open. */
        until?: string | null;
        /** @description Whether it waits for a second person, and nothing is held yet. */
        waiting?: boolean;
        /** @description The same in words. */
        words: string;
    };
    /** @description Every right in a street. */
    PeopleRightPage: {
        /** @description By code, then by name. */
        items: components["schemas"]["PeopleAccessView"][];
    };
    /** @description A password that an administrator sets. */
    PeopleSetPassword: {
        /** @description At least ten characters. */
        password: string;
    };
    /** @description A token with what is known of it. */
    PeopleStreetToken: components["schemas"]["PeopleAccessView"] & {
        /**
         * Format: uuid
         * @description Which token.
         */
        token: string;
    };
    /** @description The tokens in a street. */
    PeopleStreetTokenPage: {
        /** @description Those that wait first; then the newest. */
        items: components["schemas"]["PeopleStreetToken"][];
        /** @description The verbs that a token of the street can be given. */
        offered: string[];
    };
    /** @description Tokens of one's own. */
    PeopleTokenPage: {
        /** @description Newest first. */
        items: components["schemas"]["PeopleTokenView"][];
    };
    /** @description A token as its owner sees it; never its secret. */
    PeopleTokenView: {
        /** @description Where. */
        code: string;
        /** @description Since when, RFC 3339. */
        created_at: string;
        /** @description Until when, RFC 3339. */
        expires: string;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description What for. */
        name: string;
        /** @description Whether it belongs to the street. */
        of_street?: boolean;
        /** @description Whether it is over. */
        over: boolean;
        /** @description When it was last used, RFC 3339, to ten minutes; null if never. */
        used_at?: string | null;
        /** @description What it may do. */
        verbs: string[];
        /** @description Whether it works only once a second person has confirmed it. */
        waiting?: boolean;
    };
    /** @description Why somebody's phone is wanted in clear. */
    PeopleUnmaskPhone: {
        /** @description Why; it is logged. */
        reason: string;
    };
}

export interface Operations {
    list_absences: {
        parameters: {
            query?: {
                /** @description A code; everything under it. Without it, the street. */
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
                    "application/json": components["schemas"]["PeopleAbsencePage"];
                };
            };
        };
    };
    enter_absence: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PeopleNewAbsence"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleAbsenceView"];
                };
            };
        };
    };
    end_absence: {
        parameters: {
            query?: {
                /** @description The last day, `YYYY-MM-DD`; yesterday if not given, which ends it at once. */
                until?: string;
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
                    "application/json": components["schemas"]["PeopleAbsenceView"];
                };
            };
        };
    };
    list_accounts: {
        parameters: {
            query?: {
                /** @description A code: those who hold something under it, now or later. Without it, the street. */
                under?: string;
                /** @description The beginning of a login or a name. */
                q?: string;
                /** @description `serving` (the default), or `home`: all accounts that the street keeps, those who hold nothing and those who left included. */
                view?: string;
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
                    "application/json": components["schemas"]["PeopleAccountPage"];
                };
            };
        };
    };
    create_account: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PeopleNewAccount"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleAccountView"];
                };
            };
        };
    };
    read_account: {
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
                    "application/json": components["schemas"]["PeopleAccountPageOne"];
                };
            };
        };
    };
    change_account: {
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
                "application/json": components["schemas"]["PeopleChangeAccount"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleAccountView"];
                };
            };
        };
    };
    invite_account: {
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
                    "application/json": components["schemas"]["PeopleLoginSlip"];
                };
            };
        };
    };
    revoke_invitation: {
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
    leave_account: {
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
                "application/json": components["schemas"]["PeopleLeaveBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleLeft"];
                };
            };
        };
    };
    set_password: {
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
                "application/json": components["schemas"]["PeopleSetPassword"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleAccountView"];
                };
            };
        };
    };
    unmask_account: {
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
                "application/json": components["schemas"]["PeopleUnmaskPhone"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleClearPhone"];
                };
            };
        };
    };
    list_assignments: {
        parameters: {
            query: {
                /** @description The code at which something was held. */
                code: string;
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
                    "application/json": components["schemas"]["PeopleHeldPage"];
                };
            };
        };
    };
    assign: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PeopleNewAssignment"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeoplePostView"];
                };
            };
        };
    };
    end_assignment: {
        parameters: {
            query?: {
                /** @description The last day, `YYYY-MM-DD`; yesterday if not given, which ends it at once. */
                until?: string;
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
                    "application/json": components["schemas"]["PeopleEnded"];
                };
            };
        };
    };
    read_duty: {
        parameters: {
            query?: {
                /** @description A code; everything under it. Without it, the street. */
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
                    "application/json": components["schemas"]["PeopleDutyPage"];
                };
            };
        };
    };
    list_grants: {
        parameters: {
            query?: {
                /** @description A code; everything under it. Without it, the street. */
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
                    "application/json": components["schemas"]["PeopleGrantPage"];
                };
            };
        };
    };
    decide: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PeopleDecideBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleDecided"];
                };
            };
        };
    };
    read_handover: {
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
                    "application/json": components["schemas"]["PeopleHandoverView"];
                };
            };
        };
    };
    read_holes: {
        parameters: {
            query?: {
                /** @description A code; everything under it. Without it, the street. */
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
                    "application/json": components["schemas"]["PeopleDutyPage"];
                };
            };
        };
    };
    list_invitations: {
        parameters: {
            query?: {
                /** @description A code; everything under it. Without it, the street. */
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
                    "application/json": components["schemas"]["PeopleInvitationPage"];
                };
            };
        };
    };
    invite_many: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PeopleInviteMany"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleLoginSlips"];
                };
            };
        };
    };
    list_rights: {
        parameters: {
            query?: {
                /** @description A code; everything under it. Without it, the street. */
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
                    "application/json": components["schemas"]["PeopleRightPage"];
                };
            };
        };
    };
    save_rights: {
        parameters: {
            query?: {
                /** @description A code; everything under it. Without it, the street. */
                under?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a table */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_street_tokens: {
        parameters: {
            query?: {
                /** @description A code; everything under it. Without it, the street. */
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
                    "application/json": components["schemas"]["PeopleStreetTokenPage"];
                };
            };
        };
    };
    make_street_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PeopleNewToken"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleMadeToken"];
                };
            };
        };
    };
    withdraw_street_token: {
        parameters: {
            query?: {
                /** @description A code; everything under it. Without it, the street. */
                under?: string;
            };
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
    list_tokens: {
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
                    "application/json": components["schemas"]["PeopleTokenPage"];
                };
            };
        };
    };
    make_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PeopleNewToken"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PeopleMadeToken"];
                };
            };
        };
    };
    withdraw_token: {
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
}
