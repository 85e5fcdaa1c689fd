// The person at the desk: search, opening with readings, and registration.
import { reactive, ref } from 'vue'
import { serverNow } from '@weiguang/api/clock'
import { asProblem, type Problem } from '@weiguang/api/problem'
import type { Alert, CareOf, FoundPerson, Ticket } from '../../resources'
import { reach } from '../../line'
import { takePerson, type NewPerson } from '../care/use-waiting'

export interface AtDesk {
  id: string
  name: string
  age: number | null
  place: string
  ticket: Ticket | null
  care: CareOf | null
  alert: Alert | null
  /** Registered just now; the server may not have them yet. */
  fresh: boolean
}
export const current = ref<AtDesk | null>(null)
export const opening = reactive({ busy: false, problem: null as Problem | null })

/** The type of a search text: a full number or a full name. */
export function asked(text: string): { identity: string } | { phone: string } | { name: string } {
  const bare = text.replace(/[\s-]/g, '')
  if (/^\d{17}[\dXx]$/.test(bare)) return { identity: bare.toUpperCase() }
  if (/^1\d{10}$/.test(bare)) return { phone: bare }
  return { name: text.trim() }
}
/** A queue number, as on the screen: A07, b8. */
export const numberOf = (text: string): string | null => {
  const found = /^([ab])\s*0*(\d{1,3})$/i.exec(text.trim())
  return found ? `${found[1]!.toUpperCase()}${found[2]!.padStart(2, '0')}` : null
}

/** A POST, so that no number is in a URL or log. */
export async function find(text: string): Promise<FoundPerson[]> {
  const told = await reach<{ items: FoundPerson[] }>('/households/residents/find', {
    method: 'POST',
    json: asked(text),
  })
  return told.items
}

let turn = 0
export async function openPerson(
  id: string,
  ticket: Ticket | null = null,
  hint?: { name: string; place: string },
): Promise<void> {
  const mine = ++turn
  opening.busy = true
  opening.problem = null
  try {
    const care = await reach<CareOf>(`/care/residents/${id}`)
    if (mine !== turn) return
    current.value = {
      id,
      name: care.name,
      age: care.age ?? null,
      place: hint?.place ?? '',
      ticket,
      care,
      alert: null,
      fresh: false,
    }
    await readAlert()
  } catch (thrown) {
    if (mine !== turn) return
    opening.problem = asProblem(thrown)
    // Without an answer the desk continues with the list's data.
    if (opening.problem.status === 0 && hint)
      current.value = {
        id,
        name: hint.name,
        age: null,
        place: hint.place,
        ticket,
        care: null,
        alert: null,
        fresh: false,
      }
  } finally {
    if (mine === turn) opening.busy = false
  }
}

/** Refetches the person after a measurement. */
export async function again(): Promise<void> {
  const person = current.value
  if (!person) return
  const care = await reach<CareOf>(`/care/residents/${person.id}`).catch(() => null)
  if (!care || current.value?.id !== person.id) return
  current.value = { ...current.value, name: care.name, age: care.age ?? null, care, fresh: false }
  await readAlert()
}
async function readAlert(): Promise<void> {
  const person = current.value
  const id = person?.care?.alert
  const alert = id ? await reach<Alert>(`/care/alerts/${id}`).catch(() => null) : null
  if (current.value && current.value.id === person?.id) current.value = { ...current.value, alert }
}

/** Registers a person with name, place and optional fields. */
export async function writeDown(person: Omit<NewPerson, 'id'>, place: string, ticket: Ticket | null): Promise<void> {
  const item = await takePerson(person)
  turn += 1
  opening.problem = null
  const year = Number(person.birth?.slice(0, 4))
  current.value = {
    id: item.body.id,
    name: person.name,
    age: year ? new Date(serverNow()).getFullYear() - year : null,
    place,
    ticket,
    care: null,
    alert: null,
    fresh: true,
  }
}
export function close(): void {
  turn += 1
  opening.busy = false
  opening.problem = null
  current.value = null
}
