// Written by `cargo xtask gen` from openapi/openapi.json: do not change it here.
import type { components, operations } from '../schema'

export interface Paths {
    "/api/v1/care/residents/{id}/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Somebody's numbers from today on, for who may book for them. */
        get: operations["list_numbers_of"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/screens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Takes a screen's link away: it is dead at once. */
        delete: operations["withdraw_screen"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/series/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Changes a series, at the version of `If-Match`. */
        put: operations["change_series"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/series/{id}/exceptions/{day}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Says that one day of a series is otherwise: off with why, moved, at other hours; or a day beside the rule. */
        put: operations["except_day"];
        post?: never;
        /** Takes back that a day is otherwise: it is as the rule says. */
        delete: operations["unexcept_day"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/stations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The stations of one's streets, with today and the next day of service. */
        get: operations["list_stations"];
        put?: never;
        /** Opens a station. */
        post: operations["open_station"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/stations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One station with its series. */
        get: operations["read_station"];
        /** Puts a station right, or takes it out of use, at the version of `If-Match`. */
        put: operations["change_station"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/stations/{id}/days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A stretch of a station's days: with service, off with why, moved, or with bookings. */
        get: operations["list_service_days"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/stations/{id}/days/{day}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One day: hours, free times, and for who runs the desk the numbers. */
        get: operations["read_service_day"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/stations/{id}/days/{day}/call": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Calls the next number to a desk. Two desks that press at once get two numbers. */
        post: operations["call_number"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/stations/{id}/days/{day}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Closes the day after its last number. What is left is its list: served, left, and those who were not there. */
        post: operations["close_day"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/stations/{id}/days/{day}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Opens a day again that was closed too early, on the day itself. */
        post: operations["reopen_day"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/stations/{id}/days/{day}/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a number: for a booked time, or to somebody who walked in. */
        post: operations["take_number"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/stations/{id}/desks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a desk of a station, or renews the hold of it. One session holds a desk; another is told who does. */
        post: operations["sit_down"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/stations/{id}/desks/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Releases the desk that a session holds. */
        post: operations["leave_desk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/stations/{id}/screens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The links of a station's calling screens. */
        get: operations["list_screens"];
        put?: never;
        /** Makes a link for a calling screen: it shows numbers and desks, and opens nothing else. */
        post: operations["make_screen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/stations/{id}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins a series of service days. */
        post: operations["begin_series"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/tickets/{id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Acts on a number that stands at the version of `If-Match`. */
        post: operations["act_on_number"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/tickets/{id}/owners": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is recorded with the phone that a number was booked with. A family shares a phone, so the desk asks, and then names one. */
        get: operations["list_maybe_owners"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/care/tickets/{id}/phone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gives the phone that a number was booked with in full, to tell its owner that the day falls out. Who looked is kept; what it answers is
         *     not: a resend looks again.
         */
        post: operations["show_asker_phone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}

export interface Schemas {
    /** @description What somebody who booked gets in return. */
    StationBookingReceipt: {
        /** @description The booking. */
        booking: components["schemas"]["StationBookingView"];
        /** @description The secret of the link: `/public/bookings/{token}`. */
        token: string;
        /** @description The page of the booking: nobody can guess it, and a person who has it may cancel the booking. */
        url: string;
    };
    /** @description A booking behind its link. */
    StationBookingView: {
        /** @description The booked time, RFC 3339. */
        at: string;
        /**
         * Format: int32
         * @description On its day: how many are called before it, or would be if its owner came now.
         */
        before?: number | null;
        /** @description Whether it can be called off. */
        can_cancel: boolean;
        /** @description `YYYY-MM-DD`. */
        day: string;
        /**
         * Format: int32
         * @description The desk to which it is called.
         */
        desk?: number | null;
        falls_out?: components["schemas"]["StationFallsOut"] | null;
        /** @description `09:30`. */
        from: string;
        /** @description A07: it is called by this number. */
        label: string;
        /** @description Whether it belongs to a demonstration. */
        made_up: boolean;
        /** @description The number that people call; empty if there is none. */
        phone: string;
        /** @description Where one goes. */
        place: string;
        purpose?: components["schemas"]["Bilingual"] | null;
        /** @description `booked`, `due`, `late`, `waiting`, `called`, `passed_over`, `served`, `gone`, `cancelled`, `lapsed`. */
        state: string;
        /**
         * Format: uuid
         * @description The station.
         */
        station: string;
        /** @description As the station is called. */
        station_name: string;
        /** @description The street. */
        street: string;
        /** @description `10:00`. */
        until: string;
        /** @description The same in words. */
        words: components["schemas"]["Bilingual"];
    };
    /** @description A call. */
    StationCallNumber: {
        /** @description A second reading is awaited of them, and they stay. */
        awaited?: boolean;
        /**
         * Format: int32
         * @description To which desk, 1 to 99.
         */
        desk: number;
        /** @description Whether the number that stands at this desk is served by the same press. */
        finish?: boolean;
        /**
         * Format: uuid
         * @description The session that holds the desk.
         */
        session?: string | null;
        /**
         * Format: uuid
         * @description This one out of turn; it must be waiting.
         */
        ticket?: string | null;
        /** @description Nothing was measured for the number that is served, and that is right. */
        unmeasured?: boolean;
    };
    /** @description What a call did. */
    StationCalled: {
        called?: components["schemas"]["StationTicketView"] | null;
        served?: components["schemas"]["StationTicketView"] | null;
        /**
         * Format: int64
         * @description The version of the day's queue.
         */
        version: number;
        /**
         * Format: int32
         * @description How many wait now.
         */
        waiting: number;
    };
    /** @description A number that is called. */
    StationCallingView: {
        /** @description The last call, RFC 3339. */
        at: string;
        /**
         * Format: int32
         * @description Where to go.
         */
        desk: number;
        /** @description A07. */
        label: string;
        /**
         * Format: int32
         * @description How often it was called.
         */
        times: number;
    };
    /** @description A station as it is to be. */
    StationChangeStation: {
        /** @description Out of use: no service, and nobody outside sees it. */
        closed?: boolean;
        /** @description Where in the territory. */
        code: string;
        /** @description The name. */
        name: string;
        /** @description The number that people call. */
        phone?: string;
        /** @description Where one goes. */
        place: string;
        point?: components["schemas"]["StationPoint"] | null;
    };
    /** @description How a day went. */
    StationCountsView: {
        /**
         * Format: int32
         * @description Booked or called, and not there; on an open day they may still come.
         */
        absent: number;
        /**
         * Format: int32
         * @description Had booked, those who called it off included.
         */
        booked: number;
        /**
         * Format: int32
         * @description Called it off.
         */
        cancelled: number;
        /**
         * Format: int32
         * @description Went home before.
         */
        left: number;
        /**
         * Format: int32
         * @description Were served.
         */
        served: number;
        /**
         * Format: int32
         * @description Walked in.
         */
        walked_in: number;
    };
    /** @description Days at a station. */
    StationDayPage: {
        /** @description Days with service, days that are off, days with bookings. */
        items: components["schemas"]["StationDayView"][];
    };
    /** @description A day with its times and, for the desk, its numbers. */
    StationDayQueue: components["schemas"]["StationDayView"] & {
        /** @description How it went, or goes. */
        counts: components["schemas"]["StationCountsView"];
        /** @description Desks that are held now. */
        desks: components["schemas"]["StationDeskView"][];
        /** @description Served, gone or called off. */
        done: components["schemas"]["StationTicketView"][];
        /** @description Booked and not here yet, by time. */
        expected: components["schemas"]["StationTicketView"][];
        /** @description Whether the reader may run the desk. */
        may_call: boolean;
        /** @description Now, RFC 3339. */
        now: string;
        /** @description Called often enough, and not there. */
        passed: components["schemas"]["StationTicketView"][];
        /** @description Called to a desk, the newest first. */
        serving: components["schemas"]["StationTicketView"][];
        /** @description Times that can be booked. */
        slots: components["schemas"]["StationSlotView"][];
        /** @description Here and waiting, in the order in which they would be called now. */
        waiting_list: components["schemas"]["StationTicketView"][];
    };
    /** @description A day at a station. */
    StationDayView: {
        /**
         * Format: int32
         * @description How many times are booked.
         */
        booked: number;
        /** @description The day, `YYYY-MM-DD`. */
        day: string;
        /** @description The name of the public holiday that it belongs to. */
        holiday?: string | null;
        /** @description The rule's day, if it was moved from there. */
        moved_from?: string | null;
        /** @description The day on which there is service instead. */
        moved_to?: string | null;
        /** @description Why there is no service on a day of the rule. */
        off?: string | null;
        /**
         * Format: int32
         * @description How many can be booked in all.
         */
        places: number;
        /**
         * Format: int32
         * @description How many were served.
         */
        served: number;
        /** @description The hours, team by team; none on a day without service. */
        sessions: components["schemas"]["StationSessionView"][];
        /** @description `planned` before the first number, `open`, `closed`. */
        state: string;
        /**
         * Format: uuid
         * @description Where.
         */
        station: string;
        /**
         * Format: int64
         * @description The version of the day's queue; 0 before the first number.
         */
        version: number;
        /**
         * Format: int32
         * @description How many wait now.
         */
        waiting: number;
    };
    /** @description A desk at which somebody works. */
    StationDeskView: {
        /**
         * Format: int32
         * @description Which.
         */
        desk: number;
        /** @description Who holds it. */
        name: string;
        /** @description Since when, RFC 3339; it tells a browser whether the hold is its own. */
        since: string;
    };
    /** @description One day on which a series differs from its rule. */
    StationDifferingDay: {
        /** @description The day of the rule. */
        day: string;
        /** @description How. */
        differs: components["schemas"]["StationDiffersView"];
    };
    /** @description How one day of a series is otherwise than by its rule. */
    StationDiffersView: {
        /** @enum {string} */
        kind: "off";
        why: string;
    } | {
        /** @enum {string} */
        kind: "moved";
        to: string;
    } | {
        hours: components["schemas"]["StationHours"];
        /** @enum {string} */
        kind: "at";
    } | {
        /** @enum {string} */
        kind: "extra";
    };
    /** @description Why a booking stands where there is no service any more. */
    StationFallsOut: {
        /** @description The day to which the service was moved. */
        moved_to?: string | null;
        /** @description Why, if it was said. */
        why?: string | null;
    };
    /**
     * @description What is done on public holidays.
     * @enum {string}
     */
    StationHolidaysBody: "off" | "serve";
    /** @description From and until, as a clock shows them. */
    StationHours: {
        /** @description `09:00`. */
        from: string;
        /** @description `11:30`. */
        until: string;
    };
    /** @description Somebody whose booking it may be. */
    StationMaybeOwner: {
        /**
         * Format: int32
         * @description 80 for 80 to 89.
         */
        decade?: number | null;
        /**
         * Format: uuid
         * @description The record.
         */
        id: string;
        /** @description The name; 王** for who may not measure there. */
        name: string;
        /** @description The cell in words. */
        words: string;
    };
    /** @description Those whose booking it may be. */
    StationMaybeOwners: {
        /** @description Everybody within reach who is recorded with this very phone. */
        items: components["schemas"]["StationMaybeOwner"][];
    };
    /** @description A booking that somebody makes without an account. */
    StationNewBooking: {
        /** @description One of the day's times. */
        at: string;
        /**
         * Format: uuid
         * @description A UUIDv7 made by the client.
         */
        id: string;
        /** @description The name. */
        name: string;
        /** @description A mobile number of 11 digits, or a landline with its area code. */
        phone: string;
        /** @description What for, by its key; nobody need say it. */
        purpose?: string | null;
    };
    /** @description A number that is asked for. */
    StationNewNumber: {
        /** @description The booked time, as the day lists them; without it somebody stands at the desk. */
        at?: string | null;
        /**
         * Format: uuid
         * @description A UUIDv7 made by the client.
         */
        id: string;
        /** @description Instead: the person with exactly this phone. */
        phone?: string | null;
        /**
         * Format: uuid
         * @description For whom.
         */
        resident?: string | null;
    };
    /** @description A new screen. */
    StationNewScreen: {
        /**
         * Format: uuid
         * @description A UUIDv7 made by the client.
         */
        id: string;
        /** @description As those who set it up call it: 大厅电视. */
        name: string;
    };
    /** @description A new series. */
    StationNewSeries: components["schemas"]["StationSeriesBody"] & {
        /**
         * Format: uuid
         * @description A UUIDv7 made by the client.
         */
        id: string;
    };
    /** @description A new station. */
    StationNewStation: {
        /** @description Where in the territory: a community, or a cell. */
        code: string;
        /**
         * Format: uuid
         * @description A UUIDv7 made by the client.
         */
        id: string;
        /** @description 天骄西路微网实格服务站. */
        name: string;
        /** @description The number that people call. */
        phone?: string;
        /** @description Where one goes: 社区活动中心一楼. */
        place: string;
        point?: components["schemas"]["StationPoint"] | null;
    };
    /** @description What is done to a number. */
    StationNumberAct: {
        /** @enum {string} */
        action: "arrive";
    } | {
        /** @enum {string} */
        action: "call_again";
        /** Format: uuid */
        session?: string | null;
    } | {
        /** @enum {string} */
        action: "serve";
        awaited?: boolean;
        /** Format: uuid */
        session?: string | null;
        unmeasured?: boolean;
    } | {
        /** @enum {string} */
        action: "leave";
        awaited?: boolean;
        /** Format: uuid */
        session?: string | null;
    } | {
        /** @enum {string} */
        action: "cancel";
    } | {
        /** @enum {string} */
        action: "identify";
        /** Format: uuid */
        resident: string;
    };
    /** @description A number of one person. */
    StationNumberOf: {
        /** @description The booked time, RFC 3339. */
        at?: string | null;
        /** @description When. */
        day: string;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description A07. */
        label: string;
        /** @description Whether they booked it themselves, without an account. */
        own: boolean;
        /** @description Where one goes. */
        place: string;
        purpose?: components["schemas"]["Bilingual"] | null;
        /** @description Where it stands. */
        standing: string;
        /**
         * Format: uuid
         * @description Where.
         */
        station: string;
        /** @description As it is called. */
        station_name: string;
        /**
         * Format: int64
         * @description For `If-Match`.
         */
        version: number;
    };
    /** @description Somebody's numbers. */
    StationNumbersOf: {
        /** @description From today on, by day. */
        items: components["schemas"]["StationNumberOf"][];
    };
    /** @description What residents may still book of a day by themselves. */
    StationOwnPlaces: {
        /**
         * Format: int32
         * @description How many places are left.
         */
        left: number;
        /** @description The day from which it can be booked, if that is still to come. */
        opens?: string | null;
        /** @description `open`, `full`, `later` (not yet: see `opens`), `over`, `none` (the desk alone books). */
        state: string;
    };
    /** @description A time that residents may book by themselves. */
    StationOwnTime: {
        /** @description Its beginning, RFC 3339. */
        at: string;
        /** @description `09:30`. */
        label: string;
        /**
         * Format: int32
         * @description How many places are left; 0 if it is full.
         */
        left: number;
    };
    /** @description Stations. */
    StationPage: {
        /** @description By code. */
        items: components["schemas"]["StationView"][];
    };
    /** @description A phone to call. */
    StationPhoneToCall: {
        /** @description In full. */
        phone: string;
    };
    /** @description A point on the map, WGS-84. */
    StationPoint: {
        /**
         * Format: double
         * @description Degrees north.
         */
        lat: number;
        /**
         * Format: double
         * @description Degrees east.
         */
        lon: number;
    };
    /** @description What another write answers, and what is remembered of it. */
    StationReceipt: {
        /**
         * Format: uuid
         * @description Which station, series or screen.
         */
        id: string;
        /**
         * Format: int64
         * @description Its version now.
         */
        version: number;
    };
    /** @description What a change of the plan answers. */
    StationReplanned: {
        /** @description Bookings that stand where there is no service any more: those people must be called. */
        affected: number;
        /**
         * Format: uuid
         * @description The series.
         */
        id: string;
        /**
         * Format: int64
         * @description Its version now.
         */
        version: number;
    };
    /** @description A screen's link. */
    StationScreenLink: {
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description When, RFC 3339. */
        made_at: string;
        /** @description By whom. */
        made_by: components["schemas"]["StaffView"];
        /** @description 大厅电视. */
        name: string;
        /** @description The secret of the link: `/public/screens/{token}`. */
        token: string;
        /** @description The page that shows it. */
        url: string;
    };
    /** @description The screens of a station. */
    StationScreenPage: {
        /** @description By age. */
        items: components["schemas"]["StationScreenLink"][];
    };
    /** @description What an unattended screen shows. */
    StationScreenView: {
        /** @description Called, the newest first. */
        called: components["schemas"]["StationCallingView"][];
        /** @description Today, `YYYY-MM-DD`. */
        day: string;
        /** @description `09:00`, of the first hours of today. */
        from?: string | null;
        /** @description The next day of service. */
        next_day?: string | null;
        /** @description Called often enough, and not there. */
        passed: string[];
        /** @description Where it is. */
        place: string;
        /** @description `open`, `closed` after the last number, `none` on a day without service. */
        state: string;
        /** @description The station's name. */
        station: string;
        /** @description `11:30`, of the last hours of today. */
        until?: string | null;
        /** @description How many wait. */
        waiting: number;
    };
    /** @description A desk that is held. */
    StationSeatedView: {
        /**
         * Format: int32
         * @description Which.
         */
        desk: number;
        /** @description Since when, RFC 3339. */
        since: string;
        /** @description Until when without a renewal, RFC 3339. */
        until: string;
    };
    /** @description A series as it is told. */
    StationSeriesBody: {
        /** @description The day from which the rule counts. */
        first: string;
        /** @description Public holidays: `off` or `serve`. */
        holidays: components["schemas"]["StationHolidaysBody"];
        /** @description The usual hours. */
        hours: components["schemas"]["StationHours"];
        /** @description The last day, if it ends. */
        last?: string | null;
        /**
         * Format: int32
         * @description How much of the places residents may book by themselves, in percent, 0 to 80; 50 for a new series, and as it was for an old one.
         */
        own_share?: number | null;
        /**
         * Format: int32
         * @description How many can be booked for one time.
         */
        places: number;
        /** @description As RFC 5545 writes it, by days, weeks or months: `FREQ=WEEKLY;BYDAY=WE`. */
        rule: string;
        /**
         * Format: int32
         * @description Minutes that one booking takes.
         */
        slot: number;
        /**
         * Format: uuid
         * @description Who serves: a family doctor team of the street.
         */
        team: string;
    };
    /** @description A series of service days. */
    StationSeriesView: {
        /** @description Days that differ from the rule. */
        exceptions: components["schemas"]["StationDifferingDay"][];
        /** @description The day from which it counts. */
        first: string;
        /** @description Public holidays: `off` or `serve`. */
        holidays: string;
        /** @description The usual hours. */
        hours: components["schemas"]["StationHours"];
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description The last day, if there is one. */
        last?: string | null;
        /**
         * Format: int32
         * @description How much of the places residents may book by themselves, in percent.
         */
        own_share: number;
        /**
         * Format: int32
         * @description How many can be booked for one time.
         */
        places: number;
        /** @description The rule, as RFC 5545 writes it. */
        rule: string;
        /**
         * Format: int32
         * @description Minutes that one booking takes.
         */
        slot: number;
        /**
         * Format: uuid
         * @description Who serves.
         */
        team: string;
        /** @description 张医生团队. */
        team_name: string;
        /**
         * Format: int64
         * @description For `If-Match`.
         */
        version: number;
        /** @description The rule in words: 每周三. */
        words: components["schemas"]["Bilingual"];
    };
    /** @description Part of a day: one team's hours. */
    StationSessionView: {
        /** @description `09:00`. */
        from: string;
        /**
         * Format: uuid
         * @description By which series.
         */
        series: string;
        /**
         * Format: uuid
         * @description Who.
         */
        team: string;
        /** @description 张医生团队. */
        team_name: string;
        /** @description `11:30`. */
        until: string;
    };
    /** @description A desk that is asked for. */
    StationSitDown: {
        /**
         * Format: int32
         * @description Which desk, 1 to 99; without one a free desk is given.
         */
        desk?: number | null;
        /** @description Since when another session holds it, as the day tells: who was told takes it over. */
        seen?: string | null;
        /**
         * Format: uuid
         * @description Made by the browser, one for all its tabs.
         */
        session: string;
    };
    /** @description A time that can be booked. */
    StationSlotView: {
        /** @description Its beginning, RFC 3339. */
        at: string;
        /** @description `09:30`. */
        label: string;
        /**
         * Format: int32
         * @description How many places are left.
         */
        left: number;
        /**
         * Format: int32
         * @description Of how many.
         */
        places: number;
    };
    /** @description Which session leaves. */
    StationStandUp: {
        /**
         * Format: uuid
         * @description The browser's.
         */
        session: string;
    };
    /** @description A number, for the desk. */
    StationTicketView: {
        /**
         * Format: int32
         * @description The age.
         */
        age?: number | null;
        /** @description The booked time, RFC 3339. */
        at?: string | null;
        /** @description `booked` or `walk_in`. */
        came: string;
        /**
         * Format: int32
         * @description The desk to which it is called.
         */
        desk?: number | null;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description A07 was booked, B08 walked in. */
        label: string;
        /** @description Whether something was measured for it. */
        measured: boolean;
        /** @description The name, also of somebody who booked by themselves and is not known yet; 王** for who may not measure. */
        name?: string | null;
        /** @description Whether its owner booked it without an account. */
        own: boolean;
        /** @description The phone that they left, masked, until it is known whose record it is. */
        phone?: string | null;
        purpose?: components["schemas"]["Bilingual"] | null;
        /**
         * Format: uuid
         * @description Whose; a walk-in may be nobody's by name.
         */
        resident?: string | null;
        /** @description Since when it is called, or when it was served, RFC 3339. */
        since?: string | null;
        /** @description `expected`, `waiting`, `called`, `passed_over`, `served`, `gone`, `cancelled`. */
        standing: string;
        /**
         * Format: int32
         * @description How often it was called.
         */
        times?: number | null;
        /**
         * Format: int64
         * @description For `If-Match`.
         */
        version: number;
    };
    /** @description A station. */
    StationView: {
        /** @description Whether it is out of use. */
        closed: boolean;
        /** @description Where in the territory. */
        code: string;
        /** @description The address of the calendar that anybody may subscribe to. */
        feed: string;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description Whether the reader may run its desk. */
        may_call: boolean;
        /** @description As it is called. */
        name: string;
        next?: components["schemas"]["StationDayView"] | null;
        /** @description The number that people call; empty if there is none. */
        phone: string;
        /** @description Where one goes. */
        place: string;
        point?: components["schemas"]["StationPoint"] | null;
        /** @description When there is service. */
        series: components["schemas"]["StationSeriesView"][];
        /** @description The street. */
        street: string;
        today?: components["schemas"]["StationDayView"] | null;
        /**
         * Format: int64
         * @description For `If-Match`.
         */
        version: number;
        /** @description The same in words. */
        words: string;
    };
}

export interface Operations {
    list_numbers_of: {
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
                    "application/json": components["schemas"]["StationNumbersOf"];
                };
            };
        };
    };
    withdraw_screen: {
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
                    "application/json": components["schemas"]["StationReceipt"];
                };
            };
        };
    };
    change_series: {
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
                "application/json": components["schemas"]["StationSeriesBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StationReplanned"];
                };
            };
        };
    };
    except_day: {
        parameters: {
            query?: never;
            header: {
                "if-match": string;
            };
            path: {
                id: string;
                day: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StationDiffersView"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StationReplanned"];
                };
            };
        };
    };
    unexcept_day: {
        parameters: {
            query?: never;
            header: {
                "if-match": string;
            };
            path: {
                id: string;
                day: string;
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
                    "application/json": components["schemas"]["StationReplanned"];
                };
            };
        };
    };
    list_stations: {
        parameters: {
            query?: {
                /** @description A code; the stations under it. Without it, of every street in which the reader serves. */
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
                    "application/json": components["schemas"]["StationPage"];
                };
            };
        };
    };
    open_station: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StationNewStation"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StationView"];
                };
            };
        };
    };
    read_station: {
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
                    "application/json": components["schemas"]["StationView"];
                };
            };
        };
    };
    change_station: {
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
                "application/json": components["schemas"]["StationChangeStation"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StationView"];
                };
            };
        };
    };
    list_service_days: {
        parameters: {
            query?: {
                /** @description The first day, `YYYY-MM-DD`; today if not given. */
                from?: string;
                /** @description The last day; 28 days on if not given, at most 92 days on. */
                to?: string;
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
                    "application/json": components["schemas"]["StationDayPage"];
                };
            };
        };
    };
    read_service_day: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                day: string;
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
                    "application/json": components["schemas"]["StationDayQueue"];
                };
            };
        };
    };
    call_number: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                day: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StationCallNumber"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StationCalled"];
                };
            };
        };
    };
    close_day: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                day: string;
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
                    "application/json": components["schemas"]["StationDayQueue"];
                };
            };
        };
    };
    reopen_day: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                day: string;
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
                    "application/json": components["schemas"]["StationDayQueue"];
                };
            };
        };
    };
    take_number: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                day: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StationNewNumber"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StationTicketView"];
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
    sit_down: {
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
                "application/json": components["schemas"]["StationSitDown"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StationSeatedView"];
                };
            };
        };
    };
    leave_desk: {
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
                "application/json": components["schemas"]["StationStandUp"];
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
    list_screens: {
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
                    "application/json": components["schemas"]["StationScreenPage"];
                };
            };
        };
    };
    make_screen: {
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
                "application/json": components["schemas"]["StationNewScreen"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StationScreenLink"];
                };
            };
        };
    };
    begin_series: {
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
                "application/json": components["schemas"]["StationNewSeries"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StationView"];
                };
            };
        };
    };
    act_on_number: {
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
                "application/json": components["schemas"]["StationNumberAct"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StationTicketView"];
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
    list_maybe_owners: {
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
                    "application/json": components["schemas"]["StationMaybeOwners"];
                };
            };
        };
    };
    show_asker_phone: {
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
                    "application/json": components["schemas"]["StationPhoneToCall"];
                };
            };
        };
    };
}
