// Who lives behind the doors, a care alert and a campaign, as a phone in the made-up street holds them and reads them.
import type { Campaign, CareAlert, CareEvent, CareOf, Question, Reading, Resident, SyncHousehold } from '../packages/api/resources.ts'
import { iso, now } from './cases.ts'
import { on, Refusal } from './server.ts'

const say = (zh: string, en: string) => ({ zh, en })
const key = (name: string, zh: string, en: string) => ({ key: name, words: say(zh, en) })
const id = (n: number) => `019abc00-0000-7000-a000-${String(n).padStart(12, '0')}`
const minutes = (n: number) => iso(now() + n * 60_000)
const DOOR = '天骄苑1栋1单元101室'
const leader = { id: id(90), name: '王素珍' }

export const household = (code: string): SyncHousehold[] => [
  { id: id(1), code, place: `${code}0`, people: [{ id: id(11), name: '李**', decade: 80, needs: true }, { id: id(12), name: '李*', decade: 50 }] },
  { id: id(2), code, place: null, door: '农贸市场后面的平房', people: [{ id: id(13), name: '周**', decade: 70 }] },
]
const question = (name: string, kind: string, zh: string, en: string, more: Partial<Question> = {}): Question => ({ name, kind, label: say(zh, en), hint: say('', ''), choices: [], required: false, relevant: null, constraint: null, constraint_says: say('', ''), field: null, about: null, ...more })
export const campaign = (code: string): Campaign => ({
  id: id(3), title: '冬季敲门行动', purpose: '问问冬天家里需要什么', code, round: 2,
  form: {
    id: 'winter', version: 1, title: say('冬季走访', 'Winter visit'), questions: [
      question('size', 'integer', '家里几口人', 'How many live here', { required: true, field: 'household.size', about: 'household' }),
      question('heat', 'one', '怎么取暖', 'How is it heated', { required: true, choices: [{ name: 'air', label: say('空调', 'Air conditioner') }, { name: 'coal', label: say('炭火', 'Charcoal') }] }),
      question('vent', 'yes_no', '晚上开窗透气吗', 'Is a window open at night', { relevant: { op: 'is', of: [{ op: 'answer', name: 'heat' }, { op: 'text', value: 'coal' }] }, required: true }),
      question('needs', 'many', '需要协助', 'What is needed', { choices: ['助餐 Meals', '水电维修 Repairs', '陪诊 To the doctor', '取药 Medicine'].map((pair, at) => ({ name: `n${at}`, label: say(pair.split(' ')[0]!, pair.split(' ').slice(1).join(' ')) })) }),
    ],
  },
  doors: Array.from({ length: 12 }, (_, at) => ({
    dwelling: id(200 + at), place: `${code}${at}`, code, ...(at === 0 ? { household: id(1), known: { size: { answer: { is: 'number' as const, value: '2' }, since: '2026-10-08', seen: [] } } } : {}),
    ...(at % 3 === 0 ? {} : { end: ['done', 'not_reached', 'refused'][at % 4] ?? 'done', last: { at: minutes(-1_600 - at * 30), by: leader.name } }),
  })),
})

const rung = (kind: [string, string, string], name: string, relation: string, phone: string, hears: [string, string]): CareAlert['ladder'][number] => ({
  kind: key(...kind), contact: name ? { id: id(50 + name.length + relation.length), name, relation, phones: [phone], when: '' } : null, tries: [], reached: false, over: false, hears: say(...hears),
})
export const alert = (code: string): CareAlert => ({
  id: id(4), resident: id(11), status: key('reaching', '寻找本人和家人', 'Finding the person and their family'), name: '李秀英', door: DOOR, code, place: '天骄西路社区第一网格第一微网格', owner: leader, post: code.slice(0, 15),
  began_at: minutes(-24), due_at: minutes(11), late: 0, escalated: 1, concerns: [key('glucose_high', '血糖过高，今天须就医；若叫不醒、呕吐，拨 120', 'Blood sugar far too high, a doctor must see them today; if they cannot be woken or vomit, call 120')], next_rung: 1,
  ladder: [
    { ...rung(['kin', '亲属', 'Next of kin'], '李强', '儿子', '138****1234', ['李女士今天需要家人在身边，请尽快回家或回电合作街道治理服务中心。', 'Ms Li needs her family with her today: please come home or call the street’s centre.']), tries: [{ at: minutes(-12), by: leader, how: 'phone', went: key('no_answer', '无人接听或应门', 'no answer') }] },
    rung(['landlord', '房东', 'Landlord'], '周师傅', '房东', '139****5678', ['请帮忙去看看李女士，回电合作街道治理服务中心。', 'Please look in on Ms Li, and call the street’s centre.']),
    rung(['neighbour', '邻居', 'Neighbour'], '', '', '', ['请帮忙去看看李女士，回电合作街道治理服务中心。', 'Please look in on Ms Li, and call the street’s centre.']),
  ],
  escort_to: null, safe: null, watches: [], referred: null, follow_up: null, outcome: null, sight: 'duty', readings: [], version: 6, allowed: ['note', 'try', 'found', 'escort', 'safe_now', 'kin_there', 'refer'],
})
const steps: CareEvent[] = ([['care.raised', '发出预警（第二次读数仍然危急）', 'Raised: the second reading is critical, too'], ['care.acknowledged', '负责人应答', 'The owner answered'], ['care.tried', '找亲属（打电话）：无人接听或应门', 'Tried the family by phone: no answer']] as const)
  .map(([kind, zh, en], at) => ({ seq: at + 4, kind, at: minutes(at * 6 - 24), actor: at > 0 ? leader : null, words: say(zh, en), to: null, hash: '' }))
const known = (code: string) => (asked: { path: Record<string, string> }) => { if (asked.path.id !== alert(code).id) throw new Refusal(404, 'kernel.not-found', '没有这条预警。', 'No such alert.'); return alert(code) }
const CODE = '51011701900600101'
on('GET', '/care/alerts/{id}', known(CODE))
on('GET', '/care/alerts/{id}/events', () => ({ items: steps }))
on('POST', '/care/alerts/{id}/call', () => ({ phones: ['13900005678'] }))

const resident = (asked: string): Resident => ({
  id: asked, name: '李秀英', salutation: '李奶奶', code: CODE, words: '天骄西路社区第一网格第一微网格', age: 83, from_elsewhere: true, identity: null, phones: ['138****0001'], presence: 'here', merged_into: null,
  household: { id: id(1), door: DOOR, place: `${CODE}0`, code: CODE, tenure: 'tenant', since: '2024-05-01', people: 2, version: 3 },
  contacts: [['kin', '亲属', 'Next of kin', '李强', '儿子', '138****1234'], ['landlord', '房东', 'Landlord', '周师傅', '', '139****5678']].map(([kind, zh, en, name, relation, phone], at) => ({ id: id(60 + at), kind: kind!, kind_words: say(zh!, en!), name: name!, relation: relation!, phones: [phone!], when: at === 0 ? '晚上七点后' : '' })),
  missing: [say('邻居', 'a neighbour')], needs: [{ id: id(70), kind: 'look_in', words: say('有人看望', 'Somebody to look in'), purpose: '独居，白天无人', expires: '2027-03-31' }], version: 2,
})
on('GET', '/households/residents/{id}', (asked) => resident(asked.path.id!))

const reading = (at: number, upper: number, lower: number): Reading => ({
  id: id(80 + at), resident: id(11), code: CODE, at: minutes(-at * 10_080), by: leader, via: 'typed', station: null, standing: 'stands', asked: [], why: null, before: [], level: upper >= 150 ? 'high' : 'normal', hits: [], advice: [], rechecks: [], enrol: false, rules: 1, version: 1,
  measured: { values: [['systolic', '收缩压', 'Systolic', upper], ['diastolic', '舒张压', 'Diastolic', lower]].map(([of, zh, en, value]) => ({ of: key(String(of), String(zh), String(en)), value: String(value), unit: 'mmHg' })), meal: null, symptoms: [], typed_in: null },
})
on('GET', '/care/residents/{id}', (asked): CareOf => ({
  id: asked.path.id!, name: '李秀英', age: 83, code: CODE, all: true, rechecks: [{ of: key('systolic', '收缩压', 'Systolic'), due: '2026-12-01' }], illnesses: ['hypertension'], alert: id(4), lines: [], tickets: [], next: null,
  readings: [[152, 88], [148, 86], [161, 92], [144, 84], [139, 82]].map(([upper, lower], at) => reading(at + 1, upper!, lower!)),
}))
on('GET', '/visits/conflicts', () => ({
  items: [{
    of: { household: id(1) }, who: null, door: DOOR, code: CODE, field: key('household.size', '家庭人数', 'household size'),
    values: [{ edit: id(85), answer: { is: 'number', value: '2' }, words: say('2', '2'), masked: false, by: leader, at: minutes(-9_000) }, { edit: id(86), answer: { is: 'number', value: '3' }, words: say('3', '3'), masked: false, by: { id: id(91), name: '陈永刚' }, at: minutes(-300) }],
  }], next: null,
}))
