// Deadlines in words, in China's zone whatever the PC's.
import { beforeEach, describe, expect, it } from 'vitest'
import { dayOf, dayTime, deadline, fromLocalInput, localInput } from '../packages/i18n/time'
import { locale } from '../packages/i18n/t'

const NOW = Date.parse('2026-11-23T08:00:00Z')
const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString()

describe('deadlines', () => {
  beforeEach(() => {
    locale.value = 'zh'
  })
  it('count minutes, then hours, then days', () => {
    expect(deadline(at(54), NOW)).toEqual({ text: '剩 54 分钟', tone: 'soon' })
    expect(deadline(at(-125), NOW)).toEqual({ text: '超时 2 小时', tone: 'late' })
    expect(deadline(at(60 * 47), NOW)).toEqual({ text: '剩 47 小时', tone: '' })
    expect(deadline(at(-60 * 24 * 3), NOW)).toEqual({ text: '超时 3 天', tone: 'late' })
  })
  it('never say zero minutes', () => {
    expect(deadline(at(0.2), NOW).text).toBe('剩 1 分钟')
    expect(deadline(at(-0.2), NOW).text).toBe('超时 1 分钟')
  })
  it('are met up to and including their moment', () => {
    expect(deadline(at(0), NOW)).toEqual({ text: '剩 1 分钟', tone: 'soon' })
    expect(deadline(new Date(NOW - 1).toISOString(), NOW)).toEqual({ text: '超时 1 分钟', tone: 'late' })
  })
  it('say nothing where no clock runs', () => {
    expect(deadline(null, NOW)).toEqual({ text: '', tone: '' })
  })
  it('speak English too', () => {
    locale.value = 'en'
    expect(deadline(at(-125), NOW).text).toBe('2 h over')
  })
})

describe('the street clock', () => {
  it('is eight hours before Greenwich', () => {
    expect(dayTime('2026-11-23T16:30:00Z', NOW)).toBe('11-24 00:30')
    expect(dayOf('2026-11-23T16:30:00Z')).toBe('2026-11-24')
    expect(dayTime('2025-12-31T15:00:00Z', NOW)).toBe('2025-12-31 23:00')
  })
  it('goes into an input and comes back', () => {
    expect(localInput(NOW)).toBe('2026-11-23T16:00')
    expect(fromLocalInput('2026-11-23T16:00')).toBe('2026-11-23T08:00:00Z')
  })
})
