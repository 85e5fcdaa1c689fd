// What is being typed about one person, apart from how it is drawn: fields, what each key means, and the body that is sent.

export const FIELDS = ['systolic', 'diastolic', 'pulse', 'glucose', 'temperature', 'oxygen', 'weight'] as const
export type Field = (typeof FIELDS)[number]
export const MEALS = ['fasting', 'after_meal', 'random'] as const
export type Meal = (typeof MEALS)[number]
export type Unit = 'mmol' | 'mg'
/** Danger signs first; the keys 1 to 9 and 0 choose the first ten. */
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

/** Fields that a meter can only call beyond what it measures. */
export const BEYOND: ReadonlySet<Field> = new Set<Field>(['systolic', 'diastolic', 'glucose', 'oxygen', 'temperature'])
/** No pressure begins with 3 or more and has three digits, so two are enough to know that the number is whole. */
const WHOLE: Partial<Record<Field, RegExp>> = { systolic: /^(?:[3-9]\d|[12]\d\d)$/, diastolic: /^(?:[2-9]\d|1\d\d)$/ }
const AFTER: Partial<Record<Field, Field>> = { systolic: 'diastolic', diastolic: 'pulse' }
const BEFORE: Partial<Record<Field, Field>> = { diastolic: 'systolic', pulse: 'diastolic' }

/** What of typed text belongs into a field: digits and one point, or HI or LO. */
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
/** Where typing goes on once this field holds a whole number. */
export const onward = (field: Field, text: string): Field | null =>
  WHOLE[field]?.test(text) || text === 'HI' || text === 'LO' ? (AFTER[field] ?? null) : null
export const backward = (field: Field): Field | null => BEFORE[field] ?? null

/** What must still be said before this can be sent; `nothing` while there is nothing at all. */
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
/** The letter of a key whatever the input method says of it: with a Chinese one on, `key` is "Process". */
export const letterOf = (event: KeyboardEvent): string =>
  (/^Key([A-Z])$/.exec(event.code)?.[1] ?? event.key).toLowerCase()
