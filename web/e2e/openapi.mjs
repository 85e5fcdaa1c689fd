// The description of the API as tools of others read it: redocly finds no error in it, and openapi-python-client makes a client of it that
// signs itself in with a token, reads, writes once however often it sends, and is refused as the description says.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { must, PASSWORD, startServer } from './stage.mjs'

const VERBS = ['cases.read', 'cases.create', 'manual.read', 'grid.read', 'people.read']

function run(program, words, more = {}) {
  const child = spawn(program, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...more,
    env: { ...process.env, ...more.env },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes) => {
      said += bytes
    })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) =>
      code === 0 ? resolve(said) : reject(new Error(`${program} ended with ${code}\n${said}`)),
    )
  })
}

/** A token as a dispatcher makes one under Settings, and the street that it is for. */
async function prepare(base) {
  const api = `${base}/api/v1`
  const post = (path, body, cookie = '') =>
    fetch(`${api}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-weiguang': '1', 'idempotency-key': randomUUID(), cookie },
      body: JSON.stringify(body),
    })
  const signed = await post('/session', { login: 'zuoxi1', password: PASSWORD })
  must(signed.ok, `signing in was refused: ${signed.status}`)
  const cookie = signed.headers.get('set-cookie').split(';')[0]
  const { grants } = await (await fetch(`${api}/session`, { headers: { cookie } })).json()
  const expires = new Date(Date.now() + 30 * 86_400_000).toISOString()
  const made = await post(
    '/people/tokens',
    { id: uuid7(), name: '数据对接', verbs: VERBS, code: grants[0].code, expires },
    cookie,
  )
  must(made.ok, `no token was made: ${made.status} ${await made.clone().text()}`)
  return { token: (await made.json()).secret, street: grants[0].code }
}

/** A UUIDv7, as the server wants the id of what is made. */
function uuid7() {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}

const [server, folder] = [await startServer(), await mkdtemp(join(tmpdir(), 'weiguang-openapi-'))]
try {
  const document = await (await fetch(`${server.base}/api/openapi.json`)).text()
  const file = join(folder, 'openapi.json')
  await writeFile(file, document)
  await run('npx', ['--no-install', 'redocly', 'lint', '--extends=recommended', file], {
    env: { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
  })
  console.log('redocly: no error')
  const python = process.env.WEIGUANG_PYTHON ?? 'python3'
  const made = await run(
    python,
    [
      '-m',
      'openapi_python_client',
      'generate',
      '--path',
      file,
      '--output-path',
      join(folder, 'client'),
      '--meta',
      'none',
    ],
    { cwd: folder },
  )
  // Of files, a picture and a workbook, it knows no types; nothing else is left out.
  const left = made
    .split('WARNING parsing')
    .slice(1)
    .filter((told) => !/Unsupported content.type/.test(told))
  must(left.length === 0, `openapi-python-client left something out:\n${left.join('\n')}`)
  const { token, street } = await prepare(server.base)
  await run(python, [fileURLToPath(new URL('openapi_client.py', import.meta.url))], {
    cwd: folder,
    env: { API_BASE: server.base, API_TOKEN: token, API_STREET: street, API_CASE: uuid7(), PYTHONPATH: folder },
  })
  console.log('openapi-python-client: good')
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}
