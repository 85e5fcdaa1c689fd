// Made-up staff: a holder for nearly every cell, and a few holes so that the alarm can be seen.
import type { Account, Duty, Grant, Holder, Level, Me } from '../packages/api/resources.ts'
import { roles } from '../packages/api/roles.ts'
import { pick, seeded, uuid } from './random.ts'
import { areas, cells, fullWords, STREET } from './territory.ts'

const SURNAMES =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文'
const GIVEN = [
  '素珍',
  '永刚',
  '志强',
  '桂芳',
  '明辉',
  '子轩',
  '建国',
  '爱民',
  '宏伟',
  '佳怡',
  '建平',
  '玉梅',
  '婷婷',
  '丽华',
  '雨欣',
  '秀英',
  '海燕',
  '国华',
  '晓东',
  '文静',
  '天佑',
  '思远',
  '春梅',
  '红霞',
  '德明',
  '小红',
  '嘉怡',
  '俊杰',
]
const random = seeded(7)

const ROLES: Record<string, readonly [zh: string, en: string]> = roles
const roleWords = (role: string) => ({ role_zh: ROLES[role]?.[0] ?? role, role_en: ROLES[role]?.[1] ?? role })
export const accounts: Account[] = []
const taken = new Set<string>()
function person(role: string, code: string): Account {
  let name = ''
  do name = pick(random, [...SURNAMES]) + pick(random, GIVEN)
  while (taken.has(name))
  taken.add(name)
  const area = areas.find((one) => one.code === code)
  const grant: Grant = {
    id: uuid(random),
    role,
    code,
    words: fullWords(code) || area?.name || STREET.name,
    since: '2026-01-01',
    until: null,
    held: true,
    ...roleWords(role),
  }
  const account: Account = {
    id: uuid(random),
    login: `u${String(accounts.length + 1).padStart(4, '0')}`,
    name,
    phone_masked: `13${Math.floor(random() * 10)}****${String(Math.floor(random() * 10000)).padStart(4, '0')}`,
    state: 'active',
    grants: [grant],
    has_password: true,
    home: STREET.code,
    version: 1,
  }
  accounts.push(account)
  return account
}

const ROLE: Partial<Record<Level, string>> = {
  community: 'community_secretary',
  grid: 'grid_leader',
  micro_grid: 'micro_grid_member',
}
export const dispatcher = person('street_dispatcher', STREET.code)
export const manager = person('street_manager', STREET.code)
export const administrator = person('administrator', STREET.code)
export const departments = ['综合行政执法队', '市政排水', '燃气公司', '公安派出所'].map((name) => {
  const account = person('department_contact', STREET.code)
  return { name, account }
})

export const holders = new Map<string, Holder>()
for (const cell of cells) {
  if (cell.level === 'micro_grid' && random() < 0.02) {
    cell.hole = true
    continue
  }
  const account = person(
    cell.kind === 'dedicated' && cell.level === 'micro_grid' ? 'dedicated_grid_member' : ROLE[cell.level]!,
    cell.code,
  )
  const holder: Holder = {
    account: { id: account.id, name: account.name },
    role: account.grants[0]!.role,
    role_words: { zh: '', en: '' },
    code: cell.code,
  }
  if (random() < 0.04) {
    const deputy = person(account.grants[0]!.role, cell.code)
    holder.deputy_for = { id: account.id, name: account.name }
    holder.account = { id: deputy.id, name: deputy.name }
  }
  holders.set(cell.code, holder)
  cell.holder = holder
}

/** Who answers: the holder, or the first one up the code. */
export function answering(code: string): { code: string; holder: Holder } {
  for (let at = code; at.length >= 12; at = at.slice(0, at.length === 17 ? 15 : at.length === 15 ? 12 : 9)) {
    const holder = holders.get(at)
    if (holder) return { code: at, holder }
  }
  return {
    code: STREET.code,
    holder: {
      account: { id: dispatcher.id, name: dispatcher.name },
      role: 'street_dispatcher',
      role_words: { zh: '坐席', en: 'Dispatcher' },
      code: STREET.code,
    },
  }
}

/** The list of duty tells a role in its two languages beside each other. */
const onDuty = ({ role_words, ...holder }: Holder) => ({ ...holder, role_zh: role_words.zh, role_en: role_words.en })

export function duty(under: string): Duty[] {
  return cells
    .filter((cell) => cell.code.startsWith(under))
    .map((cell) => {
      const up = answering(cell.code)
      return {
        code: cell.code,
        words: fullWords(cell.code),
        name: cell.name,
        level: cell.level,
        holder: cell.holder ? onDuty(cell.holder) : null,
        hole: cell.hole,
        climbs_to: cell.hole ? onDuty(up.holder) : null,
      }
    })
}

export function me(account: Account): Me {
  return {
    id: account.id,
    name: account.name,
    streets: [STREET],
    grants: account.grants.map((grant) => ({
      role: grant.role,
      ...roleWords(grant.role),
      code: grant.code,
      words: grant.words,
      deputy_for: null,
    })),
    scopes: account.grants.map((grant) => grant.code),
    verbs: [
      'cases.read',
      'cases.create',
      'cases.work',
      'cases.dispatch',
      'people.read',
      'people.manage',
      'people.deputise',
      'people.token',
      'imports.run',
      'outbox.manage',
      'manual.read',
      'manual.publish',
      'grid.read',
      'grid.edit',
      'grid.regrid',
      'grid.review',
      'audit.read',
      'households.read',
      'households.edit',
      'households.unmask',
      'households.merge',
      'households.erase',
      'households.pair',
      'care.measure',
      'care.word',
      'care.alert',
      'care.close',
      'care.overdue',
      'care.rules',
      'visits.read',
      'visits.record',
      'visits.campaign',
      'visits.sign',
      'visits.correct',
    ],
    demo: true,
    unread: 3,
  }
}
