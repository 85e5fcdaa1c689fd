// A dwelling on the phone, from the directory, a household without an entry, or a campaign's list; with its residents.
import type { Campaign, CampaignDoor, SyncPerson } from '@weiguang/api/resources'
import type { OutItem } from '@weiguang/offline/outbox'
import { doorWords, type Contents } from '../../contents'
import type { DoorRef } from './fold'

export interface DoorHere {
  words: string
  code: string
  ref: DoorRef
  household: string | null
  people: (SyncPerson & { local?: boolean })[]
  /** Running campaigns that include it. */
  on: { campaign: Campaign; door: CampaignDoor }[]
}

/** Residents registered on this phone and not yet sent. */
export function registered(
  queue: OutItem[],
): { id: string; name: string; household?: string; home?: { place?: string }; code?: string }[] {
  return queue.flatMap(({ work, state }) =>
    work.kind === 'post' && work.about === 'person' && state !== 'sent'
      ? [work.body as ReturnType<typeof registered>[number]]
      : [],
  )
}

/** `id`: a place of the directory, a household, or a dwelling of a campaign. */
export function doorHere(id: string, here: Contents, queue: OutItem[]): DoorHere | null {
  const on = here.campaigns.flatMap((campaign) =>
    campaign.doors
      .filter((door) => [door.dwelling, door.place, door.household].includes(id))
      .map((door) => ({ campaign, door })),
  )
  const listed = on[0]?.door
  const at = listed?.place ?? here.households.find((home) => home.id === id)?.place ?? id
  const place = here.doors.find((door) => door.id === at)
  const homes = here.households.filter(
    (home) => home.id !== null && ((place && home.place === place.id) || home.id === (listed?.household ?? id)),
  )
  const home = homes[0]
  if (!place && !home && !listed) return null
  const local = registered(queue).filter(
    (person) =>
      (person.household && homes.some((one) => one.id === person.household)) ||
      (place && person.home?.place === place.id),
  )
  return {
    words: place ? doorWords(place) : listed?.door || home?.door || '',
    code: place?.code ?? home?.code ?? listed?.code ?? '',
    ref: place ? { place: place.id } : home?.id ? { household: home.id } : { dwelling: listed!.dwelling },
    household: home?.id ?? null,
    on,
    people: [
      ...homes.flatMap((one) => one.people),
      ...local.map((person) => ({ id: person.id, name: person.name, local: true })),
    ],
  }
}
