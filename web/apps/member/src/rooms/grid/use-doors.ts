// Search and grouping of stored dwellings.
import { buildingWords, doorWords, type Door } from '../../contents'

/** Every typed part must match: "逸景 3栋 501" and "逸景3-501" both find it. */
export function findDoors(doors: Door[], typed: string, most = Infinity): Door[] {
  const parts = typed
    .trim()
    .split(/[\s,，\-—]+/)
    .filter(Boolean)
  const found: Door[] = []
  for (const door of doors) {
    const words = doorWords(door)
    const plain = `${door.quarter}${door.building}-${door.unit}-${door.room}`
    if (parts.every((part) => words.includes(part) || plain.includes(part))) found.push(door)
    if (found.length >= most) break
  }
  return found
}

export interface Building {
  name: string
  doors: Door[]
}
const bySize = new Intl.Collator('zh-CN', { numeric: true })

export function buildings(doors: Door[]): Building[] {
  const all = new Map<string, Building>()
  for (const door of doors) {
    const name = buildingWords(door)
    const one = all.get(name) ?? { name, doors: [] }
    one.doors.push(door)
    all.set(name, one)
  }
  return [...all.values()].sort((a, b) => bySize.compare(a.name, b.name))
}
