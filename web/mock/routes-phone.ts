// Who lives behind the doors, a campaign and two values of one field, as a phone in the made-up street holds and reads them.
import type { Campaign, Question, SyncHousehold } from '../packages/api/resources.ts'
import { iso, now } from './cases.ts'
import { on } from './server.ts'

const say = (zh: string, en: string) => ({ zh, en })
const key = (name: string, zh: string, en: string) => ({ key: name, words: say(zh, en) })
const id = (n: number) => `019abc00-0000-7000-a000-${String(n).padStart(12, '0')}`
const minutes = (n: number) => iso(now() + n * 60_000)
const DOOR = '天骄苑1栋1单元101室'
const leader = { id: id(90), name: '王素珍' }

export const household = (code: string): SyncHousehold[] => [
  {
    id: id(1),
    code,
    place: `${code}0`,
    people: [
      { id: id(11), name: '李**', decade: 80, needs: true },
      { id: id(12), name: '李*', decade: 50 },
    ],
  },
  { id: id(2), code, place: null, door: '农贸市场后面的平房', people: [{ id: id(13), name: '周**', decade: 70 }] },
]
const question = (name: string, kind: string, zh: string, en: string, more: Partial<Question> = {}): Question => ({
  name,
  kind,
  label: say(zh, en),
  hint: say('', ''),
  choices: [],
  required: false,
  relevant: null,
  constraint: null,
  constraint_says: say('', ''),
  field: null,
  about: null,
  ...more,
})
export const campaign = (code: string): Campaign => ({
  id: id(3),
  title: '冬季敲门行动',
  purpose: '问问冬天家里需要什么',
  code,
  round: 2,
  form: {
    id: 'winter',
    version: 1,
    title: say('冬季走访', 'Winter visit'),
    questions: [
      question('size', 'integer', '家里几口人', 'How many live here', {
        required: true,
        field: 'household.size',
        about: 'household',
      }),
      question('heat', 'one', '怎么取暖', 'How is it heated', {
        required: true,
        choices: [
          { name: 'air', label: say('空调', 'Air conditioner') },
          { name: 'coal', label: say('炭火', 'Charcoal') },
        ],
      }),
      question('vent', 'yes_no', '晚上开窗透气吗', 'Is a window open at night', {
        relevant: {
          op: 'is',
          of: [
            { op: 'answer', name: 'heat' },
            { op: 'text', value: 'coal' },
          ],
        },
        required: true,
      }),
      question('needs', 'many', '需要协助', 'What is needed', {
        choices: ['助餐 Meals', '水电维修 Repairs', '陪诊 To the doctor', '取药 Medicine'].map((pair, at) => ({
          name: `n${at}`,
          label: say(pair.split(' ')[0]!, pair.split(' ').slice(1).join(' ')),
        })),
      }),
    ],
  },
  doors: Array.from({ length: 12 }, (_, at) => ({
    dwelling: id(200 + at),
    place: `${code}${at}`,
    code,
    ...(at === 0
      ? {
          household: id(1),
          known: { size: { answer: { is: 'number' as const, value: '2' }, since: '2026-10-08', seen: [] } },
        }
      : {}),
    ...(at % 3 === 0
      ? {}
      : {
          end: ['done', 'not_reached', 'refused'][at % 4] ?? 'done',
          last: { at: minutes(-1_600 - at * 30), by: leader.name },
        }),
  })),
})

const CODE = '51011701900600101'
on('GET', '/visits/conflicts', () => ({
  items: [
    {
      of: { household: id(1) },
      who: null,
      door: DOOR,
      code: CODE,
      field: key('household.size', '家庭人数', 'household size'),
      values: [
        {
          edit: id(85),
          answer: { is: 'number', value: '2' },
          words: say('2', '2'),
          masked: false,
          by: leader,
          at: minutes(-9_000),
        },
        {
          edit: id(86),
          answer: { is: 'number', value: '3' },
          words: say('3', '3'),
          masked: false,
          by: { id: id(91), name: '陈永刚' },
          at: minutes(-300),
        },
      ],
    },
  ],
  next: null,
}))
