// Written by `cargo xtask gen` from openapi/openapi.json: do not change it here.
import type { components, operations } from '../schema'

export interface Paths {
    "/api/v1/bulletins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Bulletins that the reader sees: current ones, unread first, then pinned, then the newest; or drafts; or closed ones. */
        get: operations["list_bulletins"];
        put?: never;
        /** Drafts a bulletin: nobody but those who may publish it sees it. */
        post: operations["draft_bulletin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One bulletin. */
        get: operations["read_bulletin"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Does something to a bulletin that is at the version of `If-Match`. */
        post: operations["act_on_bulletin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}/pictures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stores a picture with a bulletin: a multipart form with `id` (UUIDv7) and `file`. It is shown once the content names it; what no content
         *     names is removed after a day.
         */
        post: operations["attach_to_bulletin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}/pictures/{picture}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of a picture, for those who see the bulletin; one that its content does not name, for those who may publish it. */
        get: operations["read_bulletin_picture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Notes that one has read it as it is now. */
        post: operations["mark_bulletin_read"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulletins/{id}/readers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who of the staff in its area has not read it, for those who may publish it: a count and names in order of name, no times. */
        get: operations["list_bulletin_readers"];
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
}

export interface Operations {
    list_bulletins: {
        parameters: {
            query?: {
                /** @description `open` if not said. */
                view?: "open" | "mine" | "closed";
                /** @description Where the page of those that are over begins. */
                after?: string;
                /** @description At most 200. */
                limit?: number;
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
                    "application/json": components["schemas"]["BulletinList"];
                };
            };
        };
    };
    draft_bulletin: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulletinNew"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulletinView"];
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
    read_bulletin: {
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
                    "application/json": components["schemas"]["BulletinView"];
                };
            };
        };
    };
    act_on_bulletin: {
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
                "application/json": components["schemas"]["BulletinActBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulletinView"];
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
    attach_to_bulletin: {
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
                    "application/json": components["schemas"]["BulletinPicture"];
                };
            };
        };
    };
    read_bulletin_picture: {
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
    mark_bulletin_read: {
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
    list_bulletin_readers: {
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
                    "application/json": components["schemas"]["BulletinReaders"];
                };
            };
        };
    };
}
