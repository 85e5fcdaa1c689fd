// A booking: free places, two fields, and sending exactly once, across reloads.
import { computed, onMounted, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue'
import { answer, api, written } from '@weiguang/api/client'
import { newId, newRecordId } from '@weiguang/api/intention'
import { asProblem, type Problem } from '@weiguang/api/problem'
import type { BookingReceipt, NewBooking, PublicServiceDay } from '@weiguang/api/resources'
import { phoneFault } from '@weiguang/i18n/phone'
import { say } from '@weiguang/i18n/t'
import { dropDraft, keepDraft, keepLink, keptDraft } from '../../keep'
import type { Where } from '../../place'
import { book } from '../../words-booking'
import { dayWords } from './day'

/** The booking as sent: repeated unchanged until answered. */
interface Posted {
  where: Where
  body: NewBooking
  key: string
}
/** Statuses that mean "not now". */
const NOT_NOW = new Set([408, 425, 429])
const SHELF = 'booking'

export function useBooking(where: Where) {
  const about = shallowRef<PublicServiceDay | null>(null)
  const lost = shallowRef<Problem | null>(null)
  const form = reactive({ at: '', name: '', phone: '', purpose: '' })
  const stage = ref<'writing' | 'sending' | 'waiting'>('writing')
  const refused = shallowRef<Problem | null>(null)
  const receipt = shallowRef<BookingReceipt | null>(null)
  const tried = ref(false)
  const posted = shallowRef<Posted | null>(null)
  let record = newRecordId()
  let key = newId()
  let tries = 0
  let again: ReturnType<typeof setTimeout> | undefined

  async function read(): Promise<void> {
    lost.value = null
    try {
      about.value = await answer(api.GET('/public/stations/{street}/{id}/days/{day}', { params: { path: where } }))
      const free = about.value.times.filter((time) => time.left > 0)
      if (!free.some((time) => time.at === form.at)) form.at = free[0]?.at ?? ''
    } catch (thrown) {
      lost.value = asProblem(thrown)
    }
  }

  /** A field's error is shown until the field is changed. */
  const said = (field: string) => {
    const fault = refused.value?.errors.find((one) => one.field === field)
    return fault ? say(fault) : ''
  }
  for (const field of ['at', 'name', 'phone'] as const)
    watch(
      () => form[field],
      () => {
        if (said(field)) refused.value = null
      },
    )
  const faults = computed(() => ({
    at: said('at') || (form.at ? '' : book('booking.needTime')),
    name: said('name') || (form.name.trim() ? '' : book('booking.needName')),
    phone: said('phone') || (form.phone.trim().length < 7 ? book('booking.needPhone') : say(phoneFault(form.phone))),
  }))
  const ready = computed(() => !faults.value.at && !faults.value.name && !faults.value.phone)
  /** Errors without a field. */
  const plain = computed(() => {
    if (!refused.value) return ''
    return said('day') || said('purpose') || (refused.value.errors.length > 0 ? '' : say(refused.value.said))
  })

  async function submit(): Promise<boolean> {
    tried.value = true
    if (!ready.value || stage.value === 'sending') return false
    const body = {
      id: record,
      at: form.at,
      name: form.name.trim(),
      phone: form.phone.trim(),
      ...(form.purpose ? { purpose: form.purpose } : {}),
    }
    await deliver(posted.value ?? { where: { ...where }, body, key })
    return receipt.value !== null
  }
  async function deliver(wish: Posted): Promise<void> {
    clearTimeout(again)
    posted.value = wish
    stage.value = 'sending'
    refused.value = null
    await keepDraft(wish, SHELF)
    try {
      const done = await answer(
        api.POST('/public/stations/{street}/{id}/days/{day}/bookings', {
          params: { path: wish.where },
          body: wish.body,
          ...written(wish.key),
        }),
      )
      keepLink(
        {
          number: done.booking.label,
          url: done.url,
          at: done.booking.at,
          what: `${dayWords(done.booking.day)} ${done.booking.from} ${done.booking.station_name}`,
        },
        'bookings',
      )
      await dropDraft(SHELF)
      posted.value = null
      stage.value = 'writing'
      receipt.value = done
    } catch (thrown) {
      await failed(asProblem(thrown))
    }
  }
  async function failed(met: Problem): Promise<void> {
    if (met.status >= 400 && met.status < 500 && !NOT_NOW.has(met.status)) {
      // A refusal is final: the next attempt is a new booking.
      posted.value = null
      record = newRecordId()
      key = newId()
      await dropDraft(SHELF)
      stage.value = 'writing'
      await read()
      refused.value = met
      return
    }
    stage.value = 'waiting'
    tries += 1
    again = setTimeout(
      retry,
      Math.max((met.retryAfter ?? 0) * 1_000, Math.min(60_000, 4_000 * 2 ** Math.min(tries, 4))),
    )
  }
  function retry(): void {
    if (stage.value === 'waiting' && posted.value) void deliver(posted.value)
  }
  async function giveUp(): Promise<void> {
    clearTimeout(again)
    await dropDraft(SHELF)
    posted.value = null
    record = newRecordId()
    key = newId()
    stage.value = 'writing'
  }

  const seen = () => {
    if (document.visibilityState === 'visible') retry()
  }
  onMounted(async () => {
    window.addEventListener('online', retry)
    document.addEventListener('visibilitychange', seen)
    const kept = await keptDraft<Posted>(SHELF)
    if (kept && kept.where.id === where.id && kept.where.day === where.day) {
      Object.assign(form, {
        at: kept.body.at,
        name: kept.body.name,
        phone: kept.body.phone,
        purpose: kept.body.purpose ?? '',
      })
      await Promise.all([read(), deliver(kept)])
    } else await read()
  })
  onScopeDispose(() => {
    clearTimeout(again)
    window.removeEventListener('online', retry)
    document.removeEventListener('visibilitychange', seen)
  })
  return { about, lost, form, stage, receipt, tried, faults, plain, read, submit, retry, giveUp }
}
