// Written by `cargo xtask gen` from openapi/openapi.json: do not change it here.
import type { components } from '../schema'

export interface Paths {}

export interface Schemas {
    /** @description The form of a file of areas. The link comes first, so that nothing is read for somebody without one. */
    SetupAreasForm: {
        /**
         * Format: binary
         * @description The official table of areas: CSV (also in gzip) or XLSX.
         */
        file: string;
        /** @description The beginning of a street's code, or a part of its name; empty for every street of the file. */
        find: string;
        /** @description The part after the `#` of the link. */
        link: string;
    };
    /** @description The one who sets the installation up. */
    SetupFirstAdministrator: {
        /**
         * Format: uuid
         * @description A UUIDv7 made by the client.
         */
        id: string;
        /** @description The login. */
        login: string;
        /** @description The name. */
        name: string;
        /** @description The password: at least ten characters. */
        password: string;
        /** @description The phone; kept sealed. */
        phone?: string;
    };
    /** @description The one who answers for the street. They set their password by an invitation. */
    SetupFirstManager: {
        /**
         * Format: uuid
         * @description A UUIDv7 made by the client.
         */
        id: string;
        /** @description The login. */
        login: string;
        /** @description The name. */
        name: string;
        /** @description The phone; kept sealed. */
        phone?: string;
    };
    /** @description Streets that a file names. */
    SetupFoundAreas: {
        /** @description Whether there are more. */
        more: boolean;
        /** @description In order of code, at most 50. */
        streets: components["schemas"]["SetupStreetAreas"][];
    };
    /** @description A link. */
    SetupLink: {
        /** @description The part after the `#`. */
        link: string;
    };
    /** @description An area by code and name. */
    SetupNamedArea: {
        /** @description Digits. */
        code: string;
        /** @description The name. */
        name: string;
    };
    /** @description A post that a street cannot do without. */
    SetupNeededPost: {
        /**
         * Format: int64
         * @description Who hold it.
         */
        holders: number;
        /**
         * Format: int64
         * @description Those of them who set a password.
         */
        ready: number;
        /** @description The role's key. */
        role: string;
    };
    /** @description What an installation begins with. */
    SetupNewSetup: {
        /** @description Who sets it up. */
        administrator: components["schemas"]["SetupFirstAdministrator"];
        /** @description The part after the `#` of the link. */
        link: string;
        manager?: components["schemas"]["SetupFirstManager"] | null;
        /** @description The street. */
        street: components["schemas"]["SetupStreetAreas"];
    };
    /** @description What a street has. */
    SetupReadiness: {
        /** @description Whether the working calendar knows this year's holidays. */
        calendar: boolean;
        /** @description Whether it is said whom a landlord, a neighbour or the family calls back. */
        call_back: boolean;
        /** @description Communities that are known by name. */
        communities: number;
        /** @description Grids. */
        grids: number;
        /** @description Whether the site is reached by https, which a phone needs. */
        https: boolean;
        /**
         * Format: int64
         * @description Those of the latter who hold an invitation.
         */
        invited: number;
        /** @description Micro-grids. */
        micro_grids: number;
        /** @description The roles of those posts that nobody holds who could sign in. */
        missing: string[];
        /**
         * Format: int64
         * @description Those of them who never signed in.
         */
        never_signed_in: number;
        /** @description Kinds of the manual with a number that the street has yet to write, each once. */
        open_numbers: string[];
        /**
         * Format: int64
         * @description People who serve.
         */
        people: number;
        /**
         * Format: int64
         * @description Rows of the address directory, counted up to 1,000.
         */
        places: number;
        /** @description The posts that a street cannot do without. */
        posts: components["schemas"]["SetupNeededPost"][];
        /** @description Which street. */
        street: components["schemas"]["AccessStreetName"];
        /**
         * Format: int32
         * @description The present year.
         */
        year: number;
    };
    /** @description An installation that has been set up; the sender is signed in as its administrator. */
    SetupSetUp: {
        manager?: components["schemas"]["PeopleLoginSlip"] | null;
        /** @description Who they are. */
        me: components["schemas"]["AccessMe"];
    };
    /** @description A street with its communities. */
    SetupStreetAreas: {
        /** @description Nine digits. */
        code: string;
        /** @description Its communities; of a code the last three digits are enough. */
        communities: components["schemas"]["SetupNamedArea"][];
        /** @description The name. */
        name: string;
    };
    /** @description What an installation has before it is begun. */
    SetupView: {
        /** @description Streets that an import brought already. */
        streets: components["schemas"]["SetupStreetAreas"][];
    };
}

export interface Operations {}
