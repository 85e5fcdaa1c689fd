// The actions on a care alert, shared by all faces: form fields, validation, request bodies.
import type { CareAct, CareAlert, CareActName } from '@weiguang/api/resources'

/**
 * `text` and `line` are text; `rung`: an index of the ladder; `who`: a contact or a member of staff; `watcher`: one who looks in;
 * `kin`: a relative or nobody; `found`: a person to be added to the contacts; `every` and `moment`: times.
 */
export interface CareField {
  name: string
  kind: 'text' | 'line' | 'choice' | 'rung' | 'who' | 'watcher' | 'kin' | 'found' | 'every' | 'moment'
  required?: boolean
  /** The dictionary room of the options. */
  choices?: readonly string[]
  room?: 'careHow' | 'careWent' | 'careWith' | 'careKind' | 'careOutcome' | 'careWell' | 'careVoid'
  /** The label, if it is not the field's default. */
  label?: string
}
/** `final`: ends something, so nothing is preselected. `aside`: shown under "more" only. `twice`: asks for confirmation. */
export interface CareActShape {
  name: CareActName
  tone?: 'main' | 'danger'
  final?: true
  aside?: true
  twice?: true
  fields: CareField[]
}

const words: CareField = { name: 'words', kind: 'text' }
const said: CareField = { ...words, required: true }
const well: CareField = { name: 'well', kind: 'choice', room: 'careWell', choices: ['yes', 'no'], required: true }
export const WITH = ['kin', 'contact', 'server', 'medical', 'alone'] as const
export const EVERY = [30, 60, 120, 240, 480] as const
export const KINDS = ['kin', 'landlord', 'neighbour', 'employer', 'elsewhere', 'doctor'] as const
/** Outcomes after both follow-ups. A death has its own action and is never an option here. */
export const OUTCOMES = ['recovered', 'admitted', 'under_care', 'declined', 'handed_on'] as const

/** Why readings are void. */
export const VOID = ['wrong_person', 'broken_meter'] as const

/** All actions in the usual order, most important first. */
export const careActs: CareActShape[] = [
  { name: 'acknowledge', tone: 'main', fields: [] },
  { name: 'word', tone: 'main', fields: [{ name: 'text', kind: 'text', required: true, label: 'reason' }] },
  { name: 'stand_down', final: true, fields: [{ name: 'reason', kind: 'text', required: true }] },
  { name: 'under_care', fields: [{ name: 'reason', kind: 'text', required: true, label: 'under_care_reason' }] },
  {
    name: 'void_readings',
    final: true,
    aside: true,
    fields: [
      { name: 'why', kind: 'choice', room: 'careVoid', choices: VOID, required: true },
      { name: 'reason', kind: 'text', required: true },
    ],
  },
  {
    name: 'safe_now',
    tone: 'main',
    fields: [
      { name: 'with', kind: 'choice', room: 'careWith', choices: WITH, required: true },
      { name: 'who', kind: 'who', label: 'contact' },
      { name: 'place', kind: 'line', required: true },
    ],
  },
  {
    name: 'try',
    tone: 'main',
    fields: [
      { name: 'rung', kind: 'rung', required: true },
      { name: 'how', kind: 'choice', room: 'careHow', choices: ['phone', 'door', 'message'], required: true },
      {
        name: 'went',
        kind: 'choice',
        room: 'careWent',
        choices: ['reached', 'no_answer', 'left_word', 'wrong_number', 'cannot_help'],
        required: true,
      },
      words,
    ],
  },
  {
    name: 'looked_in',
    tone: 'main',
    fields: [{ name: 'who', kind: 'watcher', required: true, label: 'watcher' }, well, words],
  },
  {
    name: 'ask_watch',
    tone: 'main',
    fields: [
      { name: 'who', kind: 'who', required: true, label: 'watcher' },
      { name: 'every_minutes', kind: 'every', required: true },
      { name: 'first', kind: 'moment', required: true },
    ],
  },
  { name: 'kin_there', tone: 'main', fields: [{ name: 'contact', kind: 'kin', label: 'kin' }] },
  { name: 'escort', fields: [{ name: 'to', kind: 'line', required: true }] },
  {
    name: 'found',
    fields: [
      { name: 'kind', kind: 'choice', room: 'careKind', choices: KINDS, required: true },
      { name: 'contact', kind: 'found', required: true },
    ],
  },
  { name: 'arrived', tone: 'main', fields: [said] },
  {
    name: 'refer',
    tone: 'main',
    fields: [
      { name: 'to', kind: 'line', required: true },
      { name: 'how', kind: 'line', required: true, label: 'refer_how' },
    ],
  },
  { name: 'stay_home', fields: [said] },
  { name: 'followed_up', tone: 'main', fields: [well, said] },
  { name: 'note', fields: [{ name: 'text', kind: 'text', required: true }] },
  {
    name: 'close',
    tone: 'main',
    final: true,
    fields: [{ name: 'outcome', kind: 'choice', room: 'careOutcome', choices: OUTCOMES, required: true }, said],
  },
  { name: 'undo_death', tone: 'main', fields: [words] },
  { name: 'died', tone: 'danger', final: true, aside: true, twice: true, fields: [said] },
]

/** Initial values of a form: the likely ones, and none for an action that ends something. */
export const begunWith = (shape: CareActShape, likely: CareValues): CareValues => (shape.final ? {} : likely)

/** The most important actions by state go first; others are in the order above. */
const FIRST: Record<string, CareActName[]> = {
  raised: ['acknowledge'],
  reaching: ['try', 'safe_now'],
  watching: ['looked_in', 'kin_there'],
  with_kin: ['refer', 'stay_home'],
  referred: ['arrived'],
  follow_up: ['followed_up'],
  owed: ['close'],
  lower: ['word', 'stand_down'],
  remeasuring: ['word'],
}

/** The actions that the server permits, most important first, then those under "more". */
export function offeredActs(one: Pick<CareAlert, 'allowed' | 'status' | 'watches'>): CareActShape[] {
  const first =
    one.status.key === 'watching' && one.watches.length === 0
      ? ['ask_watch' as const, 'kin_there' as const]
      : (FIRST[one.status.key] ?? [])
  const weight = (shape: CareActShape) =>
    shape.aside
      ? Infinity
      : first.includes(shape.name)
        ? first.indexOf(shape.name)
        : first.length + careActs.indexOf(shape)
  return careActs.filter((shape) => one.allowed.includes(shape.name)).sort((a, b) => weight(a) - weight(b))
}

/** Whether "with whom" needs a name: required for a contact or a member of staff, optional for a relative. */
export function whoOf(withWhom: string | undefined): 'contact' | 'account' | 'kin' | null {
  return withWhom === 'contact' ? 'contact' : withWhom === 'server' ? 'account' : withWhom === 'kin' ? 'kin' : null
}

export type CareValues = Record<string, string | undefined>

/** The missing fields of a form. */
export function missingIn(shape: CareActShape, values: CareValues): string[] {
  const lacking = shape.fields
    .filter((field) => field.required && !values[field.name]?.trim())
    .map((field) => field.name)
  if (shape.name === 'safe_now' && ['contact', 'account'].includes(whoOf(values.with) ?? '') && !values.who)
    lacking.push('who')
  return lacking
}

/** The form value of a person: `contact:<id>` or `account:<id>`. */
export const whoValue = (kind: 'contact' | 'account', id: string) => `${kind}:${id}`
function whoBody(value: string | undefined): { contact?: string; account?: string } {
  const [kind, id] = (value ?? '').split(':')
  return id ? { [kind === 'account' ? 'account' : 'contact']: id } : {}
}

/** The request body of an action; `first` is an instant already. */
export function actBody(shape: CareActShape, values: CareValues): CareAct {
  const body: Record<string, unknown> = { action: shape.name }
  for (const field of shape.fields) {
    const value = values[field.name]?.trim()
    if (!value) continue
    if (field.kind === 'who' || field.kind === 'watcher') {
      if (shape.name !== 'safe_now' || whoOf(values.with)) Object.assign(body, whoBody(value))
    } else if (field.kind === 'rung' || field.kind === 'every') body[field.name] = Number(value)
    else if (field.room === 'careWell') body[field.name] = value === 'yes'
    else body[field.name] = value
  }
  return body as unknown as CareAct // the description of the form, and not the compiler, knows which fields an act has
}
