// Web Bluetooth communication with a meter: request, connect, parse frames (packages/meters), and fill the form. Distinguishes
// stored records from a new measurement.
import { serverNow } from '@weiguang/api/clock'
import { ageOf, newest, offsetOf, type Age, type Dated } from '@weiguang/meters/fresh'
import { ASK, GLUCOSE, readContext, readGlucose, type Glucose } from '@weiguang/meters/glucose'
import { PRESSURE, readPressure, type Pressure } from '@weiguang/meters/pressure'
import { CLOCK, readClock, type Shown } from '@weiguang/meters/frame'
import type { Meal } from './entry'
import { meter, onStop, type MeterReading, type OldRecord, type MeterMessage } from './use-meter'

/** The used part of Web Bluetooth, which is missing in the standard types. */
interface Characteristic extends EventTarget {
  value?: DataView
  startNotifications(): Promise<Characteristic>
  readValue(): Promise<DataView>
  writeValueWithResponse(bytes: BufferSource): Promise<void>
}
interface Service {
  getCharacteristic(id: number): Promise<Characteristic>
}
interface Server {
  connected: boolean
  connect(): Promise<Server>
  disconnect(): void
  getPrimaryService(id: number): Promise<Service>
}
interface Device extends EventTarget {
  gatt?: Server
}
export interface Bluetooth {
  requestDevice(options: { filters: { services: number[] }[]; optionalServices?: number[] }): Promise<Device>
}

const text = (shown: Shown): string => (shown === null ? '' : String(shown))
/** Maximum wait for a measurement, which includes inflating a cuff. */
const PATIENCE = 90_000
/** Silence after which a transfer of stored records is complete. */
const SETTLED = 1_200

/** Requests a meter, connects, and returns the last measurement; null if there is none. */
export async function readRadio(bluetooth: Bluetooth): Promise<MeterReading | null> {
  let server: Server | undefined
  try {
    const device = await bluetooth.requestDevice({
      filters: [{ services: [PRESSURE.service] }, { services: [GLUCOSE.service] }],
      optionalServices: [CLOCK.service],
    })
    server = await device.gatt?.connect()
    if (!server) return say('none')
    const pressure = await server.getPrimaryService(PRESSURE.service).catch(() => null)
    const offset = offsetOf(await clockOf(server).catch(() => null), serverNow())
    return pressure
      ? await fromCuff(pressure, device, offset)
      : await fromGlucose(await server.getPrimaryService(GLUCOSE.service), device, offset)
  } finally {
    server?.disconnect()
  }
}
function say(said: MeterMessage): null {
  meter.said = said
  return null
}
async function clockOf(server: Server): Promise<string | null> {
  return readClock(
    await (await (await server.getPrimaryService(CLOCK.service)).getCharacteristic(CLOCK.time)).readValue(),
  )
}

/** Records already used on this page; not offered for another person while they are fresh. */
const used = new Set<string>()
const keyOf = (record: Dated) => (record.at === null && record.sequence === undefined ? null : JSON.stringify(record))
/** Why a record must be confirmed; null if it was just measured. */
export function doubtOf(record: Dated, age: Age): OldRecord | null {
  const key = keyOf(record)
  if (age.kind === 'undated') return { kind: 'undated', at: null, ms: null }
  const at = new Date(age.at).toISOString()
  if (key && used.has(key)) return { kind: 'used', at, ms: serverNow() - age.at }
  if (age.kind === 'ahead') return { kind: 'ahead', at: null, ms: null }
  return age.kind === 'old' ? { kind: 'old', at, ms: age.ms } : null
}
export function forgetUsed(): void {
  used.clear()
}

/**
 * Collects records until a fresh one arrives, the meter disconnects, time is up, or the user cancels. If only stored ones arrive,
 * the user is informed while waiting.
 */
function collect<T extends Dated>(
  device: Device,
  offset: number | null,
  from: (heard: (record: T | null) => void) => [Characteristic, (view: DataView) => void][],
): Promise<{ record: T; old: OldRecord | null } | null> {
  return new Promise((resolve) => {
    const records: T[] = []
    let quiet: ReturnType<typeof setTimeout> | undefined
    const last = () => {
      const record = newest(records)
      return record && { record, old: doubtOf(record, ageOf(record, serverNow(), offset)) }
    }
    const end = () => {
      clearTimeout(quiet)
      clearTimeout(patience)
      resolve(last())
    }
    const patience = setTimeout(end, PATIENCE)
    onStop(end)
    const settled = () => {
      const found = last()
      if (!found) return
      if (found.old) meter.old = found.old
      else end()
    }
    for (const [characteristic, heard] of from((record) => {
      if (record) records.push(record)
    })) {
      characteristic.addEventListener('characteristicvaluechanged', () => {
        if (characteristic.value) heard(characteristic.value)
        clearTimeout(quiet)
        quiet = setTimeout(settled, SETTLED)
      })
    }
    device.addEventListener('gattserverdisconnected', end)
  })
}
function taken(record: Dated, old: OldRecord | null, read: MeterReading | null): MeterReading | null {
  const key = keyOf(record)
  if (read && key && !old) used.add(key)
  return read && old ? { ...read, old } : read
}

async function fromCuff(service: Service, device: Device, offset: number | null): Promise<MeterReading | null> {
  const characteristic = await service.getCharacteristic(PRESSURE.measurement)
  const all = collect<Pressure>(device, offset, (heard) => [[characteristic, (view) => heard(readPressure(view))]])
  await characteristic.startNotifications()
  const found = await all
  return found ? taken(found.record, found.old, pressureOf(found.record)) : pressureOf(null)
}
export function pressureOf(read: Pressure | null): MeterReading | null {
  if (!read || read.systolic === null || read.diastolic === null) return say('nothing')
  const doubt = read.doubts.find((one) => one !== 'irregular')
  if (doubt) return say(doubt as MeterMessage)
  return {
    values: {
      systolic: text(read.systolic),
      diastolic: text(read.diastolic),
      ...(read.pulse === null ? {} : { pulse: text(read.pulse) }),
    },
  }
}

async function fromGlucose(service: Service, device: Device, offset: number | null): Promise<MeterReading | null> {
  const [measurement, records] = [
    await service.getCharacteristic(GLUCOSE.measurement),
    await service.getCharacteristic(GLUCOSE.records),
  ]
  const context = await service.getCharacteristic(GLUCOSE.context).catch(() => null)
  const meals = new Map<number, Meal | null>()
  const all = collect<Glucose>(device, offset, (heard) => [
    [measurement, (view) => heard(readGlucose(view))],
    ...(context
      ? [
          [
            context,
            (view: DataView) => {
              const read = readContext(view)
              if (read) meals.set(read.sequence, read.meal)
            },
          ] as [Characteristic, (view: DataView) => void],
        ]
      : []),
  ])
  await measurement.startNotifications()
  await context?.startNotifications()
  await records.startNotifications()
  await records.writeValueWithResponse(ASK.last)
  const found = await all
  return found ? taken(found.record, found.old, glucoseOf(found.record, meals)) : glucoseOf(null, meals)
}
export function glucoseOf(read: Glucose | null, meals: ReadonlyMap<number, Meal | null>): MeterReading | null {
  if (!read || read.value === null) return say('nothing')
  if (read.control) return say('control')
  if (read.faults[0]) return say(read.faults[0])
  const meal = meals.get(read.sequence)
  return { values: { glucose: text(read.value) }, unit: read.unit ?? 'mmol', ...(meal ? { meal } : {}) }
}
