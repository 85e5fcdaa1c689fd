// Written by `cargo xtask gen` from openapi/openapi.json: do not change it here.
import type { components, operations } from '../schema'

export interface Paths {
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in. */
        get: operations["who_am_i"];
        put?: never;
        /**
         * Signs in. After too many wrong passwords for a name, or from an address, a device that the account does not know waits; a name that
         *     nobody has is answered alike.
         */
        post: operations["sign_in"];
        /** Signs out. The cookie goes even if the session had ended by itself. */
        delete: operations["sign_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The people of the demonstration street. Where it is not one, nobody is told. */
        get: operations["demo_people"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Changes one's password and ends all other sessions and one's tokens; the answer carries the cookie of a fresh one. After some wrong
         *     old ones it waits.
         */
        put: operations["change_password"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session/vault": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The key under which this device keeps this account's work. Only a signed-in person has one; a program's token does not. */
        get: operations["vault_key"];
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
    /** @description The old and the new password. */
    AccessChangePassword: {
        /** @description The one that shall hold. */
        new: string;
        /** @description The one that holds. */
        old: string;
    };
    /** @description Whether this is the demonstration street, and whom one can be in it. */
    AccessDemo: {
        /** @description One person of each role; nobody where it is not. */
        accounts: components["schemas"]["AccessDemoPerson"][];
        /** @description Whether it is. */
        demo: boolean;
    };
    /** @description A made-up person of the demonstration street, to sign in as by a click. */
    AccessDemoPerson: {
        /** @description Where. */
        area: string;
        /** @description The login. */
        login: string;
        /** @description The name. */
        name: string;
        /** @description The password of every made-up person. */
        password: string;
        /** @description What they are. */
        role: components["schemas"]["Bilingual"];
    };
    /** @description A role at a code. */
    AccessGrantView: {
        /** @description Where. */
        code: string;
        /**
         * Format: uuid
         * @description For whom, as a deputy.
         */
        deputy_for?: string | null;
        /** @description The role's key. */
        role: string;
        /** @description The role in English. */
        role_en: string;
        /** @description The role in Chinese. */
        role_zh: string;
        /** @description The same in words. */
        words: string;
    };
    /** @description Who is signed in, what they hold, and what they may do somewhere. */
    AccessMe: {
        /** @description Whether this is the demonstration street. */
        demo: boolean;
        /** @description What is held today. */
        grants: components["schemas"]["AccessGrantView"][];
        /**
         * Format: uuid
         * @description The account.
         */
        id: string;
        /** @description The name. */
        name: string;
        /** @description The codes under which cases can be seen. */
        scopes: string[];
        /** @description The streets in which anything is held. */
        streets: components["schemas"]["AccessStreetName"][];
        /**
         * Format: int64
         * @description Unread messages, counted up to 100.
         */
        unread: number;
        /** @description The verbs that are allowed somewhere; what holds in every street only if it is allowed in each. */
        verbs: string[];
    };
    /** @description Login and password. */
    AccessSignIn: {
        /** @description The login. */
        login: string;
        /** @description The password. */
        password: string;
    };
    /** @description A street by name. */
    AccessStreetName: {
        /** @description Nine digits. */
        code: string;
        /** @description The name. */
        name: string;
    };
    /** @description The key of one account on one device. Its `Debug` would show the key, so it has none. */
    AccessVaultKey: {
        /**
         * Format: uuid
         * @description Whose.
         */
        account: string;
        /** @description 32 bytes in base64: the same after signing in again. */
        key: string;
        /** @description When the session ends if the phone does not sync again, RFC 3339. */
        until: string;
    };
}

export interface Operations {
    who_am_i: {
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
                    "application/json": components["schemas"]["AccessMe"];
                };
            };
        };
    };
    sign_in: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccessSignIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessMe"];
                };
            };
            /** @description Too Many Requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_out: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
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
    demo_people: {
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
                    "application/json": components["schemas"]["AccessDemo"];
                };
            };
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccessChangePassword"];
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
    vault_key: {
        parameters: {
            query: {
                /** @description A UUID that the device made for itself once. */
                device: string;
                /**
                 * @description Whether this is somebody's own phone, which works without a network for days: from here on the session lives as a phone's. A shared desk
                 *     does not say so.
                 */
                lasting?: boolean;
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
                    "application/json": components["schemas"]["AccessVaultKey"];
                };
            };
        };
    };
}
