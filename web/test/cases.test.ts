// Forms of actions, manual texts, and places: logic without display.
import { describe, expect, it } from 'vitest'
import { actions, missing, offered } from '../apps/console/src/rooms/cases/actions'
import { placeParts } from '../apps/console/src/rooms/grid/use-place'
import { blocks, spans } from '../apps/console/src/rooms/manual/markdown'
import { words } from '../apps/console/src/words'

describe('acts', () => {
  it('each have a name, and each of their fields too', () => {
    for (const shape of actions) {
      expect(words.action).toHaveProperty(shape.name)
      for (const field of shape.fields) expect(words.field).toHaveProperty(field.name)
    }
  })
  it('are offered only when the server offers them, heaviest first', () => {
    expect(offered(['note', 'return', 'accept', 'unheard-of']).map((shape) => shape.name)).toEqual(['accept', 'return'])
    expect(offered(['place', 'accept'])[0]?.name).toBe('place')
    expect(offered(['place', 'accept'], true).map((shape) => shape.name)).toEqual(['accept', 'place'])
  })
  it('say what is missing', () => {
    const shape = (name: string) => actions.find((one) => one.name === name)!
    expect(missing(shape('pause_ask'), { reason: '等水' })).toEqual(['waiting_for', 'until'])
    expect(missing(shape('dispatch'), {})).toEqual(['to_code'])
    expect(missing(shape('dispatch'), { to_account: 'x' })).toEqual([])
  })
})

describe('a place', () => {
  it('is read as community and cell', () => {
    expect(placeParts('天骄西路社区第九网格第六微网格')).toEqual({
      community: '天骄西路社区',
      cell: '第九网格第六微网格',
    })
    expect(placeParts('合作街道')).toEqual({ community: '', cell: '合作街道' })
  })
})

describe('the manual', () => {
  it('becomes headings, lists and paragraphs', () => {
    expect(blocks('# 一\n甲\n乙\n\n- 子\n- 丑\n1. 寅').map((block) => block.kind)).toEqual([
      'heading',
      'paragraph',
      'list',
      'list',
    ])
  })
  it('never becomes HTML', () => {
    expect(spans('<b>a</b> **重**')).toEqual([
      { text: '<b>a</b> ', bold: false },
      { text: '重', bold: true },
    ])
  })
})
