// Creates the demonstration once per run; every story starts with a copy.
import { rmSync } from 'node:fs'
import { makeDemonstration } from './stage.mjs'

export default async function made() {
  const folder = await makeDemonstration()
  process.env.WEIGUANG_MADE = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
