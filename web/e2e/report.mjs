// A Playwright reporter: durations by file, and retries by name. A retry is recorded in flaky.json; a story listed there twice
// fails the run, and so does a skipped one.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { judge } from './flaky.mjs'

const RECORD = fileURLToPath(new URL('flaky.json', import.meta.url))

export default class Report {
  onBegin(_, suite) {
    this.suite = suite
    this.began = Date.now()
  }

  printsToStdio() {
    return false
  }

  onEnd({ status }) {
    const tests = this.suite.allTests()
    if (tests.every((test) => test.results.length === 0)) return undefined // only listed, or nothing began
    const called = (test) => `${basename(test.location.file)} › ${test.title}`
    const files = new Map()
    for (const test of tests) {
      const file = basename(test.location.file)
      files.set(file, [...(files.get(file) ?? []), test])
    }
    console.log('\n  seconds  stories  file')
    for (const [file, all] of files) {
      const spent = all.flatMap((test) => test.results).reduce((sum, one) => sum + one.duration, 0)
      console.log(`${(spent / 1000).toFixed(1).padStart(9)}${String(all.length).padStart(9)}  ${file}`)
    }
    console.log(
      `${((Date.now() - this.began) / 1000).toFixed(1).padStart(9)}${String(tests.length).padStart(9)}  in all`,
    )
    const flaky = tests
      .filter((test) => test.outcome() === 'flaky')
      .map((test) => ({ story: called(test), fault: firstLine(test.results[0].error?.message) }))
    const skipped = status === 'interrupted' ? [] : tests.filter((test) => test.outcome() === 'skipped').map(called)
    const before = existsSync(RECORD) ? JSON.parse(readFileSync(RECORD, 'utf8')) : []
    const { record, faults } = judge(before, flaky, skipped, new Date(this.began).toISOString().slice(0, 10))
    if (flaky.length > 0) {
      writeFileSync(RECORD, `${JSON.stringify(record, null, 2)}\n`)
      console.log(`\nonly the second time; written into ${RECORD}, to be committed until it is mended:`)
      for (const one of flaky) console.log(`  ${one.story}: ${one.fault}`)
    }
    for (const fault of faults) console.log(`\n✗ ${fault}`)
    return faults.length > 0 ? { status: 'failed' } : undefined
  }
}

const firstLine = (text = '') => stripVTControlCharacters(text).split('\n')[0]
