// Loads the danger words once and stores them on the device, for bad connections.
import { ask } from '@weiguang/offline/wire'
import type { DangerWords } from './danger'

const KEPT = 'weiguang.danger'
let held: Promise<DangerWords | null> | null = null

/** Null if they were never loaded and cannot be now; only the fixed numbers are shown then. */
export function readDanger(): Promise<DangerWords | null> {
  held ??= fresh().then((words) => {
    if (!words) held = null // the next time that somebody asks may have a line
    return words ?? kept()
  })
  return held
}

async function fresh(): Promise<DangerWords | null> {
  const words = await ask<DangerWords>('/public/danger').catch(() => null)
  if (!words) return null
  try {
    localStorage.setItem(KEPT, JSON.stringify(words))
  } catch {
    // They are then available until the page is closed.
  }
  return words
}
function kept(): DangerWords | null {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? 'null') as DangerWords | null
  } catch {
    return null
  }
}
