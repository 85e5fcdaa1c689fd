// From an empty folder to the first closed case, counting presses: a street office's first day.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { confirmed, until } from './phone.mjs'
import { inspect, must } from './stage.mjs'
import { how, test } from './story.mjs'

const MOST = 60
const PASSWORD = '第一天的密码-0123'
const PHONE = { width: 390, height: 844 }
const SMALL = { width: 320, height: 568 }
const AREAS = [
  'code,name,streetCode',
  '510104017,锦官驿街道,510104',
  '510104017001,水井坊社区居委会,510104017',
  '510104017002,崇德里社区居委会,510104017',
  '510104018,东湖街道,510104',
].join('\n')

/** The program on an empty folder, with the printed link. */
async function startEmpty() {
  const folder = mkdtempSync(join(tmpdir(), 'weiguang-begin-'))
  const child = spawn(
    process.env.WEIGUANG_PROGRAM,
    ['serve', '--folder', join(folder, 'data'), '--listen', '127.0.0.1:0'],
    { env: { ...process.env, WEIGUANG_LOG: 'error' }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const ended = new Promise((resolve) => {
    child.once('exit', resolve)
  })
  const link = await new Promise((resolve, reject) => {
    let said = ''
    const read = (chunk) => {
      said += chunk
      const found = /(http:\/\/127\.0\.0\.1:\d+)(\/setup#\S+)/.exec(said)
      if (found) resolve({ base: found[1], path: found[2] })
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}: ${said}`)))
  })
  return {
    ...link,
    async stop() {
      child.kill('SIGTERM')
      const hard = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(hard)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Counts presses: a click, a choice, and a typed field are one each. */
function counter() {
  let presses = 0
  const by = []
  const count = (what) => {
    presses += 1
    by.push(what)
  }
  return {
    get presses() {
      return presses
    },
    told: () => by.join(' · '),
    async press(locator, what) {
      count(what ?? 'press')
      await locator.click()
    },
    async type(locator, text) {
      count(`type ${text}`)
      await locator.fill(text)
    },
    async choose(locator, option) {
      count(`choose ${option.label ?? option}`)
      await locator.selectOption(option)
    },
  }
}
/** A field by label in its card or dialog. */
const field = (scope, label) => scope.getByLabel(label, { exact: true })
const both = async (page, name) => {
  await inspect(page, name, 'zh', true)
  await page.locator('header button[lang=en]').click()
  await inspect(page, `${name}, English`, 'en', true)
  await page.locator('header button[lang=zh-CN]').click()
}

async function firstDay({ open }) {
  const server = await startEmpty()
  const pages = []
  try {
    await tellFirstDay(server, async (...wish) => {
      pages.push(await open(...wish))
      return pages.at(-1)
    })
  } finally {
    // No page may request a stopped server.
    await Promise.all(pages.map((each) => each.goto('about:blank').catch(() => null)))
    await server.stop()
  }
}

async function tellFirstDay({ base, path }, open) {
  const hand = counter()
  const { press, type, choose } = hand

  // The administrator, by the printed link.
  const admin = await open()
  await admin.goto(`${base}/setup#a-link-that-was-never-made`)
  await admin.getByText('这个链接不能用').waitFor()
  await both(admin, 'a link that does not work')
  await admin.goto('about:blank')
  await admin.goto(base + path)
  await admin.getByText('第一步：街道').waitFor()
  await both(admin, 'step 1')
  // The file offers suggestions; typed text takes precedence.
  await admin
    .locator('input[type=file]')
    .setInputFiles({ name: '区划.csv', mimeType: 'text/csv', buffer: Buffer.from(AREAS) })
  await admin.getByText('文件里有多个街道，选一个：').waitFor()
  await press(admin.getByRole('button', { name: '锦官驿街道' }), 'the street of the file')
  await admin.getByText('已读到 锦官驿街道，2 个社区').waitFor()
  must((await field(admin, '街道代码').inputValue()) === '510104017', 'the code of the file was not taken')
  await both(admin, 'step 1, read from a file')
  await press(admin.getByRole('button', { name: '下一步' }), 'next')
  await admin.getByText('第二步：两个人').waitFor()
  await both(admin, 'step 2')
  const own = admin.locator('[data-who=administrator]')
  await type(field(own, '姓名'), '周知行')
  await type(field(own, '账号'), 'zhouzhixing')
  await type(own.locator('input[type=password]').first(), PASSWORD)
  await type(own.locator('input[type=password]').last(), PASSWORD)
  const boss = admin.locator('[data-who=manager]')
  await type(field(boss, '姓名'), '李望舒')
  await type(field(boss, '账号'), 'liwangshu')
  await press(admin.getByRole('button', { name: '建立街道' }), 'create the street')
  await admin.getByText('锦官驿街道 已建立，您已登录。').waitFor()
  await both(admin, 'step 3')
  const invited = await admin.locator('.link input').inputValue()
  await press(admin.getByRole('link', { name: '看看还缺什么' }), 'what is missing')
  await admin.locator('li[data-id=street_manager][data-state=todo]').waitFor()
  await inspect(admin, 'what is missing', 'zh', true)
  // The link is used up.
  const late = await open()
  await late.goto(base + path)
  await late.getByText('这个链接不能用').waitFor()

  // The manager, by invitation.
  const manager = await open()
  await manager.goto(invited)
  await manager.getByText('您是 李望舒 吗？').waitFor()
  await both(manager, 'an invitation')
  await type(manager.locator('input[type=password]').first(), PASSWORD)
  await type(manager.locator('input[type=password]').last(), PASSWORD)
  await press(manager.getByRole('button', { name: '是我，设好并进入' }), 'set the password')
  await manager.waitForURL(/\/cases/)
  await press(manager.locator('nav.side').getByRole('link', { name: '开始使用' }), 'getting started')
  await manager.locator('li[data-id=street_manager][data-state=ok]').waitFor()
  await inspect(manager, 'getting started', 'zh', true)

  // A grid and its micro-grids, without shapes.
  await press(manager.locator('li[data-id=grids]').getByRole('link', { name: '手工添加' }), 'grids by hand')
  const community = manager.locator('section[data-code="510104017001"]')
  await press(community.getByRole('button', { name: '加网格' }), 'add a grid')
  await inspect(manager, 'a new grid', 'zh', true)
  await press(manager.locator('dialog .main'), 'save the grid')
  await press(community.getByRole('button', { name: '加微网格' }), 'add micro-grids')
  await type(field(manager.locator('dialog'), '加几个'), '3')
  await press(manager.locator('dialog .main'), 'save the micro-grids')
  await community.locator('.micro a').nth(2).waitFor()
  await inspect(manager, 'grids', 'zh', true)

  // A member of the first micro-grid, invited at once.
  await press(manager.locator('nav.side').getByRole('link', { name: '开始使用' }), 'getting started')
  await press(manager.locator('li[data-id=people]').getByRole('link', { name: '新建人员' }), 'new person')
  const dialog = manager.locator('dialog')
  await type(field(dialog, '姓名'), '何守望')
  await type(field(dialog, '账号'), 'heshouwang')
  await choose(field(dialog, '岗位'), { label: '微网格员' })
  await type(field(dialog, '在哪里'), '第一微网格')
  await press(dialog.locator('[role=option]', { hasText: '第一微网格' }).first(), 'the micro-grid')
  await inspect(manager, 'a new person', 'zh', true)
  await press(dialog.locator('.main'), 'make and invite')
  await dialog.locator('.login-slip').waitFor()
  await inspect(manager, 'a slip', 'zh', true)
  const slip = await dialog.locator('.link input').inputValue()
  const code = await dialog.locator('.login-slip .mono').last().innerText()

  // The administrator confirms; until then the member receives no reports.
  await admin.goto(`${base}/people/access`)
  await press(
    admin.locator('.card > li', { hasText: '何守望' }).getByRole('button', { name: '确认' }),
    'look at what waits',
  )
  await press(admin.locator('dialog .main'), 'confirm it')
  await admin.locator('.card > li', { hasText: '何守望' }).waitFor({ state: 'detached' })
  await inspect(admin, 'access of a new street', 'zh', true)

  // On a phone of minimum size: by code and by link.
  const member = await open(PHONE)
  await member.goto(`${base}/join`)
  await member.getByText('用纸条上的一次性码').waitFor()
  await member.setViewportSize(SMALL)
  await both(member, 'a code, small')
  await member.setViewportSize(PHONE)
  must(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/.test(code), `the code reads ${code}`)
  await member.goto('about:blank')
  await member.goto(slip)
  await member.getByText('您是 何守望 吗？').waitFor()
  await member.setViewportSize(SMALL)
  await both(member, 'an invitation, small')
  await member.setViewportSize(PHONE)
  await type(member.locator('input[type=password]').first(), PASSWORD)
  await type(member.locator('input[type=password]').last(), PASSWORD)
  await press(member.getByRole('button', { name: '是我，设好并进入' }), 'set the password')
  await member.waitForURL(/\/m\//)
  await member.locator('nav.tabs').waitFor()

  // A resident reports, and stores the link.
  const resident = await open(PHONE)
  await resident.goto(`${base}/r/`)
  await type(resident.locator('#what'), '楼道的灯坏了，晚上看不见路。')
  await type(resident.locator('#address'), '锦官驿水津街12号楼道')
  await press(resident.locator('.send'), 'send the report')
  await resident.locator('.done').waitFor()
  const number = (await resident.locator('.done dd.big').innerText()).trim()
  await press(resident.locator('.done a.main'), 'follow the matter')
  await resident.getByText(number).first().waitFor()

  // The manager places the case.
  await press(dialog.locator('.main'), 'close the slip')
  await press(manager.locator('nav.side').getByRole('link', { name: '事项' }).first(), 'matters')
  await press(manager.locator('.case-table tbody tr', { hasText: '楼道的灯' }).first(), 'the matter')
  await press(manager.locator('article .acts button').first(), 'place it')
  await type(manager.locator('dialog [role=combobox]').first(), '第一微网格')
  await press(manager.locator('dialog [role=option]', { hasText: '第一微网格' }).first(), 'the micro-grid')
  const placed = manager.waitForResponse((answer) => answer.url().endsWith('/actions'))
  await press(manager.locator('dialog .main'), 'place')
  const answered = await placed
  must(answered.ok(), `placing was refused: ${await answered.text()}`)

  // The member works on it on the phone.
  await member.reload()
  await press(member.locator('main section a.row', { hasText: '楼道的灯' }).first(), 'open the matter')
  const act = async (name) => press(member.locator('.acts button', { hasText: name }).first(), name)
  await act('受理')
  await member.locator('.acts button', { hasText: '开始处置' }).waitFor()
  await act('开始处置')
  await member.locator('.acts button', { hasText: '处置完成' }).waitFor()
  await act('处置完成')
  await type(member.locator('#case-act textarea'), '灯已换好。')
  await press(member.locator('.foot .main'), 'resolved')
  await member.locator('.ui-status', { hasText: '待居民确认' }).waitFor()

  // The resident confirms by the link, and the case is closed.
  await until('the resident is asked', async () => {
    await resident.reload()
    await resident.getByText(number).first().waitFor()
    return (await resident.locator('.ask').count()) > 0
  })
  await press(resident.locator('.ask .main'), 'satisfied')
  await resident.locator('.notice.ok').first().waitFor()
  const status = async () =>
    (await (await manager.request.get(`${base}/api/v1/cases?view=all&q=${number}`)).json()).items[0]?.status
  if ((await status()) !== 'closed') {
    await manager.reload()
    await press(manager.locator('article .acts button', { hasText: '办结' }).first(), 'close')
  }
  await until('the matter is closed', async () => (await status()) === 'closed')
  console.log(`     from an empty folder to the first matter closed: ${hand.presses} presses of at most ${MOST}`)
  must(hand.presses <= MOST, `${hand.presses} presses: ${hand.told()}`)
  // The checklist shows what is missing and done.
  await manager.goto(`${base}/begin`)
  await manager.locator('li[data-id=grids][data-state=ok]').waitFor()
  await manager.locator('li[data-id=street_dispatcher][data-state=todo]').waitFor()
}

/** A roster from a file, everybody invited and printed, an invitation revoked, and one renewed after a forgotten password. */
async function everybody({ base, page, open }) {
  await page.goto(`${base}/sign-in`)
  await page.locator('.demo li button', { hasText: '街道负责人' }).first().click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
  const { streets } = await (await page.request.get(`${base}/api/v1/session`)).json()
  const areas = await (
    await page.request.get(`${base}/api/v1/grid/areas?level=community&under=${streets[0].code}`)
  ).json()
  const mark = Date.now() % 100_000
  const rows = [
    '姓名,手机,角色,网格编码',
    `邀测甲,1540001${String(mark).padStart(5, '0').slice(0, 4)},街道管理员,`,
    `邀测乙,1540002${String(mark).padStart(5, '0').slice(0, 4)},社区书记,${areas.items[0].code}`,
  ].join('\n')
  await page.goto(`${base}/imports`)
  await page.locator('.kinds label', { hasText: '人员' }).first().click()
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: '名册.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) })
  await page.getByRole('button', { name: '试算' }).click()
  await page.locator('.field', { hasText: '街道负责人' }).first().waitFor() // the old name is understood, and the one name is shown
  await page.getByRole('button', { name: /正式导入/ }).click()
  await page.getByRole('link', { name: '邀请全部未登录过的人' }).click()
  await page.getByRole('button', { name: '邀请全部未登录过的人' }).click()
  await page.locator('.login-slip', { hasText: '邀测甲' }).first().waitFor()
  must((await page.locator('.slips > li .login-slip').count()) >= 2, 'not everybody got a slip')
  await inspect(page, 'slips of many', 'zh', true)
  await page.emulateMedia({ media: 'print' })
  must(await page.locator('.slips-on-paper .login-slip').first().isVisible(), 'nothing would be printed')
  must(!(await page.locator('#app').isVisible()), 'the page would be printed with the slips')
  await page.emulateMedia({ media: 'screen' })
  const link = await page.locator('.slips > li', { hasText: '邀测乙' }).locator('.link input').inputValue()
  // Posts and invitations await confirmation; confirmed ones are listed.
  for (const name of ['邀测甲', '邀测乙']) await confirmed(base, 'xitong', name)
  await page.reload()
  await page
    .getByRole('row', { name: /邀测乙/ })
    .getByRole('button', { name: '撤回' })
    .click()
  await page.locator('dialog .main').click()
  await page
    .getByRole('row', { name: /邀测乙/ })
    .getByText('已撤回')
    .waitFor()
  const other = await open(PHONE)
  await other.goto(link)
  await other.locator('.notice.danger').waitFor()
  await inspect(other, 'a link that was withdrawn', 'zh', true)
  await page
    .getByRole('row', { name: /邀测甲/ })
    .getByRole('link')
    .first()
    .click()
  await page.getByRole('button', { name: '重新发邀请' }).click()
  await page.locator('dialog .main').click()
  await page.locator('dialog .login-slip').waitFor()
  await inspect(page, 'a slip made anew', 'zh', true)
}

test(
  'from an empty folder to the first matter closed',
  how({ expects: /status of 404.*public\/(?:setup|invitations)|status of 412/ }),
  firstDay,
)
test('everybody of a roster is invited together', how({ expects: /status of 404.*public\/invitations/ }), everybody)
