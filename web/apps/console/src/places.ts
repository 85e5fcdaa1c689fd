// Where one can go: the side bar, the letters after `g`, and the sheet of keys read this one list, which the rooms fill.
import { locale } from '@weiguang/i18n/t'
import { type Place, rooms } from './rooms'

export const places: Place[] = rooms.flatMap((room) => room.places ?? []).sort((a, b) => a.order - b.order)

/** A place's name in the reader's language. */
export const nameOf = (place: Place): string => place.name[locale.value === 'zh' ? 0 : 1]

/** Whether a place is open to somebody who holds these verbs. */
export const opens = (place: Place, verbs: readonly string[]): boolean =>
  !place.verbs || place.verbs.some((verb) => verbs.includes(verb))

/** The places that somebody who holds these verbs is shown. */
export const placesOf = (verbs: readonly string[]): Place[] =>
  places.filter((one) => opens(one, verbs) && !(one.without && verbs.includes(one.without)))
