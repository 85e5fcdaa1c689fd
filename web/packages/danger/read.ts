// The words of danger on a page: asked for once, and kept on the device, so that a page knows them with a bad line as well.
import { ask } from '@weiguang/offline/wire'
import type { DangerWords } from './danger'

const KEPT = 'weiguang.danger'
let held: Promise<DangerWords | null> | null = null

/** Null where they were never fetched and cannot be now: then the fixed line of numbers is all there is. */
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
    // Then they last as long as the page.
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
