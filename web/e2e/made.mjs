// Makes the demonstration once for the whole run; every story begins with a copy of it.
import { rmSync } from 'node:fs'
import { makeDemonstration } from './stage.mjs'

export default async function made() {
  const folder = await makeDemonstration()
  process.env.WEIGUANG_MADE = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
