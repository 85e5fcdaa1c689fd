// Threshold lines of a chart: computed by the server for this person, the strictest on each side.
import type { CareLine } from '@weiguang/api/resources'

export interface Threshold {
  at: number
  /** As it is written beside its line. */ text: string
  side: 'high' | 'low'
  level: 'critical' | 'high'
  /** Whose line it is, where several values share a picture. */ of?: string
}

/** A table that means 7.0 has 6.99, so that 126 mg/dL is not missed; a chart shows 7. */
const tenth = (at: number) => String(Math.round(at * 10) / 10)

/** A threshold for one meal is drawn if all values are of that meal or have none; one that needs symptoms is drawn as well. */
export function thresholdsOf(lines: CareLine[], quantity: string, meal?: string): Threshold[] {
  const found = new Map<string, Threshold>()
  for (const line of lines) {
    if (line.of.key !== quantity || (meal && line.meal && line.meal.key !== meal)) continue
    const [side, level, at] = [line.side as 'high' | 'low', line.level as 'critical' | 'high', Number(line.at)]
    const held = found.get(side + level)
    if (!held || (side === 'high' ? at < held.at : at > held.at))
      found.set(side + level, { at, text: tenth(at), side, level })
  }
  return [...found.values()].sort((one, other) => one.at - other.at)
}
/** The common meal of all values; `random` if they differ. */
export function mealOf(readings: { measured: { meal?: { key: string } | null } }[]): string {
  const meals = new Set(readings.flatMap(({ measured }) => measured.meal?.key ?? []))
  return meals.size === 1 ? [...meals][0]! : 'random'
}

/** The labels of a small chart, from the top: one per number, without overlaps. */
export function labelsOf(
  limits: { y: number; text: string; word: string }[],
  step: number,
  bottom: number,
): { y: number; word: string }[] {
  const byText = new Map<string, { y: number; word: string }>()
  for (const one of limits) {
    const held = byText.get(one.text)
    if (held) held.word += ` · ${one.word}`
    else byText.set(one.text, { y: one.y - 3, word: `${one.text} ${one.word}` })
  }
  const labels = [...byText.values()].sort((one, other) => one.y - other.y)
  labels.forEach((one, at) => {
    one.y = Math.max(one.y, at > 0 ? labels[at - 1]!.y + step : step)
  })
  for (let at = labels.length - 1; at >= 0; at -= 1)
    labels[at]!.y = Math.min(labels[at]!.y, at < labels.length - 1 ? labels[at + 1]!.y - step : bottom)
  return labels
}
