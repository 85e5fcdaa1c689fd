// Drafts of the console: restored for the same person and tab, deleted after sending or signing out.
import { beforeEach, describe, expect, it } from 'vitest'
import { forgetDrafts, useDraft } from '../apps/console/src/draft'

const note = (whose: string) => useDraft(whose, 'note:1', () => ({ text: '' }))

describe('a draft', () => {
  beforeEach(() => sessionStorage.clear())

  it('is found again by who typed it, and by nobody else', () => {
    note('a').form.text = '已联系物业，'
    expect(note('a')).toMatchObject({ form: { text: '已联系物业，' }, found: { value: true } })
    expect(note('b')).toMatchObject({ form: { text: '' }, found: { value: false } })
  })
  it('is gone once it was sent, and leaves nothing when it is emptied', () => {
    const draft = note('a')
    draft.form.text = '好'
    draft.clear()
    expect([draft.form.text, note('a').found.value, sessionStorage.length]).toEqual(['', false, 0])
    draft.form.text = '又'
    draft.form.text = ''
    expect(sessionStorage.length).toBe(0)
  })
  it('is gone after signing out, and another person who signs in keeps only their own', () => {
    note('a').form.text = '甲的电话 13812345678'
    note('b').form.text = '乙的'
    forgetDrafts('b')
    expect([note('a').form.text, note('b').form.text]).toEqual(['', '乙的'])
    forgetDrafts()
    expect(sessionStorage.length).toBe(0)
  })
  it('is not kept where nobody is known', () => {
    note('').form.text = '谁的？'
    expect(sessionStorage.length).toBe(0)
  })
})
