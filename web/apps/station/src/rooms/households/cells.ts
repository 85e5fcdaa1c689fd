// The cells in which this desk may register people: those paired with its team, if known; stored for offline use.
import { desk } from '../../desk'
import { reach } from '../../line'
import { day } from '../station/use-day'

export interface PlaceName {
  code: string
  words: string
}
/** The team of a cell, by the server. */
interface Pairing {
  teams: { id: string; doctor: { id: string }; members: { id: string }[] }[]
  cells: { code: string; words: string; team?: string | null }[]
}
const KEPT = 'weiguang.station.cells'

export async function cellsAround(): Promise<PlaceName[]> {
  const code = day.station?.code ?? desk.me?.grants[0]?.code
  if (!code) return kept()
  try {
    const [cells, pairing] = await Promise.all([
      reach<{ items: PlaceName[] }>(`/grid/cells?under=${code}`),
      reach<Pairing>(`/households/pairing?under=${code}`).catch((): Pairing => ({ teams: [], cells: [] })),
    ])
    const mine = new Set(
      pairing.teams
        .filter((team) => [team.doctor, ...team.members].some((one) => one.id === desk.owner))
        .map((team) => team.id),
    )
    const ours = pairing.cells.filter((cell) => cell.team && mine.has(cell.team))
    const places = (ours.length > 0 ? ours : cells.items.filter((cell) => cell.words)).map(({ code, words }) => ({
      code,
      words,
    }))
    keep(places)
    return places
  } catch {
    return kept()
  }
}

/** Names of cells are no personal data. */
function keep(places: PlaceName[]): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify(places))
  } catch {
    // They are then queried each time.
  }
}
function kept(): PlaceName[] {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? '[]') as PlaceName[]
  } catch {
    return [] // storage may be forbidden, or hold what somebody else wrote
  }
}
