// Texts of the list of cells.
import type { Words } from '@weiguang/i18n/t'

export const words = {
  cells: {
    lead: [
      '先有网格，再有微网格。没有边界图也能用，边界以后从文件导入。',
      'Grids first, then micro-grids. They work without borders, which can be imported later.',
    ],
    none: ['这个街道还没有社区。', 'This street has no community yet.'],
    addGrid: ['加网格', 'Add a grid'],
    addMicro: ['加微网格', 'Add micro-grids'],
    newGrid: ['{where}：新网格', '{where}: a new grid'],
    newMicro: ['{where}：新微网格', '{where}: new micro-grids'],
    number: ['编号', 'Number'],
    numberHint: ['用过的编号不再使用，已选下一个空号。', 'Numbers are not used twice; the next free one is chosen.'],
    name: ['名称', 'Name'],
    nameHint: ['不填就叫“{name}”。', 'Left empty it is called “{name}”.'],
    households: ['户数', 'Households'],
    howMany: ['加几个', 'How many'],
    howManyHint: ['从这个编号起连续添加。', 'From this number on.'],
    householdsEach: ['每个约多少户', 'Households in each'],
    add: ['添加', 'Add'],
    added: ['已添加 {n} 个', '{n} added'],
    counts: ['{n} 户', '{n} households'],
    countNone: ['未登记户数', 'Households not counted'],
    file: ['从文件导入', 'Import a file'],
  },
} as const satisfies Words
