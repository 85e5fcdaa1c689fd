// The decrypted offline data, combined with unsent local changes.
import type {
  Campaign,
  CareAlert,
  Case,
  CaseEvent,
  InboxMessage,
  Kind,
  Me,
  Person,
  Point,
  SyncHousehold,
} from '@weiguang/api/resources'
import type { OutItem } from '@weiguang/offline/outbox'
import type { Pack } from '@weiguang/offline/pack'

export interface PhoneCell {
  code: string
  words: string
  name: string
  kind: string
  households: number | null
  label: Point | null
  holder: { account: Person; role: string; deputy_for?: Person | null } | null
  hole: boolean
  /** Null if the user may not see cases there. */
  open: number | null
  late: number | null
  ring: number[][] | null
}
export interface Door {
  id: string
  code: string
  quarter: string
  building: string
  unit: string
  room: string
}
export type PhoneKind = Pick<Kind, 'id' | 'version' | 'name' | 'group' | 'urgent' | 'photo' | 'place'> & {
  keywords?: string[]
}
export type PackCase = Case & { events?: CaseEvent[] }
/** A case with its unsent actions. */
export interface CaseNow extends PackCase {
  pending: OutItem[]
}
/** A care alert with its unsent actions. */
export interface AlertNow extends CareAlert {
  pending: OutItem[]
}
/** A report that is not sent yet. */
export interface LocalCase {
  id: string
  title: string
  address: string
  item: OutItem
  photos: number
}
export interface Contents {
  me: Me | null
  cells: PhoneCell[]
  doors: Door[]
  kinds: PhoneKind[]
  cases: CaseNow[]
  alerts: AlertNow[]
  households: SyncHousehold[]
  /** Running campaigns with one's own dwellings. */
  campaigns: Campaign[]
  local: LocalCase[]
  inbox: InboxMessage[]
  cut: { cells: boolean; doors: boolean; campaigns: boolean; cases: number | null }
}

/** An independent item of a case: an action, or photos added alone. */
export const isHead = (item: OutItem) => item.work.kind === 'act' || (item.work.kind === 'photo' && item.after === null)
export const actName = (item: OutItem) => (item.work.kind === 'act' ? item.work.body.action : 'attach')

const text = (value: unknown) => (value === null || value === undefined ? '' : String(value))

export function contents(pack: Pack, queue: OutItem[], owner: string | null): Contents {
  const items = <T>(section: string) => (pack[section]?.items ?? []) as T[]
  const waiting = queue.filter((item) => item.state !== 'sent')
  const pending = <T extends { id: string }>(one: T) => ({
    ...one,
    pending: waiting.filter((item) => item.lane === one.id && isHead(item)),
  })
  const cases = items<PackCase>('cases').map(pending)
  const known = new Set(cases.map((one) => one.id))
  return {
    me: owner ? ((pack.me?.item as Me | undefined) ?? null) : null,
    cells: items<PhoneCell>('cells'),
    doors: items<unknown[]>('doors').map(([id, code, quarter, building, unit, room]) => ({
      id: text(id),
      code: text(code),
      quarter: text(quarter),
      building: text(building),
      unit: text(unit),
      room: text(room),
    })),
    kinds: items<PhoneKind>('kinds'),
    cases,
    alerts: items<CareAlert>('alerts').map(pending),
    households: items<SyncHousehold>('households'),
    campaigns: items<Campaign>('visits'),
    local: waiting.flatMap((item): LocalCase[] =>
      item.work.kind === 'case' && !known.has(item.lane)
        ? [
            {
              id: item.lane,
              title: item.work.body.title,
              address: text(item.work.body.address),
              item,
              photos: waiting.filter((one) => one.lane === item.lane && one.photo).length,
            },
          ]
        : [],
    ),
    inbox: items<InboxMessage>('inbox'),
    cut: {
      cells: Boolean(pack.cells?.truncated),
      doors: Boolean(pack.doors?.truncated),
      campaigns: Boolean(pack.visits?.truncated),
      cases: pack.cases?.truncated ? (pack.cases.total ?? null) : null,
    },
  }
}

const part = (value: string, word: string) => (value ? (/\d$/.test(value) ? value + word : value) : '')
const inVillage = (door: Door) => door.quarter.endsWith('村')
/** A road number has neither unit nor room. */
const atRoad = (door: Door) => !inVillage(door) && !door.unit && !door.room

/** A dwelling's address: 逸景花园3栋2单元501室, 玉沙中街89号, 长安村2组5号. */
export function doorWords(door: Door): string {
  return buildingWords(door) + insideWords(door)
}
/** The group of a dwelling: the building, the village group, or the road. */
export function buildingWords(door: Door): string {
  return atRoad(door) ? door.quarter : door.quarter + part(door.building, inVillage(door) ? '组' : '栋')
}
export function insideWords(door: Door): string {
  return atRoad(door)
    ? part(door.building, '号')
    : part(door.unit, '单元') + part(door.room, inVillage(door) ? '号' : '室')
}
