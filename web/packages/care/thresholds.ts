// The lines of a picture of values: those that the server drew from its rules for this very person, the strictest on each side.
import type { CareLine } from '@weiguang/api/resources'

export interface Threshold {
  at: number
  /** As it is written beside its line. */ text: string
  side: 'high' | 'low'
  level: 'critical' | 'high'
  /** Whose line it is, where several values share a picture. */ of?: string
}

/** A table that means 7.0 writes 6.99, so that 126 mg/dL is not missed; a picture says 7. */
const tenth = (at: number) => String(Math.round(at * 10) / 10)

/** A line for one meal is drawn where all values are of that meal, or no meal is told; one that also asks for symptoms is drawn, too. */
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
/** The one meal before which everything was measured; values of several are held against the lines of a random one. */
export function mealOf(readings: { measured: { meal?: { key: string } | null } }[]): string {
  const meals = new Set(readings.flatMap(({ measured }) => measured.meal?.key ?? []))
  return meals.size === 1 ? [...meals][0]! : 'random'
}

/** The words beside the lines of a small picture, from the top: lines at one number share a word, and no two lie on each other. */
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
