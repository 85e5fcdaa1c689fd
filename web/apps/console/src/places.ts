// Where one can go: the side bar, the letters after `g`, and the sheet of keys read this one list.
import type { IconName } from '@weiguang/ui/icons'
import type { t } from './words'

export interface Place {
  to: string
  icon: IconName
  word: Parameters<typeof t>[0]
  key: string
  /** Shown to those who hold one of these. */
  verbs?: string[]
  /** Not shown to those who hold this one: they come to it by another place. */
  without?: string
  group: 'desk' | 'keep' | 'top'
}

export const places: Place[] = [
  { to: '/overview', icon: 'chart', word: 'shell.overview', key: 'o', verbs: ['cases.read'], group: 'desk' },
  { to: '/cases', icon: 'list', word: 'shell.cases', key: 'q', verbs: ['cases.read'], group: 'desk' },
  { to: '/care', icon: 'care', word: 'shell.care', key: 'c', verbs: ['care.alert'], group: 'desk' },
  { to: '/map', icon: 'map', word: 'shell.map', key: 'm', group: 'desk' },
  { to: '/households', icon: 'door', word: 'shell.households', key: 'h', verbs: ['households.read'], group: 'desk' },
  { to: '/visits', icon: 'check', word: 'shell.visits', key: 'v', verbs: ['visits.read'], group: 'desk' },
  { to: '/people', icon: 'people', word: 'shell.people', key: 'p', verbs: ['people.read'], group: 'desk' },
  { to: '/screen', icon: 'wall', word: 'shell.screen', key: 'w', verbs: ['cases.read'], group: 'desk' },
  { to: '/begin', icon: 'star', word: 'shell.begin', key: 'k', verbs: ['people.manage'], group: 'keep' },
  {
    to: '/grid/regrids',
    icon: 'divide',
    word: 'shell.regrids',
    key: 'r',
    verbs: ['grid.regrid', 'grid.review'],
    group: 'keep',
  },
  {
    to: '/households/tombstones',
    icon: 'shield',
    word: 'shell.tombstones',
    key: 't',
    verbs: ['audit.read'],
    without: 'households.read',
    group: 'keep',
  },
  { to: '/manual', icon: 'book', word: 'shell.manual', key: 'b', group: 'keep' },
  { to: '/imports', icon: 'tray', word: 'shell.imports', key: 'i', verbs: ['imports.run'], group: 'keep' },
  { to: '/outbox', icon: 'send', word: 'shell.outbox', key: 'x', verbs: ['outbox.manage'], group: 'keep' },
  { to: '/settings', icon: 'gear', word: 'shell.settings', key: 's', group: 'keep' },
  { to: '/inbox', icon: 'bell', word: 'shell.inbox', key: 'n', group: 'top' },
]

/** Whether a place is open to somebody who holds these verbs. */
export const opens = (place: Place, verbs: readonly string[]): boolean =>
  !place.verbs || place.verbs.some((verb) => verbs.includes(verb))

/** The places that somebody who holds these verbs is shown. */
export const placesOf = (verbs: readonly string[]): Place[] =>
  places.filter((one) => opens(one, verbs) && !(one.without && verbs.includes(one.without)))
