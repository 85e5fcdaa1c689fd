// Written by `cargo xtask gen` from openapi/openapi.json: do not change it here.
import type { components, operations } from '../schema'

export interface Paths {
    "/api/v1/inbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's inbox, of every street in which one serves. Who holds nothing any more reads what was done to their own access. */
        get: operations["list_inbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbox/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Marks one message, or all, as read. */
        post: operations["read_inbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Server-sent events of what changes within one's scope: `cases.changed`, `care.changed`, `visits.changed`, `station.changed`; `lagged`
         *     when the watcher fell behind and should look afresh; `beat` while nothing happens; `crowded` when a newer stream of the same account
         *     takes the place of this one, which then ends. The stream ends when the session does, or the last post from which one heard.
         */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages to destinations. */
        get: operations["list_outbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/destinations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where messages go besides inboxes. */
        get: operations["list_destinations"];
        put?: never;
        /** Adds a webhook. */
        post: operations["add_destination"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/destinations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes a webhook out of use. */
        delete: operations["stop_destination"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lets messages go again after a restore, those of every street: only for somebody who manages them in all. */
        post: operations["resume_sending"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outbox/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tries a message again at once. */
        post: operations["retry_message"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}

export interface Schemas {
    /** @description How many changed. */
    OutboxChanged: {
        /**
         * Format: int64
         * @description How many.
         */
        changed: number;
    };
    /** @description A street's destinations. */
    OutboxDestinationList: {
        /** @description Whether nothing is sent since a restore, until somebody lets it go on. */
        held: boolean;
        /** @description Oldest first. */
        items: components["schemas"]["OutboxDestinationView"][];
    };
    /** @description A destination, without its secret. */
    OutboxDestinationView: {
        /** @description Whether it is in use. */
        active: boolean;
        /** @description Only what lies under this code. */
        code: string;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description Its name. */
        name: string;
        /** @description Topics; none means all. */
        topics: string[];
        /** @description Where to, without what may be secret in it: a password, a query. */
        url: string;
    };
    /** @description What one watcher is told: that a case, a care alert or a station's queue changed, and nothing of what it says. */
    OutboxHeard: {
        /** @description Where it belongs. */
        code: string;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description The status now. */
        status: string;
        /**
         * Format: int64
         * @description The version now.
         */
        version: number;
    };
    /** @description A page of an inbox. */
    OutboxInbox: {
        /** @description Newest first. */
        items: components["schemas"]["OutboxNoticeView"][];
        /** @description Where the next page begins. */
        next?: string | null;
        /**
         * Format: int64
         * @description Unread, counted up to 100.
         */
        unread: number;
    };
    /**
     * @description Where a message stands.
     * @enum {string}
     */
    OutboxMessageState: "waiting" | "delivered" | "given_up";
    /** @description A message on its way. */
    OutboxMessageView: {
        /** @description When it was written. */
        at: string;
        /**
         * Format: uuid
         * @description The case; of a topic `care.…` the care alert.
         */
        case: string;
        /**
         * Format: uuid
         * @description Where to.
         */
        destination: string;
        /** @description When it is tried next, RFC 3339. */
        due_at: string;
        /** @description Why the last try failed. */
        error: string;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description `waiting`, `delivered`, `given_up`. */
        state: components["schemas"]["OutboxMessageState"];
        /** @description What happened. */
        topic: string;
        /**
         * Format: int64
         * @description How often it was tried.
         */
        tries: number;
    };
    /** @description A new webhook. */
    OutboxNewDestination: {
        /** @description Only what lies under this code. */
        code: string;
        /**
         * Format: uuid
         * @description A UUIDv7 made by the client.
         */
        id: string;
        /** @description Its name. */
        name: string;
        /** @description The signing secret, at least 24 characters; it is never shown again. */
        secret: string;
        /** @description Topics; none means all. */
        topics?: string[];
        /** @description https, or http inside of a network that the operator named; without a password. */
        url: string;
    };
    /** @description What a message says: enough to act on, and nothing of a person. */
    OutboxNoticeBody: {
        /** @description Where. */
        code: string;
        /** @description In English. */
        en: string;
        /** @description The kind of the case, `care`, or the topic. */
        kind: string;
        /** @description The number of the case; of anything else empty. */
        number: string;
        /** @description The status; of what has none empty. */
        status: components["schemas"]["OutboxNoticeStatus"];
        /** @description In Chinese. */
        zh: string;
    };
    /**
     * @description Where a case or a care alert stands.
     * @enum {string}
     */
    OutboxNoticeStatus: "submitted" | "accepted" | "in_progress" | "returned" | "paused" | "resolved" | "confirmed" | "closed" | "withdrawn" | "duplicate" | "remeasuring" | "lower" | "raised" | "reaching" | "watching" | "with_kin" | "referred" | "follow_up" | "owed" | "stood_down";
    /** @description A message in one's inbox. */
    OutboxNoticeView: {
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
    };
    /** @description A page of the outbox. */
    OutboxPage: {
        /** @description Newest first. */
        items: components["schemas"]["OutboxMessageView"][];
        /** @description Where the next page begins. */
        next?: string | null;
    };
    /** @description Which messages were read; none named means all. */
    OutboxReadBody: {
        /**
         * Format: uuid
         * @description The message.
         */
        id?: string | null;
        /** @description The street; all of one's own where none is named. */
        street?: string | null;
    };
}

export interface Operations {
    list_inbox: {
        parameters: {
            query?: {
                /** @description The street; of an inbox all of one's own where none is named, of the outbox the first. */
                street?: string;
                /** @description `waiting`, `delivered` or `given_up`; of the outbox. */
                state?: components["schemas"]["OutboxMessageState"];
                /** @description At most this many, up to 200. */
                limit?: number;
                /** @description The id of the last one of the page before. */
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
                    "application/json": components["schemas"]["OutboxInbox"];
                };
            };
        };
    };
    read_inbox: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OutboxReadBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutboxChanged"];
                };
            };
        };
    };
    live: {
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
                    "text/event-stream": components["schemas"]["OutboxHeard"];
                };
            };
        };
    };
    list_outbox: {
        parameters: {
            query?: {
                /** @description The street; of an inbox all of one's own where none is named, of the outbox the first. */
                street?: string;
                /** @description `waiting`, `delivered` or `given_up`; of the outbox. */
                state?: components["schemas"]["OutboxMessageState"];
                /** @description At most this many, up to 200. */
                limit?: number;
                /** @description The id of the last one of the page before. */
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
                    "application/json": components["schemas"]["OutboxPage"];
                };
            };
        };
    };
    list_destinations: {
        parameters: {
            query?: {
                /** @description The street; of an inbox all of one's own where none is named, of the outbox the first. */
                street?: string;
                /** @description `waiting`, `delivered` or `given_up`; of the outbox. */
                state?: components["schemas"]["OutboxMessageState"];
                /** @description At most this many, up to 200. */
                limit?: number;
                /** @description The id of the last one of the page before. */
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
                    "application/json": components["schemas"]["OutboxDestinationList"];
                };
            };
        };
    };
    add_destination: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OutboxNewDestination"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OutboxChanged"];
                };
            };
        };
    };
    stop_destination: {
        parameters: {
            query?: {
                /** @description The street; of an inbox all of one's own where none is named, of the outbox the first. */
                street?: string;
                /** @description `waiting`, `delivered` or `given_up`; of the outbox. */
                state?: components["schemas"]["OutboxMessageState"];
                /** @description At most this many, up to 200. */
                limit?: number;
                /** @description The id of the last one of the page before. */
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
                    "application/json": components["schemas"]["OutboxChanged"];
                };
            };
        };
    };
    resume_sending: {
        parameters: {
            query?: {
                /** @description The street; of an inbox all of one's own where none is named, of the outbox the first. */
                street?: string;
                /** @description `waiting`, `delivered` or `given_up`; of the outbox. */
                state?: components["schemas"]["OutboxMessageState"];
                /** @description At most this many, up to 200. */
                limit?: number;
                /** @description The id of the last one of the page before. */
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
                    "application/json": components["schemas"]["OutboxChanged"];
                };
            };
        };
    };
    retry_message: {
        parameters: {
            query?: {
                /** @description The street; of an inbox all of one's own where none is named, of the outbox the first. */
                street?: string;
                /** @description `waiting`, `delivered` or `given_up`; of the outbox. */
                state?: components["schemas"]["OutboxMessageState"];
                /** @description At most this many, up to 200. */
                limit?: number;
                /** @description The id of the last one of the page before. */
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
                    "application/json": components["schemas"]["OutboxChanged"];
                };
            };
        };
    };
}
