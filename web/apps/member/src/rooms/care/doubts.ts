// What is hard to believe in a measurement, asked before it leaves the hand; the server asks again by the street's own table
// (crates/domain/src/care: verdict.rs, and the shipped manual/care/rules.toml).

export type Quantity = 'systolic' | 'diastolic' | 'pulse' | 'glucose'
export type Doubt = { kind: 'beyond'; of: Quantity; value: string; from: number; to: number } | { kind: 'unit'; value: string; would: number } | { kind: 'swapped' }
const PLAUSIBLE: Record<Quantity, readonly [number, number]> = { systolic: [50, 290], diastolic: [20, 180], pulse: [25, 220], glucose: [1, 40] }
/** mg/dL in one mmol/L of glucose. */
const MG = 18.0156

/** Values as typed; HI and LO are what a meter says, and are believed. */
export function doubts(values: Partial<Record<Quantity, string>>): Doubt[] {
  const found: Doubt[] = []
  for (const of of Object.keys(PLAUSIBLE) as Quantity[]) {
    const [value, [from, to]] = [values[of] ?? '', PLAUSIBLE[of]]
    const number = Number(value)
    if (!value || Number.isNaN(number) || (number >= from && number <= to)) continue
    const would = Math.round((number / MG) * 10) / 10
    found.push(of === 'glucose' && number > to && would >= from && would <= to ? { kind: 'unit', value, would } : { kind: 'beyond', of, value, from, to })
  }
  if (values.systolic && values.diastolic && Number(values.systolic) <= Number(values.diastolic)) found.push({ kind: 'swapped' })
  return found
}
