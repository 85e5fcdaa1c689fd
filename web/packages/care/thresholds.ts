// The lines of a picture of values: those that the server drew from its rules for this very person, the strictest on each side.
import type { CareLine } from '@weiguang/api/resources'

export interface Threshold { at: number; /** As it is written beside its line. */ text: string; side: 'high' | 'low'; level: 'critical' | 'high' }

/** A table that means 7.0 writes 6.99, so that 126 mg/dL is not missed; a picture says 7. */
const tenth = (at: number) => String(Math.round(at * 10) / 10)

/** A line for one meal is drawn where all values are of that meal, or no meal is told; one that also asks for symptoms is drawn, too. */
export function thresholdsOf(lines: CareLine[], quantity: string, meal?: string): Threshold[] {
  const found = new Map<string, Threshold>()
  for (const line of lines) {
    if (line.of.key !== quantity || (meal && line.meal && line.meal.key !== meal)) continue
    const [side, level, at] = [line.side as 'high' | 'low', line.level as 'critical' | 'high', Number(line.at)]
    const held = found.get(side + level)
    if (!held || (side === 'high' ? at < held.at : at > held.at)) found.set(side + level, { at, text: tenth(at), side, level })
  }
  return [...found.values()].sort((one, other) => one.at - other.at)
}
/** The one meal before which everything was measured; values of several are held against the lines of a random one. */
export function mealOf(readings: { measured: { meal?: { key: string } | null } }[]): string {
  const meals = new Set(readings.flatMap(({ measured }) => measured.meal?.key ?? []))
  return meals.size === 1 ? [...meals][0]! : 'random'
}
