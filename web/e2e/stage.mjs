// Basics of every story: a demonstration in a temporary folder, a browser, and checks of each page.
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium as browsers } from 'playwright-core'
import { strangers } from './words.mjs'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
const axe = readFileSync(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8')
/** Logins and file names, which are Latin in any language. */
const NAMES = /\b[a-z0-9]+(?:-[a-z0-9]+)+\b|\S+\.(?:png|jpe?g|webp|csv)\b/gi
/** Ids and codes, whose letters are no words. */
const IDS = /\b(?=[0-9a-f]*\d)[0-9a-f]{6,}\b/gi
/** Words that are Latin in Chinese text, and the language switch. */
const LATIN =
  /^(?:English|PIN|Esc|Enter|CSV|XLSX|GeoJSON|JSON|Excel|WPS|LibreOffice|GPS|API|GB|MB|KB|WGS|mmHg|mmol|mg|dL|HI|LO|kg|min|[a-z]|\.?(?:csv|xlsx|json|geojson))$/i

export const PASSWORD = 'weiguang-yanshi'

const program = () =>
  process.env.WEIGUANG_PROGRAM ?? fileURLToPath(new URL('../../target/debug/weiguang', import.meta.url))
const started = (args, stdin) =>
  spawn(program(), args, { env: { ...process.env, WEIGUANG_LOG: 'error' }, stdio: [stdin, 'pipe', 'pipe'] })

/** Creates a demonstration in a new folder. */
export async function makeDemonstration() {
  const folder = mkdtempSync(join(tmpdir(), 'weiguang-made-'))
  const child = started(['demo', '--folder', join(folder, 'demo')], 'ignore')
  let said = ''
  child.stdout.on('data', (chunk) => (said += chunk))
  child.stderr.on('data', (chunk) => (said += chunk))
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  must(code === 0, `the demonstration was not made: ${said}`)
  return folder
}

/**
 * Starts the server on a free port; resolves with its printed address. With `clock`, its time can be advanced. If WEIGUANG_MADE
 * names a demonstration, serves a copy of it.
 */
export async function startServer({ clock = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'weiguang-e2e-'))
  if (process.env.WEIGUANG_MADE) cpSync(process.env.WEIGUANG_MADE, folder, { recursive: true })
  const child = started(
    [
      'demo',
      '--folder',
      join(folder, 'demo'),
      '--serve',
      '--listen',
      '127.0.0.1:0',
      ...(clock ? ['--clock-by-lines'] : []),
    ],
    clock ? 'pipe' : 'ignore',
  )
  const ended = new Promise((resolve) => {
    child.once('exit', resolve)
  })
  const base = await new Promise((resolve, reject) => {
    let said = ''
    const read = (chunk) => {
      said += chunk
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)
      if (found) resolve(found[0])
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the program ended with ${code}: ${said}`)))
  })
  return {
    base,
    /** Advances the server's clock. */
    pass: (seconds) =>
      new Promise((resolve) => {
        const said = (chunk) => {
          if (!/clock: /.test(chunk)) return
          child.stdout.off('data', said)
          resolve()
        }
        child.stdout.on('data', said)
        child.stdin.write(`${seconds}\n`)
      }),
    async stop() {
      child.kill('SIGTERM')
      const hard = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(hard)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Starts the system's Chromium. */
export const chromium = { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS }
export const startBrowser = () => browsers.launch(chromium)

/**
 * A page that records all errors except the refusal that identifies a missing session. Further pages of a story add to the same
 * list.
 */
export async function openPage(browser, size, { troubles = [], contexts = [], ...more } = {}) {
  const context = await browser.newContext({ viewport: size, locale: 'zh-CN', reducedMotion: 'reduce', ...more })
  contexts.push(context)
  const page = await context.newPage()
  page.setDefaultTimeout(20_000)
  const nobodyYet = (message) =>
    /status of 401/.test(message.text()) && message.location().url.endsWith('/api/v1/session')
  page.on('console', (message) => {
    if (
      !['error', 'warning'].includes(message.type()) ||
      /GPU stall|ERR_INTERNET_DISCONNECTED/.test(message.text()) ||
      nobodyYet(message)
    )
      return
    troubles.push(`console: ${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', (error) => troubles.push(`page: ${error.stack}`))
  return { page, context, troubles }
}

export function must(held, otherwise) {
  if (!held) throw new Error(otherwise)
}

export async function signIn(page, base, login) {
  await page.goto(`${base}/sign-in`)
  await page.locator('input[autocomplete=username]').fill(login)
  await page.locator('input[type=password]').fill(PASSWORD)
  await page.locator('form .main').click()
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'))
}

/** Submits the open form, and waits until the server has answered at a URL like `path` and the form is closed. */
export async function give(page, path) {
  const done = page.waitForResponse((answer) => path.test(answer.url()))
  await page.locator('dialog .main').click()
  const answer = await done
  must(answer.ok(), `refused: ${await answer.text()}`)
  await page.locator('dialog').waitFor({ state: 'detached' })
}

/** Checks accessibility, width and language; `latin`: data may have Latin names on a Chinese page. */
export async function inspect(page, name, language = 'zh', latin = false) {
  await page.evaluate(axe)
  const { violations } = await page.evaluate((rules) => globalThis.axe.run(document, { runOnly: rules }), RULES)
  must(
    violations.length === 0,
    `${name}: ${violations.map((one) => `${one.id} ${one.nodes[0].html.slice(0, 160)}`).join('; ')}`,
  )
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  must(wide <= 0, `${name}: the page is ${wide} px wider than the window`)
  const other = await strangers(page, language)
  must(other.length === 0, `${name}: words of the other language: ${other.join(' | ')}`)
  const text = await page.evaluate(() => document.body.innerText)
  if (language === 'zh' && !latin) {
    const foreign = (
      text
        .replace(NAMES, ' ')
        .replace(IDS, ' ')
        .match(/[A-Za-z][A-Za-z]+/g) ?? []
    ).filter((word) => !LATIN.test(word))
    must(foreign.length === 0, `${name}: English on a Chinese page: ${[...new Set(foreign)].join(' ')}`)
  }
}

/** Checks both themes, each once it is fully applied. */
export async function bothLooks(page, name, language = 'zh', latin = false) {
  await inspect(page, name, language, latin)
  await look(page, 'dark')
  await inspect(page, `${name}, dark`, language, latin)
  await look(page, 'light')
}
/** Switches the theme, and waits until colours are applied. */
export async function look(page, theme) {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  await page.waitForFunction((wanted) => document.documentElement.dataset.theme === wanted, theme)
  await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== 'running'))
}

/** The content security policy must forbid foreign scripts. */
export async function strictPolicy(page, address) {
  const answer = await page.request.get(address)
  const policy = answer.headers()['content-security-policy'] ?? ''
  must(
    /script-src 'self'(?:;|$)/.test(policy) && /default-src 'self'/.test(policy),
    `the policy of ${address} is not strict: ${policy}`,
  )
}
