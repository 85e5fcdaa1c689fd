// The navigation targets of side bar, `g` shortcuts and their list, collected from the rooms.
import { locale } from '@weiguang/i18n/t'
import { type Place, rooms } from './rooms'

export const places: Place[] = rooms.flatMap((room) => room.places ?? []).sort((a, b) => a.order - b.order)

/** The name in the user's language. */
export const nameOf = (place: Place): string => place.name[locale.value === 'zh' ? 0 : 1]

/** Whether a target is open to somebody with these verbs. */
export const opens = (place: Place, verbs: readonly string[]): boolean =>
  !place.verbs || place.verbs.some((verb) => verbs.includes(verb))

/** The targets shown to somebody with these verbs. */
export const placesOf = (verbs: readonly string[]): Place[] =>
  places.filter((one) => opens(one, verbs) && !(one.without && verbs.includes(one.without)))
