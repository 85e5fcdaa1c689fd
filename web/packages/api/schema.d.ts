// Written by `cargo xtask gen` from openapi/openapi.json: do not change it here.
import type * as access from './schema/access'
import type * as bulletins from './schema/bulletins'
import type * as care from './schema/care'
import type * as cases from './schema/cases'
import type * as fhir from './schema/fhir'
import type * as grid from './schema/grid'
import type * as households from './schema/households'
import type * as imports from './schema/imports'
import type * as kernel from './schema/kernel'
import type * as manual from './schema/manual'
import type * as map from './schema/map'
import type * as outbox from './schema/outbox'
import type * as people from './schema/people'
import type * as public from './schema/public'
import type * as settings from './schema/settings'
import type * as setup from './schema/setup'
import type * as station from './schema/station'
import type * as sync from './schema/sync'
import type * as visits from './schema/visits'

export interface paths
    extends access.Paths,
        bulletins.Paths,
        care.Paths,
        cases.Paths,
        fhir.Paths,
        grid.Paths,
        households.Paths,
        imports.Paths,
        kernel.Paths,
        manual.Paths,
        map.Paths,
        outbox.Paths,
        people.Paths,
        public.Paths,
        settings.Paths,
        setup.Paths,
        station.Paths,
        sync.Paths,
        visits.Paths {}

export interface schemas
    extends access.Schemas,
        bulletins.Schemas,
        care.Schemas,
        cases.Schemas,
        fhir.Schemas,
        grid.Schemas,
        households.Schemas,
        imports.Schemas,
        kernel.Schemas,
        manual.Schemas,
        map.Schemas,
        outbox.Schemas,
        people.Schemas,
        public.Schemas,
        settings.Schemas,
        setup.Schemas,
        station.Schemas,
        sync.Schemas,
        visits.Schemas {}

export interface operations
    extends access.Operations,
        bulletins.Operations,
        care.Operations,
        cases.Operations,
        fhir.Operations,
        grid.Operations,
        households.Operations,
        imports.Operations,
        kernel.Operations,
        manual.Operations,
        map.Operations,
        outbox.Operations,
        people.Operations,
        public.Operations,
        settings.Operations,
        setup.Operations,
        station.Operations,
        sync.Operations,
        visits.Operations {}

export interface components {
    schemas: schemas
}
