// Two third-party FHIR clients against the demonstration with a doctor's token: fhir-kit-client here, and fhirpy in its own
// process, to find incompatibilities that our own tests cannot.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { Client } from 'fhir-kit-client'
import { must, PASSWORD, startServer } from './stage.mjs'

const SCOPES = [
  'system/Patient.rs',
  'system/Observation.rs',
  'system/Observation.c',
  'system/Task.rs',
  'system/Flag.rs',
  'system/Appointment.rs',
]
const LOINC = 'http://loinc.org'
const UCUM = 'http://unitsofmeasure.org'

/** A token as created under Settings, and a patient. */
async function prepare(base) {
  const api = `${base}/api/v1`
  const post = (path, body, cookie = '') =>
    fetch(`${api}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-weiguang': '1', 'idempotency-key': randomUUID(), cookie },
      body: JSON.stringify(body),
    })
  const signed = await post('/session', { login: 'yisheng-tianjiao', password: PASSWORD })
  must(signed.ok, `signing in was refused: ${signed.status}`)
  const cookie = signed.headers.get('set-cookie').split(';')[0]
  const get = async (path) => (await fetch(`${api}${path}`, { headers: { cookie } })).json()
  const code = (await get('/session')).grants[0].code
  const expires = new Date(Date.now() + 30 * 86_400_000).toISOString()
  const made = await post('/people/tokens', { id: uuid7(), name: '卫生院系统', verbs: SCOPES, code, expires }, cookie)
  must(made.ok, `no token was made: ${made.status} ${await made.clone().text()}`)
  const overdue = await get(`/care/overdue?under=${code}&limit=1`)
  return { token: (await made.json()).secret, patient: overdue.items[0].resident }
}

/** A UUIDv7 for a new record. */
function uuid7() {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}

const pressure = (patient, systolic, minutesAgo, id) => ({
  resourceType: 'Observation',
  ...(id ? { id } : { identifier: [{ system: 'urn:test', value: randomUUID() }] }),
  status: 'final',
  code: { coding: [{ system: LOINC, code: '85354-9' }] },
  subject: { reference: `Patient/${patient}` },
  effectiveDateTime: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
  component: [
    ['8480-6', systolic],
    ['8462-4', 76],
  ].map(([code, value]) => ({
    code: { coding: [{ system: LOINC, code }] },
    valueQuantity: { value, unit: 'mmHg', system: UCUM, code: 'mm[Hg]' },
  })),
})

/** The answer in a client's error. */
async function refused(call) {
  try {
    await call()
  } catch (error) {
    const answer = error.response ?? error
    return { status: answer.status, type: answer.data?.resourceType }
  }
  throw new Error('it was not refused')
}

const told = async (call, status) => {
  const answer = await refused(call)
  must(
    answer.status === status && answer.type === 'OperationOutcome',
    `${status} as an OperationOutcome was expected: ${JSON.stringify(answer)}`,
  )
}

async function kit(baseUrl, token, patient) {
  const client = new Client({ baseUrl, bearerToken: token })
  const statement = await client.capabilityStatement()
  must(statement.fhirVersion === '4.0.1', 'the statement says its version')
  const read = await client.read({ resourceType: 'Patient', id: patient })
  must(read.id === patient, 'the patient is read')
  const ids = await client.search({ resourceType: 'Patient', searchParams: { _id: `${patient},${randomUUID()}` } })
  must(ids.total === 1 && ids.entry[0].resource.id === patient, 'one of two ids is there')

  const entered = await client.create({ resourceType: 'Observation', body: pressure(patient, 132, 3) })
  must(
    entered.meta.versionId === '1' && entered.component[0].valueQuantity.value === 132,
    'what was entered comes back',
  )
  const id = `${uuid7()}-bp`
  const put = await client.update({ resourceType: 'Observation', id, body: pressure(patient, 134, 2, id) })
  must(put.id === id, 'what is put has its id')
  const body = { ...pressure(patient, 134, 2, id) }
  await told(
    () => client.update({ resourceType: 'Observation', id, body, options: { headers: { 'If-Match': 'W/"7"' } } }),
    412,
  )
  const twice = pressure(patient, 190, 1)
  twice.component.push({ ...twice.component[0], valueQuantity: { ...twice.component[0].valueQuantity, value: 120 } })
  await told(() => client.create({ resourceType: 'Observation', body: twice }), 422)

  const search = (params) => client.search({ resourceType: 'Observation', searchParams: params })
  const all = await search({ patient: `Patient/${patient}`, code: `${LOINC}|85354-9`, _sort: '-date', _count: '2' })
  must(all.total >= 2 && all.entry.length === 2 && all.entry[0].resource.id === id, 'the newest comes first')
  const seen = []
  for (
    let page = await search({ patient, code: '85354-9', _sort: 'date', _count: '1' });
    page;
    page = await client.nextPage({ bundle: page })
  )
    seen.push(...(page.entry ?? []).map((e) => e.resource.id))
  must(
    seen.length === all.total && new Set(seen).size === seen.length && seen.at(-1) === id,
    'every page together is everything, once',
  )
  must((await search({ subject: `Patient/${patient}`, _summary: 'count' })).entry === undefined, 'a count is a count')
  must((await search({ patient, code: `http://snomed.info/sct|85354-9` })).total === 0, 'a code is of its system')
  must((await search({ patient, date: `gt${new Date().toISOString()}` })).total === 0, 'nothing is measured after now')
  for (const resourceType of ['Task', 'Flag', 'Appointment'])
    must(
      (await client.search({ resourceType, searchParams: { patient, _count: '0' } })).resourceType === 'Bundle',
      `${resourceType} is found`,
    )

  await told(() => client.search({ resourceType: 'Encounter', searchParams: { patient } }), 404)
  await told(() => client.delete({ resourceType: 'Observation', id }), 405)
  await told(() => client.read({ resourceType: 'Observation', id: 'nothing' }), 404)
  await told(
    () =>
      client.search({
        resourceType: 'Patient',
        searchParams: { _id: patient },
        options: { headers: { Accept: 'application/fhir+xml' } },
      }),
    406,
  )
  await told(
    () =>
      client.search({
        resourceType: 'Observation',
        searchParams: { patient, nonsense: '1' },
        options: { headers: { Prefer: 'handling=strict' } },
      }),
    400,
  )
}

/** Runs fhirpy in Python. */
function python(baseUrl, token, patient) {
  const program = process.env.WEIGUANG_PYTHON ?? 'python3'
  const child = spawn(program, [fileURLToPath(new URL('fhir_client.py', import.meta.url))], {
    env: { ...process.env, FHIR_URL: baseUrl, FHIR_TOKEN: token, FHIR_PATIENT: patient },
    stdio: 'inherit',
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`fhirpy ended with ${code}`))))
  })
}

const server = await startServer()
try {
  const baseUrl = `${server.base}/api/fhir/r4`
  const { token, patient } = await prepare(server.base)
  await kit(baseUrl, token, patient)
  console.log('fhir-kit-client: good')
  await python(baseUrl, token, patient)
  console.log('fhirpy: good')
} finally {
  await server.stop()
}
