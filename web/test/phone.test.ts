// Phone numbers: the server's vectors hold for the pages.
import { describe, expect, it } from 'vitest'
import { phoneFault, phonesFault, phonesIn, readPhone } from '../packages/i18n/phone'
import { vectors } from './vectors'

interface Numbers {
  taken: { typed: string; number: string; note?: string }[]
  refused: { typed: string; zh: string; en: string }[]
}
const numbers = vectors<Numbers>('phone-numbers')

describe('phone numbers', () => {
  it.each(numbers.taken)('takes $typed as $number', ({ typed, number, note }) => {
    expect(readPhone(typed)).toEqual(note ? { number, note } : { number })
    expect(phoneFault(typed)).toBeNull()
  })
  it.each(numbers.refused)('refuses $typed', ({ typed, zh, en }) => {
    expect(phoneFault(typed)).toEqual({ zh, en })
  })
  it('takes two numbers of one field apart', () => {
    for (const typed of ['13812345678,13912345678', '13812345678 13912345678', '13812345678\n13912345678'])
      expect(phonesIn(typed)).toEqual(['13812345678', '13912345678'])
    expect(phonesIn('138 1234 5678、028-8765 4321')).toEqual(['138 1234 5678', '028-8765 4321'])
    expect(phonesFault('13812345678、1391234567')?.zh).toBe('手机号应为 11 位，现在是 10 位')
  })
  it('has nothing against an empty field', () => {
    expect(readPhone('  ')).toBeNull()
    expect(phoneFault('')).toBeNull()
  })
})
