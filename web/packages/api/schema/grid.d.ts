// Written by `cargo xtask gen` from openapi/openapi.json: do not change it here.
import type { components, operations } from '../schema'

export interface Paths {
    "/api/v1/grid/areas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Areas and cells by name, with what stands above them, within what the actor may see. */
        get: operations["list_areas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grid/cells": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cells with who holds them and how much is open, on a day. */
        get: operations["list_cells"];
        put?: never;
        /** Enters a new cell. */
        post: operations["create_cell"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grid/cells/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One cell. */
        get: operations["read_cell"];
        /** Changes a cell from today on; what it was stays on record. */
        put: operations["change_cell"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grid/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Overlaps, gaps and slivers between the cells that should divide the ground. */
        get: operations["list_findings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grid/lessons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Teaches the directory by a pick: the next same address is sure. */
        post: operations["teach"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grid/locate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finds the micro-grid of a place. It reads only, so it needs no key. */
        post: operations["locate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grid/places": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The address directory of a street or a part of it. */
        get: operations["list_places"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grid/regrids": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A street's re-grids. */
        get: operations["list_regrids"];
        put?: never;
        /** Drafts a re-grid and shows what it would do. */
        post: operations["draft_regrid"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grid/regrids/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One re-grid with what it would do or did. */
        get: operations["read_regrid"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grid/regrids/{id}/amend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts another plan in the place of the one so far; a review of that is gone. */
        post: operations["amend_regrid"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grid/regrids/{id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts a reviewed re-grid into effect, from its day on. Without this the clockwork does it on that day. */
        post: operations["apply_regrid"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grid/regrids/{id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Agrees to a plan that somebody else drafted. */
        post: operations["review_regrid"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grid/regrids/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Withdraws a re-grid before it is in effect. */
        post: operations["withdraw_regrid"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grid/restate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The totals of all time, restated on today's cells: closed cases keep the code of their time, and their cell's figures are
         *     divided among the cells that came after it.
         */
        get: operations["restate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grid/shapes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Outlines of the cells of a level as GeoJSON, within what the actor may see. */
        get: operations["list_shapes"];
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
    /** @description The code of an area with another office. */
    GridAliasView: {
        /** @description `statistics`, `civil_affairs`, `development_zone`, or the office's name. */
        authority: string;
        /** @description Its code there. */
        code: string;
    };
    /** @description A page of areas. */
    GridAreaPage: {
        /** @description In order of code. */
        items: components["schemas"]["GridAreaView"][];
        /** @description Where the next page begins. */
        next?: string | null;
    };
    /** @description An area or cell by name. */
    GridAreaView: {
        /** @description Its codes with other offices. */
        aliases: components["schemas"]["GridAliasView"][];
        /** @description The code. */
        code: string;
        /** @description `general`, `dedicated`, `functional`. */
        kind: components["schemas"]["GridCellKind"];
        /** @description `street`, `community`, `grid`, `micro_grid`. */
        level: components["schemas"]["GridLevel"];
        /** @description What it is called beside its siblings. */
        name: string;
        /** @description Everyone directly above it: its own code's first. */
        parents: string[];
    };
    /** @description What lies under the cells. */
    GridBasemap: {
        /** @description Whom the map names as its source. */
        attribution: string;
        /** @description Which tiles; `none` where the cells are drawn on paper. */
        kind: components["schemas"]["SettingsMapKind"];
        /** @description The lowest first. */
        layers: components["schemas"]["GridMapLayer"][];
        /**
         * Format: int32
         * @description The largest zoom.
         */
        max_zoom: number;
        /**
         * Format: int32
         * @description The smallest zoom.
         */
        min_zoom: number;
    };
    /** @description A cell that would begin. */
    GridBeginView: {
        /** @description The code. */
        code: string;
        /**
         * Format: int32
         * @description Households, if counted.
         */
        households?: number | null;
        /** @description Its name. */
        name: string;
    };
    /** @description A place that it could be. */
    GridCandidate: {
        /** @description The code. */
        code: string;
        /**
         * Format: double
         * @description From 0 to 1.
         */
        confidence: number;
        /** @description What of the directory fits. */
        label: string;
        /** @description What the cell is called. */
        name: string;
        /** @description The place in the territory, in words. */
        words: string;
    };
    /** @description A place that it could be. */
    GridCandidateView: {
        /** @description The code. */
        code: string;
        /**
         * Format: double
         * @description From 0 to 1.
         */
        confidence: number;
        /** @description What of the directory fits. */
        label: string;
        /** @description The place in the territory, in words. */
        words: string;
    };
    /** @description What would go along from one old cell. */
    GridCarriedView: {
        /** @description The cell that ends. */
        old: string;
        /**
         * Format: int64
         * @description Open cases at it.
         */
        open_cases: number;
        /**
         * Format: int64
         * @description Rows of the address directory in it.
         */
        places: number;
        /**
         * Format: int64
         * @description Those of them without a point: of a split they all go to the first part.
         */
        places_without_point: number;
        /** @description Assignments at it. */
        posts: number;
        /** @description The old cell in words. */
        words: string;
    };
    /** @description What of a cell is to change; what is left out stays. */
    GridCellChange: {
        /** @description The datum of the shape. */
        datum?: string | null;
        /** @description Of a functional cell: its home. */
        home?: string | null;
        /**
         * Format: int32
         * @description Households.
         */
        households?: number | null;
        /** @description What it is called. */
        name?: string | null;
        /** @description A GeoJSON Polygon or MultiPolygon. */
        shape?: Record<string, never> | null;
        /** @description Of a functional cell: the kinds that it takes. */
        takes?: string[] | null;
    };
    /** @description A cell with everything about it. */
    GridCellDetail: components["schemas"]["GridCellView"] & {
        /** @description Everybody who serves at exactly this code. */
        members: components["schemas"]["GridHolderView"][];
        /** @description From the street down. */
        path: components["schemas"]["GridStepView"][];
        /** @description Advice, which never refuses anything. */
        warnings: components["schemas"]["Bilingual"][];
    };
    /** @description A cell as it was kept. */
    GridCellKept: {
        /** @description The code. */
        code: string;
        /** @description Advice, which refused nothing. */
        warnings: components["schemas"]["Bilingual"][];
    };
    /**
     * @description What a cell is.
     * @enum {string}
     */
    GridCellKind: "general" | "dedicated" | "functional";
    /** @description The cells of a street or a part of it. */
    GridCellList: {
        /** @description In order of code. */
        items: components["schemas"]["GridCellView"][];
    };
    /** @description A cell. */
    GridCellView: {
        /** @description The code. */
        code: string;
        holder?: components["schemas"]["GridHolderView"] | null;
        /** @description Whether nobody answers at the cell itself. */
        hole: boolean;
        /** @description Of a functional cell, across which it serves. */
        home?: string | null;
        /**
         * Format: int32
         * @description Households, if counted.
         */
        households?: number | null;
        /** @description `general`, `dedicated`, `functional`. */
        kind: components["schemas"]["GridCellKind"];
        label?: components["schemas"]["PointView"] | null;
        /**
         * Format: int64
         * @description Those of them that are late.
         */
        late?: number | null;
        /** @description `community`, `grid`, `micro_grid`. */
        level: components["schemas"]["GridLevel"];
        /** @description What it is called beside its siblings. */
        name: string;
        /**
         * Format: int64
         * @description Open cases in it and below; null for those who see no cases there.
         */
        open?: number | null;
        /** @description Its first day. */
        since: string;
        /** @description Of a functional cell, the kinds of matter that it takes. */
        takes?: string[] | null;
        /** @description The first day on which it is no more, if that is known. */
        until?: string | null;
        /** @description Behind the community, in words: 第九网格第六微网格. */
        words: string;
    };
    /**
     * @description The datum of coordinates.
     * @enum {string}
     */
    GridDatum: "wgs84" | "cgcs2000" | "gcj02";
    /** @description A place that is not as it should be. */
    GridFindingView: {
        /**
         * Format: double
         * @description Its area in m².
         */
        area_m2: number;
        /** @description The cells that it concerns. */
        codes: string[];
        /** @description In English. */
        en: string;
        /** @description `overlap`, `gap`, `outside`. */
        kind: string;
        /** @description A point inside, for a pin. */
        pin: components["schemas"]["PointView"];
        /** @description The place as a GeoJSON geometry. */
        shape: Record<string, never>;
        /** @description Whether it is a thin strip: one border drawn twice and not alike. */
        sliver: boolean;
        /**
         * Format: double
         * @description Its width in metres on average.
         */
        width_m: number;
        /** @description In Chinese. */
        zh: string;
    };
    /** @description What is not as it should be. */
    GridFindings: {
        /** @description The largest first. */
        items: components["schemas"]["GridFindingView"][];
    };
    /** @description Who answers for a cell now. */
    GridHolderView: {
        /** @description The person to be reached. */
        account: components["schemas"]["PersonView"];
        /** @description The code at which they hold it: the cell's own, or one above where the cell has a hole. */
        code: string;
        deputy_for?: components["schemas"]["PersonView"] | null;
        /** @description The role's key. */
        role: string;
        /** @description The role in words. */
        role_words: components["schemas"]["Bilingual"];
    };
    /**
     * @description The length of a code as a word.
     * @enum {string}
     */
    GridLevel: "province" | "city" | "county" | "street" | "community" | "grid" | "micro_grid";
    /** @description What is known of a place. */
    GridLocateBody: {
        /** @description The address as people say it. */
        address?: string;
        datum?: components["schemas"]["GridDatum"] | null;
        point?: components["schemas"]["PointView"] | null;
        /** @description The street, if known. */
        street?: string | null;
    };
    /** @description The place found, as precise as possible. */
    GridLocated: {
        /** @description What else it could be, the likeliest first. */
        candidates: components["schemas"]["GridCandidate"][];
        /** @description The code, if sure. */
        code?: string | null;
        /**
         * Format: double
         * @description From 0 to 1.
         */
        confidence: number;
        /** @description Dedicated cells over the point. */
        dedicated: components["schemas"]["GridOverView"][];
        /** @description Why, the strongest first. */
        evidence: components["schemas"]["Bilingual"][];
        /** @description What the cell is called. */
        name?: string | null;
        /** @description `sure`, `unsure` or `nothing`. */
        outcome: components["schemas"]["GridPlacing"];
        point?: components["schemas"]["PointView"] | null;
        /** @description The street in which it was looked for: the one named, or the one to which point or address lead. */
        street: string;
        /** @description The code in words. */
        words?: string | null;
    };
    /** @description A layer of tiles, 256 × 256, in Web Mercator. */
    GridMapLayer: {
        /** @description Its name. */
        name: string;
        /** @description Where its tiles are, with `{z}`, `{x}` and `{y}`. */
        url: string;
    };
    /** @description Where a part of an old cell goes. */
    GridMoveView: {
        /** @description One that comes after it; the first of several also takes what has no place on the map. */
        new: string;
        /** @description The cell that ends. */
        old: string;
        /**
         * Format: double
         * @description Its part, 0 to 1.
         */
        share: number;
    };
    /** @description A new cell. */
    GridNewCell: {
        /** @description A code that was never used. */
        code: string;
        /** @description The datum of the shape: `wgs84`, `cgcs2000` or `gcj02`. */
        datum?: string | null;
        /** @description Of a functional cell: the community or grid across which it serves. */
        home?: string | null;
        /**
         * Format: int32
         * @description Households, if counted.
         */
        households?: number | null;
        /** @description `general` (the default), `dedicated` or `functional`. */
        kind?: string | null;
        /** @description What it is called; empty: by its number. */
        name?: string;
        /** @description A GeoJSON Polygon or MultiPolygon. */
        shape?: Record<string, never> | null;
        /** @description Its first day, `YYYY-MM-DD`; today if nobody says. */
        since?: string | null;
        /** @description Of a functional cell: the kinds of matter that it takes. */
        takes?: string[];
    };
    /** @description What a dispatcher's pick teaches. */
    GridNewLesson: {
        /** @description The cell that was picked. */
        code: string;
        /**
         * Format: uuid
         * @description The row of the directory that was picked, if it was one; it also teaches what people call its quarter.
         */
        place?: string | null;
        /** @description The address as it was typed. */
        text: string;
    };
    /** @description The outline of one cell. */
    GridOutline: {
        /** @description A GeoJSON MultiPolygon, WGS-84. */
        geometry: Record<string, never>;
        /** @description The code. */
        id: string;
        /** @description What it is. */
        properties: components["schemas"]["GridOutlineOf"];
        /** @description `Feature`. */
        type: string;
    };
    /** @description Of which cell an outline is. */
    GridOutlineOf: {
        /** @description The code. */
        code: string;
        /** @description What it is. */
        kind: components["schemas"]["GridCellKind"];
        /** @description The length of its code. */
        level: components["schemas"]["GridLevel"];
        /** @description What it is called beside its siblings. */
        name: string;
    };
    /** @description Outlines as GeoJSON. */
    GridOutlines: {
        /** @description In order of code. */
        features: components["schemas"]["GridOutline"][];
        /** @description `FeatureCollection`. */
        type: string;
    };
    /** @description A dedicated cell over the place. */
    GridOverView: {
        /** @description The code. */
        code: string;
        /** @description What it is called. */
        name: string;
    };
    /** @description A page of the directory. */
    GridPlacePage: {
        /** @description In order of path. */
        items: components["schemas"]["GridPlaceView"][];
        /** @description Where the next page begins. */
        next?: string | null;
    };
    /** @description A row of the directory. */
    GridPlaceView: {
        /** @description Other names. */
        aliases: string[];
        /** @description Its cell. */
        code?: string | null;
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description `community`, `quarter`, `building`, `unit`, `room`, `road_number`, `village`, `poi`. */
        kind: string;
        /** @description Its key within the street. */
        path: string;
        point?: components["schemas"]["PointView"] | null;
        /** @description In words. */
        words: string;
    };
    /**
     * @description How sure a place is.
     * @enum {string}
     */
    GridPlacing: "sure" | "unsure" | "nothing";
    /** @description How a place was looked for. */
    GridPlacingView: {
        /** @description What else it could be. */
        candidates: components["schemas"]["GridCandidateView"][];
        /** @description The code, if sure. */
        code?: string | null;
        /**
         * Format: double
         * @description From 0 to 1.
         */
        confidence: number;
        /** @description Why, the strongest first. */
        evidence: components["schemas"]["Bilingual"][];
        /** @description `sure`, `unsure` or `nothing`. */
        outcome: components["schemas"]["GridPlacing"];
        /** @description The code in words. */
        words?: string | null;
    };
    /** @description A plan as it is sent. */
    GridPlanBody: {
        /** @description The first day of the new cells, `YYYY-MM-DD`. */
        day: string;
        /**
         * Format: uuid
         * @description Made by the client; of a new draft.
         */
        id?: string | null;
        /**
         * @description `{"move":"split","old":…,"into":[{code,name,shape,households}],"default":…}`, `merge` {olds, into}, `move` {old, to},
         *     `renumber` {old, new}, `rename` {code, name}; shapes are GeoJSON geometries in WGS-84.
         */
        moves: Record<string, never>[];
        /** @description Who is to serve the new cells; where one cell takes the place of one, those who serve it go along by themselves. */
        posts?: components["schemas"]["GridPostBody"][];
    };
    /** @description Who is to serve a new cell from its first day. */
    GridPostBody: {
        /**
         * Format: uuid
         * @description Who.
         */
        account: string;
        /** @description The new cell. */
        code: string;
        /** @description The role's key. */
        role: string;
    };
    /** @description What a plan would do. */
    GridPreview: {
        /** @description Cells that would begin. */
        begins: components["schemas"]["GridBeginView"][];
        /** @description What goes along. */
        carried: components["schemas"]["GridCarriedView"][];
        /** @description Cells that would end. */
        ends: string[];
        /** @description What is wrong with it; nothing else is told then. */
        faults: components["schemas"]["GridRemarkView"][];
        /** @description Where everything goes. */
        moves: components["schemas"]["GridMoveView"][];
        /** @description What is worth a word. */
        warnings: components["schemas"]["GridRemarkView"][];
    };
    /** @description What still names a cell that ended. */
    GridRegridLeft: {
        /** @description The cell that ended. */
        code: string;
        /** @description Its name. */
        name: string;
        /** @description `destination` or `token`. */
        what: string;
    };
    /** @description A page of re-grids. */
    GridRegridPage: {
        /** @description Newest first. */
        items: components["schemas"]["GridRegridRow"][];
        /** @description Where the next page begins. */
        next?: string | null;
    };
    /** @description What a re-grid did when it was put into effect. */
    GridRegridReport: {
        /**
         * Format: int64
         * @description Open care alerts that went along.
         */
        alerts?: number;
        /** @description Cells that began. */
        begun: string[];
        /**
         * Format: int64
         * @description Open cases that went along.
         */
        cases: number;
        /**
         * Format: int64
         * @description Doors of households, and people without a door, that went along.
         */
        doors?: number;
        /** @description Cells that ended. */
        ended: string[];
        /**
         * Format: int64
         * @description Destinations of messages, tokens and saved views that went along.
         */
        followed?: number;
        /** @description New cells that nobody holds yet; until somebody does, the level above answers. */
        holes: string[];
        /** @description Destinations and tokens that still name a cell which several others took the place of: somebody must choose. */
        left?: components["schemas"]["GridRegridLeft"][];
        /**
         * Format: int64
         * @description Rows of the address directory that went along.
         */
        places: number;
        /**
         * Format: int64
         * @description Assignments that went along or were planned.
         */
        posts: number;
    };
    /** @description A re-grid in a list. */
    GridRegridRow: {
        /** @description What the reader may do with it now: `amend`, `review`, `apply`, `withdraw`. */
        actions: string[];
        /** @description When it came into effect, RFC 3339. */
        carried_out?: string | null;
        /** @description The codes that it names. */
        codes: string[];
        /** @description The first day of the new cells. */
        day: string;
        /** @description Who wrote it last. */
        drafted: components["schemas"]["GridSignedView"];
        /**
         * Format: uuid
         * @description Which.
         */
        id: string;
        /** @description Why. */
        reason?: string | null;
        reviewed?: components["schemas"]["GridSignedView"] | null;
        /** @description `drafted`, `reviewed`, `effective`, `withdrawn`. */
        state: string;
        /** @description The state in words. */
        state_words: components["schemas"]["Bilingual"];
        /**
         * Format: int64
         * @description Counts changes.
         */
        version: number;
        withdrawn?: components["schemas"]["GridSignedView"] | null;
    };
    /** @description A re-grid. */
    GridRegridView: components["schemas"]["GridRegridRow"] & {
        /** @description The moves, as they were drafted. */
        moves: Record<string, never>[];
        /** @description Who is to serve the new cells. */
        posts: Record<string, never>[];
        preview?: components["schemas"]["GridPreview"] | null;
        report?: components["schemas"]["GridRegridReport"] | null;
    };
    /** @description Something that a plan has wrong, or that is worth a word. */
    GridRemarkView: {
        /** @description In English. */
        en: string;
        /** @description Where, as a GeoJSON geometry, if it has a place. */
        shape?: Record<string, never> | null;
        /** @description In Chinese. */
        zh: string;
    };
    /** @description Figures on today's cells. */
    GridRestated: {
        /** @description In order of code. */
        items: components["schemas"]["GridRestatedRow"][];
    };
    /** @description Figures of a cell as if today's cells had always been. */
    GridRestatedRow: {
        /**
         * Format: double
         * @description Those over well.
         */
        closed: number;
        /** @description The cell of today. */
        code: string;
        /** @description What it is called. */
        name: string;
        /**
         * Format: double
         * @description All cases that ever came; a divided cell's are divided by share, so this is a fraction.
         */
        total: number;
        /** @description In full words. */
        words: string;
    };
    /** @description Somebody's signature. */
    GridSignedView: {
        /** @description When, RFC 3339. */
        at: string;
        /** @description Who. */
        by: components["schemas"]["PersonView"];
    };
    /** @description A step on the way down to a cell. */
    GridStepView: {
        /** @description The code. */
        code: string;
        /** @description Its level. */
        level: components["schemas"]["GridLevel"];
        /** @description Its name. */
        name: string;
    };
    /** @description Why it is withdrawn. */
    GridWithdrawBody: {
        /** @description In words. */
        reason: string;
    };
}

export interface Operations {
    list_areas: {
        parameters: {
            query?: {
                /** @description A code; everything under it. */
                under?: string;
                /** @description `street`, `community`, `grid` or `micro_grid`. */
                level?: string;
                /** @description At most this many rows, up to 5,000, which is also the default. */
                limit?: number;
                /** @description The last code of the page before. */
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
                    "application/json": components["schemas"]["GridAreaPage"];
                };
            };
        };
    };
    list_cells: {
        parameters: {
            query?: {
                /** @description A code within one street; everything under it. */
                under?: string;
                /** @description `community`, `grid` or `micro_grid`. */
                level?: string;
                /** @description A day, `YYYY-MM-DD`; today if nobody says. */
                day?: string;
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
                    "application/json": components["schemas"]["GridCellList"];
                };
            };
        };
    };
    create_cell: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GridNewCell"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GridCellKept"];
                };
            };
        };
    };
    read_cell: {
        parameters: {
            query?: never;
            header?: never;
            path: {
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
                    "application/json": components["schemas"]["GridCellDetail"];
                };
            };
        };
    };
    change_cell: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GridCellChange"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GridCellKept"];
                };
            };
        };
    };
    list_findings: {
        parameters: {
            query?: {
                /** @description A code within one street. */
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
                    "application/json": components["schemas"]["GridFindings"];
                };
            };
        };
    };
    teach: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GridNewLesson"];
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
    locate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GridLocateBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GridLocated"];
                };
            };
        };
    };
    list_places: {
        parameters: {
            query?: {
                /** @description A code within one street. */
                under?: string;
                /** @description Words; a space stands for anything between. */
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
                    "application/json": components["schemas"]["GridPlacePage"];
                };
            };
        };
    };
    list_regrids: {
        parameters: {
            query?: {
                /** @description A street; the actor's own if nobody says. */
                street?: string;
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
                    "application/json": components["schemas"]["GridRegridPage"];
                };
            };
        };
    };
    draft_regrid: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GridPlanBody"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GridRegridView"];
                };
            };
        };
    };
    read_regrid: {
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
                    "application/json": components["schemas"]["GridRegridView"];
                };
            };
        };
    };
    amend_regrid: {
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
                "application/json": components["schemas"]["GridPlanBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GridRegridView"];
                };
            };
        };
    };
    apply_regrid: {
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
                    "application/json": components["schemas"]["GridRegridView"];
                };
            };
        };
    };
    review_regrid: {
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
                    "application/json": components["schemas"]["GridRegridView"];
                };
            };
        };
    };
    withdraw_regrid: {
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
                "application/json": components["schemas"]["GridWithdrawBody"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GridRegridView"];
                };
            };
        };
    };
    restate: {
        parameters: {
            query?: {
                /** @description A code within one street. */
                under?: string;
                /** @description Re-grids in effect from this day on are taken into account; all if nobody says. */
                since?: string;
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
                    "application/json": components["schemas"]["GridRestated"];
                };
            };
        };
    };
    list_shapes: {
        parameters: {
            query?: {
                /** @description A code within one street. */
                under?: string;
                /** @description `street`, `community`, `grid` or `micro_grid` (the default). What is not drawn is put together from what lies below. */
                level?: string;
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
                    "application/geo+json": components["schemas"]["GridOutlines"];
                };
            };
            /** @description Not Modified */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
