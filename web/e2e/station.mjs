// Station helpers: created by API, staffed by the doctor of its cells, and a fake meter that replays recorded frames.
import { must, PASSWORD } from './stage.mjs'
import { confirmed, person, recordId } from './phone.mjs'

const MINUTE = 60_000
const chinese = (instant) => new Date(instant + 480 * MINUTE)
export const today = () => chinese(Date.now()).toISOString().slice(0, 10)

export const DOCTOR = '家庭医生团队'
let turn = 0
/** Unique names and phones. */
export const nobody = (surname, birth) => {
  turn += 1
  const number = `${Date.now()}${turn}`.slice(-8)
  return [
    `${surname}测${['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'][turn % 10]}${[...String(turn)].map((digit) => '零一二三四五六七八九'[digit]).join('')}`,
    `154${number}`,
    birth,
  ]
}
export const result = (page, kind) => page.locator(`.result[data-kind=${kind}]`).waitFor()

/** A person with a role in the demonstration, signed in by API. */
export async function byRole(base, role) {
  const { accounts } = await (await fetch(`${base}/api/v1/session/demo`)).json()
  const one = accounts.find((each) => each.role.zh === role)
  must(one, `nobody is ${role} in the demonstration`)
  return { ...(await person(base, one.login)), login: one.login }
}

/** Residents with unique names in a cell of the doctor's team. */
export async function residents(base, doctor, names) {
  const manager = await byRole(base, '街道负责人')
  const { team, cells } = await teamOf(manager, doctor)
  // If another team is paired with the grid, pairs the doctor's with the micro-grid, which takes precedence.
  const cell = cells.find((one) => one.team === team.id) ?? cells[0]
  if (cell.team !== team.id) {
    await manager.post(`/households/teams/${team.id}/pairs`, { code: cell.code })
    await confirmed(base, 'xitong')
  }
  const made = []
  for (const [name, phone, birth] of names) {
    const id = recordId()
    await doctor.post('/households/residents', {
      id,
      name,
      code: cell.code,
      birth,
      ...(phone ? { phones: [phone] } : {}),
    })
    made.push({ id, name, phone })
  }
  return made
}

export async function teamOf(manager, doctor) {
  const code = doctor.me.grants.find((grant) => grant.role === 'doctor').code
  const { teams, cells } = await manager.get(`/households/pairing?under=${code.slice(0, 9)}`)
  const team = teams.find(
    (one) => one.doctor.id === doctor.me.id || one.members.some((member) => member.id === doctor.me.id),
  )
  must(team, 'the doctor has no team')
  return { code, team, cells: cells.filter((one) => one.code.startsWith(code) && one.code.length === 17) }
}

/** A station open all day, run by the doctor's team, with a screen. */
export async function station(base, doctor, name) {
  const { code, team } = await teamOf(await byRole(base, '街道负责人'), doctor)
  const id = recordId()
  await doctor.post('/care/stations', { id, code, name, place: '活动中心一楼', phone: '028-87651234' })
  await doctor.post(`/care/stations/${id}/series`, {
    id: recordId(),
    team: team.id,
    rule: 'FREQ=DAILY',
    first: today(),
    hours: { from: '00:00', until: '23:30' },
    slot: 30,
    places: 3,
    holidays: 'serve',
  })
  const screen = await doctor.post(`/care/stations/${id}/screens`, { id: recordId(), name: '大厅' })
  return { id, name, screen: `${base}/station/screen/${screen.token}` }
}
export const queueOf = (doctor, place) => doctor.get(`/care/stations/${place.id}/days/${today()}`)

/** Counts key presses: digits, and others. */
export function hand(page) {
  const counted = { digits: 0, keys: 0, pressed: [] }
  return Object.assign(counted, {
    async press(key) {
      counted[/^[\d.]$/.test(key) ? 'digits' : 'keys'] += 1
      counted.pressed.push(key)
      await page.keyboard.press(key, { delay: 90 }) // the pace of a hand that knows the keys
    },
    async type(text) {
      for (const letter of text) await this.press(letter)
    },
    reset() {
      Object.assign(counted, { digits: 0, keys: 0, pressed: [] })
    },
  })
}

export async function signIn(page, base, login) {
  await page.goto(`${base}/station/`)
  await page.locator('input[autocomplete=username]').fill(login)
  await page.locator('input[type=password]').fill(PASSWORD)
  await page.locator('form .main').click()
  await page.locator('#find').waitFor()
}
export async function findPerson(page, text) {
  await page.locator('#find').fill(text)
  await page.locator('#find').press('Enter')
  await page.locator('.person h2').waitFor()
}
export async function choosePlace(page, place) {
  await page.locator('#station').selectOption(place.id)
  await page.locator('[aria-label="排队"] .hours').waitFor()
}

const byte = (n) => n.toString(16).padStart(2, '0')
/** A time in a meter's format: year, month, day, hour, minute, second, in China's zone. */
export function stamp(instant) {
  const at = chinese(instant)
  const year = at.getUTCFullYear()
  return [
    year & 255,
    year >> 8,
    at.getUTCMonth() + 1,
    at.getUTCDate(),
    at.getUTCHours(),
    at.getUTCMinutes(),
    at.getUTCSeconds(),
  ]
    .map(byte)
    .join(' ')
}
/** A cuff's frame: 116/76, pulse 72 by default. */
export const cuff = (instant, systolic = 116, diastolic = 76) =>
  `1e ${byte(systolic)} 00 ${byte(diastolic)} 00 5a 00 ${stamp(instant)} 48 00 01 00 00`
/** A glucose of 7.2 mmol/L with a sequence number; a context follows. */
export const drop = (sequence, instant, tenths = 72) =>
  `16 ${byte(sequence)} 00 ${stamp(instant)} ${byte(tenths)} c0 11`

/** A fake Bluetooth that replays these frames (hex). */
export const fakeMeter = (frames) =>
  `(${(recorded) => {
    const view = (hex) => new DataView(Uint8Array.from(hex.split(' ').map((byte) => Number.parseInt(byte, 16))).buffer)
    class Characteristic extends EventTarget {
      constructor(id) {
        super()
        this.id = id
        this.value = undefined
      }
      async startNotifications() {
        if (this.id === 0x2a35) this.replay()
        return this
      }
      async writeValueWithResponse() {
        for (const one of all) one.replay()
      }
      replay() {
        for (const frame of recorded[this.id] ?? [])
          queueMicrotask(() => {
            this.value = view(frame)
            this.dispatchEvent(new Event('characteristicvaluechanged'))
          })
      }
    }
    const all = []
    const service = {
      async getCharacteristic(id) {
        const one = new Characteristic(id)
        all.push(one)
        return one
      },
    }
    const gatt = {
      connected: true,
      disconnect() {
        globalThis.meterLeft = true
      },
      async connect() {
        return gatt
      },
      async getPrimaryService(id) {
        if ((id === 0x1810) !== Boolean(recorded[0x2a35])) throw new DOMException('no such service', 'NotFoundError')
        return service
      },
    }
    const device = Object.assign(new EventTarget(), { gatt })
    Object.defineProperty(navigator, 'bluetooth', {
      configurable: true,
      value: {
        async requestDevice(options) {
          globalThis.meterAsked = options.filters.flatMap((filter) => filter.services)
          return device
        },
      },
    })
  }})(${JSON.stringify(frames)})`
