// Which files a service worker stores, and which caches it deletes: a new version is never less complete than the old one.
import { expect, test } from 'vitest'
import { filesOf, isFile, isHashed, notes, outdated, roomsToStore } from '../packages/offline/files'

const rooms = {
  care: ['/m/assets/care.js', '/m/assets/parts.js'],
  visits: ['/m/assets/visits.js', '/m/assets/parts.js'],
  cases: ['/m/assets/cases.js'],
}
const FACE = 'weiguang/m/'

test('the files of some rooms are listed once each, and unknown rooms are passed over', () => {
  expect(filesOf(rooms, ['care', 'visits', 'brands'])).toEqual([
    '/m/assets/care.js',
    '/m/assets/parts.js',
    '/m/assets/visits.js',
  ])
  expect(filesOf(rooms, [])).toEqual([])
})

test('a new version stores the rooms that were asked for; after a version that had every file, all of them', () => {
  expect(roomsToStore(rooms, ['care'], true)).toEqual(['care'])
  expect(roomsToStore(rooms, null, true)).toEqual(['care', 'visits', 'cases'])
  expect(roomsToStore(rooms, null, false), 'nobody has signed in here yet').toEqual([])
  expect(roomsToStore(rooms, [], true), 'somebody whose posts need no room').toEqual([])
})

test('the version before stays while pages of it may be open; what was never complete goes, and no other face is touched', () => {
  const caches = [
    'weiguang/m/old',
    'weiguang/m/broken',
    'weiguang/m/now',
    notes(FACE),
    'weiguang/station/one',
    'another',
  ]
  expect(outdated(caches, FACE, 'weiguang/m/now', 'weiguang/m/old')).toEqual(['weiguang/m/broken'])
  expect(outdated(caches, FACE, 'weiguang/m/now', null), 'the version before is not known').toEqual([])
})

test('only built files have names that stand for their bytes', () => {
  expect([isHashed('/m/assets/DxZfoJih.js'), isHashed('/m/'), isHashed('/m/icon-192.png')]).toEqual([
    true,
    false,
    false,
  ])
})

test('a refusal, a redirect or the page of a captive network is no file', () => {
  const answer = (type: string, status = 200, redirected = false) =>
    Object.defineProperty(new Response('x', { status, headers: { 'Content-Type': type } }), 'redirected', {
      value: redirected,
    })
  expect(isFile(answer('text/javascript'), false)).toBe(true)
  expect(isFile(answer('text/html; charset=utf-8'), true)).toBe(true)
  expect(isFile(answer('text/html; charset=utf-8'), false)).toBe(false)
  expect(isFile(answer('text/javascript', 404), false)).toBe(false)
  expect(isFile(answer('text/html', 200, true), true)).toBe(false)
})
