// Visits over a cut connection: each arrives exactly once with its case, and nothing is readable on the phone.
import { allSent, casesWith, must, person, quiet, rawStore, until, waiting, warm, word } from './phone.mjs'
import { doors, outcome, saveVisit, visitsOf } from './visits.mjs'
import { test } from './offline.mjs'

const VISITS = 20

/** Twenty visits, five with a case, a killed page, two racing pages, and thirty cut connections. */
async function storm({ world, line, newContext, log }) {
  const [seen, matter] = [word('上门看望'), word('屋顶漏水')]
  const who = await person(line.base, world.login)
  const phone = await newContext()
  let page = await warm(phone, line.base, world.login)
  await phone.setOffline(true)
  const all = await (await doors(page)).count()
  must(all >= 2, 'there are no doors to go to')
  for (let at = 0; at < VISITS; at++) {
    await (await doors(page)).nth(at % all).click()
    await outcome(page, ['见到人', '不便接待', '空置', '已搬走'][at % 4])
    await page.locator('#seen').fill(`${seen}之${String(at).padStart(2, '0')}`)
    if (at % 4 === 0) {
      await page.locator('summary').click()
      await page.locator('#matter').fill(`${matter}之${String(at).padStart(2, '0')}`)
    }
    await saveVisit(page)
    await page.locator('.doors a, section li > .row[aria-expanded]').first().waitFor()
    if (at !== 9) continue
    await page.close()
    page = await phone.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(`${line.base}/m/`)
    await until('the visits are still there', async () => (await waiting(page)) === 13)
  }
  must((await waiting(page)) === 25, `${await waiting(page)} wait instead of 25`)
  const raw = await rawStore(page)
  must(
    !raw.includes(seen) && !raw.includes(matter) && !raw.includes('屋顶'),
    'a typed word stands readable in the database',
  )
  line.cutAtRandom(30)
  await phone.setOffline(false)
  const second = await phone.newPage()
  await second.goto(`${line.base}/m/outbox`)
  await until(
    'the line was cut thirty times, and all went through',
    async () => {
      for (const each of [page, second]) await each.evaluate(() => window.dispatchEvent(new Event('online')))
      return line.cuts >= 30 && (await waiting(page)) === 0
    },
    300_000,
  )
  await allSent(page)
  await quiet(page, line)
  const visits = (await visitsOf(who)).filter((one) => one.seen.startsWith(seen))
  must(
    visits.length === VISITS && new Set(visits.map((one) => one.seen)).size === VISITS,
    `${visits.length} visits instead of ${VISITS}`,
  )
  const cases = await casesWith(world.desk, world.code, matter)
  must(cases.length === 5, `${cases.length} matters instead of 5`)
  const named = await Promise.all(visits.map(async (one) => (await who.get(`/visits/${one.id}`)).cases))
  must(new Set(named.flat()).size === 5, 'not every visit knows the matter that it opened')
  await second.reload()
  await until('each has its receipt', async () => (await second.locator('[data-state=sent]').count()) >= 25)
  log(
    `     ${line.cuts} cuts, ${line.writes.filter((one) => one.fate === 'after').length} of them after the answer was made; ${line.writes.length} sends`,
  )
}

/** The answer to a visit is lost: resent with its key, one visit. */
async function lostAnswer({ world, line, newContext }) {
  const seen = word('答复丢了')
  const who = await person(line.base, world.login)
  const page = await warm(await newContext(), line.base, world.login)
  let lost = 0
  line.cut = (request) =>
    request.method === 'POST' && request.url === '/api/v1/visits' && lost++ === 0 ? 'after' : null
  await (await doors(page)).first().click()
  await outcome(page, '空置')
  await page.locator('#seen').fill(seen)
  await saveVisit(page)
  await until('it is tried again', () => line.writes.filter((one) => one.path === '/api/v1/visits').length >= 2)
  await allSent(page)
  await quiet(page, line)
  const posts = line.writes.filter((one) => one.path === '/api/v1/visits')
  must(new Set(posts.map((one) => one.key)).size === 1 && posts.some((one) => one.replay), 'the second try was another')
  must((await visitsOf(who)).filter((one) => one.seen === seen).length === 1, 'a lost answer made two visits')
}

test('a visit whose answer is lost', lostAnswer)
test('twenty visits in a storm', storm)
