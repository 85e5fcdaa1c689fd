// The input state of a reading, independent of its display: fields, keys and request body.

export const FIELDS = ['systolic', 'diastolic', 'pulse', 'glucose', 'temperature', 'oxygen', 'weight'] as const
export type Field = (typeof FIELDS)[number]
export const MEALS = ['fasting', 'after_meal', 'random'] as const
export type Meal = (typeof MEALS)[number]
export type Unit = 'mmol' | 'mg'
/** Danger signs first; the keys 1 to 9 and 0 select the first ten. */
export const SYMPTOMS = [
  'dizzy',
  'chest_pain',
  'consciousness',
  'one_side',
  'headache',
  'vomiting',
  'fruity_breath',
  'breathless',
  'sweating',
  'palpitation',
  'thirst',
  'blurred',
] as const
export type Symptom = (typeof SYMPTOMS)[number]

export interface Measured {
  systolic: string | null
  diastolic: string | null
  pulse: string | null
  glucose: string | null
  unit: Unit | null
  meal: Meal | null
  temperature: string | null
  oxygen: string | null
  weight: string | null
  symptoms: string[]
}
export interface Typed {
  values: Record<Field, string>
  unit: Unit
  meal: Meal | null
  symptoms: Symptom[]
}

export const empty = (unit: Unit = 'mmol'): Typed => ({
  values: { systolic: '', diastolic: '', pulse: '', glucose: '', temperature: '', oxygen: '', weight: '' },
  unit,
  meal: null,
  symptoms: [],
})
export const nothing = (typed: Typed) => FIELDS.every((field) => !typed.values[field]) && typed.symptoms.length === 0

/** Fields for which a meter can show HI or LO. */
export const BEYOND: ReadonlySet<Field> = new Set<Field>(['systolic', 'diastolic', 'glucose', 'oxygen', 'temperature'])
/** No pressure above 299 exists, so two digits starting with 3 or more are complete. */
const WHOLE: Partial<Record<Field, RegExp>> = { systolic: /^(?:[3-9]\d|[12]\d\d)$/, diastolic: /^(?:[2-9]\d|1\d\d)$/ }
const AFTER: Partial<Record<Field, Field>> = { systolic: 'diastolic', diastolic: 'pulse' }
const BEFORE: Partial<Record<Field, Field>> = { diastolic: 'systolic', pulse: 'diastolic' }

/** The valid part of typed text: digits and one point, or HI or LO. */
export function tidy(field: Field, text: string): string {
  const said = /(HI|LO|[高低])\s*$/i.exec(text)?.[1]
  if (said && BEYOND.has(field)) return /hi|高/i.test(said) ? 'HI' : 'LO'
  const [whole = '', ...rest] = text
    .replace(/[。．,，]/g, '.')
    .replace(/[^\d.]/g, '')
    .split('.')
  const decimals =
    rest.length > 0 && !['systolic', 'diastolic', 'pulse', 'oxygen'].includes(field)
      ? `.${rest.join('').slice(0, 3)}`
      : ''
  return `${whole.slice(0, 3)}${decimals}`
}
/** The next field once this one is complete. */
export const onward = (field: Field, text: string): Field | null =>
  WHOLE[field]?.test(text) || text === 'HI' || text === 'LO' ? (AFTER[field] ?? null) : null
export const backward = (field: Field): Field | null => BEFORE[field] ?? null

/** What is missing before sending; `nothing` if all is empty. */
export type Lack = 'systolic' | 'diastolic' | 'meal' | 'nothing'
export function lacks(typed: Typed): Lack | null {
  const { values } = typed
  if (nothing(typed)) return 'nothing'
  if (values.systolic && !values.diastolic) return 'diastolic'
  if (values.diastolic && !values.systolic) return 'systolic'
  return values.glucose && typed.meal === null ? 'meal' : null
}

export function body(typed: Typed): Measured {
  const value = (field: Field) => typed.values[field].replace(/\.$/, '') || null
  const glucose = value('glucose')
  return {
    systolic: value('systolic'),
    diastolic: value('diastolic'),
    pulse: value('pulse'),
    glucose,
    unit: glucose ? typed.unit : null,
    meal: glucose ? typed.meal : null,
    temperature: value('temperature'),
    oxygen: value('oxygen'),
    weight: value('weight'),
    symptoms: [...typed.symptoms],
  }
}

export const JUMPS: Record<string, Field> = { b: 'systolic', g: 'glucose', t: 'temperature', o: 'oxygen', w: 'weight' }
export const MEAL_KEYS: Record<string, Meal> = { f: 'fasting', a: 'after_meal', r: 'random' }
/** The letter of a key independent of the input method: with a Chinese one, `key` is "Process". */
export const letterOf = (event: KeyboardEvent): string =>
  (/^Key([A-Z])$/.exec(event.code)?.[1] ?? event.key).toLowerCase()
