// The talk with a meter by radio: asked for, connected, its frames read by packages/meters, and given as the fields of the form.
import { ASK, GLUCOSE, readContext, readGlucose, type Glucose } from '@weiguang/meters/glucose'
import { PRESSURE, readPressure } from '@weiguang/meters/pressure'
import type { Shown } from '@weiguang/meters/frame'
import type { Meal } from './entry'
import { meter, type MeterReading, type Said } from './use-meter'

/** The little of Web Bluetooth that is used here; browsers do not describe it in their common types. */
interface Characteristic extends EventTarget {
  value?: DataView
  startNotifications(): Promise<Characteristic>
  writeValueWithResponse(bytes: BufferSource): Promise<void>
}
interface Service { getCharacteristic(id: number): Promise<Characteristic> }
interface Server { connected: boolean; connect(): Promise<Server>; disconnect(): void; getPrimaryService(id: number): Promise<Service> }
interface Device extends EventTarget { gatt?: Server }
export interface Bluetooth { requestDevice(options: { filters: { services: number[] }[] }): Promise<Device> }

const text = (shown: Shown): string => (shown === null ? '' : String(shown))
/** How long a meter may take to send what it has measured: a cuff pumps and lets go. */
const PATIENCE = 90_000
/** After the last frame of a store of readings. */
const SETTLED = 1_200

/** Asks which meter, connects, and gives what it measured last; null where there is nothing to take. */
export async function readRadio(bluetooth: Bluetooth): Promise<MeterReading | null> {
  let server: Server | undefined
  try {
    const device = await bluetooth.requestDevice({ filters: [{ services: [PRESSURE.service] }, { services: [GLUCOSE.service] }] })
    server = await device.gatt?.connect()
    if (!server) return say('none')
    const pressure = await server.getPrimaryService(PRESSURE.service).catch(() => null)
    return pressure ? await fromCuff(pressure, device) : await fromGlucose(await server.getPrimaryService(GLUCOSE.service), device)
  } finally {
    server?.disconnect()
  }
}
function say(said: Said): null {
  meter.said = said
  return null
}

/** Collects frames until `enough` says so, the meter goes away, or patience ends. */
function frames(from: [Characteristic, (view: DataView) => void][], device: Device, enough: () => boolean, settle = 0): Promise<void> {
  return new Promise((resolve) => {
    let quiet: ReturnType<typeof setTimeout> | undefined
    const end = () => {
      clearTimeout(quiet)
      clearTimeout(patience)
      resolve()
    }
    const patience = setTimeout(end, PATIENCE)
    for (const [characteristic, heard] of from) {
      characteristic.addEventListener('characteristicvaluechanged', () => {
        if (characteristic.value) heard(characteristic.value)
        if (!enough()) return
        clearTimeout(quiet)
        quiet = setTimeout(end, settle)
      })
    }
    device.addEventListener('gattserverdisconnected', end)
  })
}

async function fromCuff(service: Service, device: Device): Promise<MeterReading | null> {
  const characteristic = await service.getCharacteristic(PRESSURE.measurement)
  let last: ReturnType<typeof readPressure> = null
  // A cuff sends what it has stored and then what it measures now: the last one counts.
  const all = frames([[characteristic, (view) => { last = readPressure(view) ?? last }]], device, () => last !== null, SETTLED)
  await characteristic.startNotifications()
  await all
  return pressureOf(last)
}
export function pressureOf(read: ReturnType<typeof readPressure>): MeterReading | null {
  if (!read || read.systolic === null || read.diastolic === null) return say('nothing')
  const doubt = read.doubts.find((one) => one !== 'irregular')
  if (doubt) return say(doubt as Said)
  return { values: { systolic: text(read.systolic), diastolic: text(read.diastolic), ...(read.pulse === null ? {} : { pulse: text(read.pulse) }) } }
}

async function fromGlucose(service: Service, device: Device): Promise<MeterReading | null> {
  const [measurement, records] = [await service.getCharacteristic(GLUCOSE.measurement), await service.getCharacteristic(GLUCOSE.records)]
  const context = await service.getCharacteristic(GLUCOSE.context).catch(() => null)
  let last: Glucose | null = null
  const meals = new Map<number, Meal | null>()
  const from: [Characteristic, (view: DataView) => void][] = [[measurement, (view) => { last = readGlucose(view) ?? last }]]
  if (context) from.push([context, (view) => { const read = readContext(view); if (read) meals.set(read.sequence, read.meal) }])
  const all = frames(from, device, () => last !== null, SETTLED)
  await measurement.startNotifications()
  await context?.startNotifications()
  await records.startNotifications()
  await records.writeValueWithResponse(ASK.last)
  await all
  return glucoseOf(last, meals)
}
export function glucoseOf(read: Glucose | null, meals: ReadonlyMap<number, Meal | null>): MeterReading | null {
  if (!read || read.value === null) return say('nothing')
  if (read.control) return say('control')
  if (read.faults[0]) return say(read.faults[0])
  const meal = meals.get(read.sequence)
  return { values: { glucose: text(read.value) }, unit: read.unit ?? 'mmol', ...(meal ? { meal } : {}) }
}
