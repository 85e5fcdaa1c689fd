// The results of measuring the person at this desk, and answers to questions.
import { computed, ref } from 'vue'
import { serverNow } from '@weiguang/api/clock'
import { useWrite } from '@weiguang/api/use-write'
import type { Alert, Reading } from '../../resources'
import { reach } from '../../line'
import { again, current } from '../households/use-person'
import { day, ticketBy } from '../station/use-day'
import type { Measured } from './entry'
import { critical, isAtOnce } from '@weiguang/care/judge'
import { rules } from './rules'
import { readAwaited } from './use-awaited'
import { asked, onArrived, queue, takeReading, type Item } from './use-waiting'

export interface Taking {
  item: Item | null
  at: string
  measured: Measured
  reading: Reading | null
}
/** Newest last; cleared with the person. */
export const takings = ref<Taking[]>([])
export const last = computed(() => takings.value.at(-1) ?? null)
/** Until the server answers, the stored rules say whether to measure again at once. */
export const suspected = computed(() =>
  last.value && !last.value.reading
    ? critical(rules.value, last.value.measured, current.value?.age ?? null, current.value?.care?.illnesses)
    : [],
)
/** A danger sign: call 120, do not measure again. */
export const atOnce = computed(() => last.value?.reading?.at_once ?? isAtOnce(suspected.value))
export const refusedNow = computed(() => queue.items.find((item) => item.id === last.value?.item?.id)?.refused ?? null)
/** A second reading is due at once: by the alert's state, or without one by the values. */
export const measuring = computed(() => {
  const state = current.value?.alert?.status.key
  if (!last.value || state) return last.value !== null && state === 'remeasuring'
  if (refusedNow.value || atOnce.value) return false
  const { reading, item } = last.value
  return reading
    ? reading.standing === 'stands' && reading.level === 'critical'
    : item !== null && suspected.value.length > 0
})

onArrived((item, reading) => {
  const mine = takings.value.find((one) => one.item?.id === item.id)
  if (!mine) {
    if (item.kind === 'person' && item.body.id === current.value?.id) void again()
    return
  }
  takings.value = takings.value.map((one) => (one === mine ? { ...one, reading, item: null } : one))
  if (reading) asked.delete(reading.id)
  void again()
  void readAwaited(day.station?.id ?? null)
})

/** `at`: the time by the meter, if it was not just now. */
export async function take(measured: Measured, fromMeter: boolean, at?: string): Promise<void> {
  const person = current.value
  if (!person) return
  const ticket = person.ticket && (ticketBy(person.ticket.label) ?? person.ticket)
  const item = await takeReading(person.name, {
    resident: person.id,
    station: day.station?.id ?? null,
    from_meter: fromMeter,
    measured,
    ...(ticket ? { ticket: ticket.id } : {}),
    ...(at ? { at } : {}),
  })
  takings.value = [
    ...takings.value,
    { item, at: item.kind === 'reading' ? item.body.at : new Date(serverNow()).toISOString(), measured, reading: null },
  ]
}
/** Resumes an earlier reading with an open question. */
export function takeUp(reading: Reading): void {
  const value = (key: string) => reading.measured.values.find((one) => one.of.key === key)?.value ?? null
  const measured: Measured = {
    systolic: value('systolic'),
    diastolic: value('diastolic'),
    pulse: value('pulse'),
    glucose: value('glucose'),
    temperature: value('temperature'),
    oxygen: value('oxygen'),
    weight: value('weight'),
    unit: value('glucose') ? 'mmol' : null,
    meal: (reading.measured.meal?.key ?? null) as Measured['meal'],
    symptoms: reading.measured.symptoms.map((one) => one.key),
  }
  takings.value = [...takings.value, { item: null, at: reading.at, measured, reading }]
}
export function forgetTakings(): void {
  takings.value = []
}

export const settling = useWrite()
export type Answer =
  { answer: 'confirmed' } | { answer: 'corrected'; measured: Measured } | { answer: 'discarded'; why: string }
export async function settle(reading: Reading, answer: Answer): Promise<boolean> {
  const done = await settling.run({ id: reading.id, version: reading.version, ...answer }, (key) =>
    reach<Reading>(`/care/readings/${reading.id}/settle`, {
      method: 'POST',
      key,
      version: reading.version,
      json: answer,
    }),
  )
  if (!done) return false
  takings.value = takings.value.map((one) =>
    one.reading?.id === reading.id
      ? { ...one, reading: done.value, measured: answer.answer === 'corrected' ? answer.measured : one.measured }
      : one,
  )
  asked.delete(reading.id)
  await Promise.all([again(), readAwaited(day.station?.id ?? null)])
  return true
}

export const acting = useWrite()
/** A clinician's decision on an alert in the measuring phase. */
export async function word(
  alert: Alert,
  act: { action: 'word'; text: string } | { action: 'stand_down'; reason: string },
): Promise<boolean> {
  const done = await acting.run({ id: alert.id, version: alert.version, ...act }, (key) =>
    reach(`/care/alerts/${alert.id}/actions`, { method: 'POST', key, version: alert.version, json: act }),
  )
  await Promise.all([again(), readAwaited(day.station?.id ?? null)])
  return done !== null
}
