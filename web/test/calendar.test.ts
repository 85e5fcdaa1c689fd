// A station's calendar feed, parsed by another library: exactly the server's days and hours.
// crates/server/src/rooms/station/feed_tests.rs writes both files.
import { readFileSync } from 'node:fs'
import ICAL from 'ical.js'
import { expect, it } from 'vitest'

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')

/** All occurrences of 2026: day, start, end, in the calendar's zone. */
function occurrences(calendar: ICAL.Component): string[][] {
  const events = calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component))
  const series = events.filter((event) => !event.isRecurrenceException())
  const found: string[][] = []
  for (const event of series) {
    const dates = event.iterator()
    for (let next = dates.next(); next && next.year < 2027; next = dates.next()) {
      const { startDate, endDate } = event.getOccurrenceDetails(next)
      found.push([
        startDate.toString().slice(0, 10),
        startDate.toString().slice(11, 16),
        endDate.toString().slice(11, 16),
      ])
    }
  }
  return found.sort((a, b) => (a.join() < b.join() ? -1 : 1))
}

it('holds the days of service that the server counts, holidays, moved days and extra days included', () => {
  const calendar = new ICAL.Component(ICAL.parse(read('./station.ics')))
  const zone = calendar.getFirstSubcomponent('vtimezone')
  expect(zone && new ICAL.Timezone(zone).tzid).toBe('Asia/Shanghai')
  const wanted = (JSON.parse(read('./station-days.json')) as string[][]).sort((a, b) => (a.join() < b.join() ? -1 : 1))
  expect(wanted.length).toBeGreaterThan(60)
  expect(occurrences(calendar)).toEqual(wanted)
})

it('keeps commas, backslashes and lines that had to be folded, and names the zone of every time', () => {
  const text = read('./station.ics')
  const calendar = new ICAL.Component(ICAL.parse(text))
  const [event] = calendar.getAllSubcomponents('vevent')
  expect(event?.getFirstPropertyValue('summary')).toBe('天骄西路微网实格服务站；一楼, 二楼')
  expect(event?.getFirstPropertyValue('location')).toBe(
    '社区活动中心一楼\\东侧，这一行长到必须折成两行才能写进日历文件里去，读回来时还要是同一句话',
  )
  const times = text.split(/\r\n/).filter((line) => /^(DTSTART|DTEND|EXDATE|RDATE|RECURRENCE-ID)/.test(line))
  expect(
    times.filter((line) => !line.includes('TZID=Asia/Shanghai')).filter((line) => line !== 'DTSTART:19910915T020000'),
  ).toEqual([])
})
