// Setup reports missing input by field, and a recorded answer has only applicable fields.
import { describe, expect, it } from 'vitest'
import { actions, wordOf } from '../apps/console/src/rooms/cases/actions'
import { wordOf as phoneWordOf } from '../apps/member/src/rooms/cases/use-acts'
import { peopleLacks, streetLacks } from '../apps/console/src/rooms/session/setup-lacks'

describe('the first start', () => {
  it('names what the street lacks', () => {
    expect(streetLacks({ code: '', name: ' ', communities: [{ code: '', name: '' }] })).toEqual({
      'street.code': 'setup.needCode',
      'street.name': 'setup.need',
      'street.communities': 'setup.needCommunity',
    })
    expect(
      streetLacks({
        code: '510117019',
        name: '示例街道',
        communities: [
          { code: '001', name: '' },
          { code: '', name: '' },
        ],
      }),
    ).toEqual({ 'street.communities.0.name': 'setup.need' })
    expect(
      streetLacks({ code: '510117019', name: '示例街道', communities: [{ code: '001', name: '一社区' }] }),
    ).toEqual({})
  })
  it('names what the two people lack', () => {
    expect(peopleLacks({ name: '', login: 'a', password: '短' }, { name: '王', login: '' })).toEqual({
      'administrator.name': 'setup.need',
      'administrator.login': 'setup.needLogin',
      'administrator.password': 'setup.needPassword',
      'manager.login': 'setup.needLogin',
    })
    expect(peopleLacks({ name: '李', login: 'li', password: '0123456789' }, null)).toEqual({})
  })
})
describe('a recorded answer', () => {
  const shape = actions.find((one) => one.name === 'answer')!
  it('asks for no words of a resident who was not reached', () => {
    for (const word of [wordOf, phoneWordOf]) {
      expect(['way', 'at', 'words', 'answer'].map((field) => word(shape, field, { answer: 'no_answer' }))).toEqual([
        'way_tried',
        'at_tried',
        'words_tried',
        'answer',
      ])
      expect(word(shape, 'words', { answer: 'not' })).toBe('words')
      expect(word({ name: 'note' }, 'words', { answer: 'no_answer' })).toBe('words')
    }
  })
})
