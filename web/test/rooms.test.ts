// The rooms needed by posts, and the screens of paths, as declared by the rooms.
// @vitest-environment happy-dom
import { readdirSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import type { Me } from '@weiguang/api/resources'
import { useReady } from '@weiguang/ui/use-ready'
import { fetchRooms, roomsOf, screenAt, tabs } from '../apps/member/src/rooms'

const me = (...verbs: string[]) => ({ verbs }) as Me

test('a phone stores the rooms of its person’s posts and no others', () => {
  const all = readdirSync('apps/member/src/rooms').sort()
  expect(
    roomsOf(
      me(
        'bulletins.read',
        'cases.read',
        'households.read',
        'visits.read',
        'visits.record',
        'care.alert',
        'care.overdue',
      ),
    ),
    'a member of a cell',
  ).toEqual(all)
  expect(roomsOf(me('grid.read')), 'an auditor').toEqual(['cases', 'grid', 'live', 'outbox', 'session'])
  expect(roomsOf(me('care.measure')), 'a nurse').toContain('care')
  expect(roomsOf(me('visits.read'))).not.toContain('households')
})

test('every place of the face has its screen, with the id of what it is about', () => {
  const at = (path: string) => [screenAt(path)?.screen.path, screenAt(path)?.id, screenAt(path)?.screen.tab]
  expect(at('/')).toEqual(['/', undefined, '/'])
  expect(at('/outbox')).toEqual(['/outbox', undefined, '/outbox'])
  expect(at('/outbox/42')).toEqual(['/outbox/', '42', '/outbox'])
  expect(at('/door/a%2Fb')).toEqual(['/door/', 'a/b', '/cell'])
  expect(at('/alert/7')).toEqual(['/alert/', '7', '/'])
  expect(screenAt('/nowhere')).toBeNull()
  expect(screenAt('/door/')).toBeNull()
})

test('each tab leads to a screen, in the order of the thumb', () => {
  expect(tabs.map((tab) => tab.path)).toEqual(['/', '/cell', '/report', '/outbox', '/me'])
  expect(tabs.every((tab) => screenAt(tab.path))).toBe(true)
})

test('where no worker stores them, the screens of the rooms are fetched into the open page', async () => {
  const { files, prepare } = useReady('/m/', fetchRooms)
  await prepare(['outbox'])
  expect(files.state).toBe('here')
})

test('an answer that comes after somebody has signed out says nothing of whoever is in next', async () => {
  let arrived = () => {}
  const asked: string[][] = []
  const { files, prepare } = useReady('/m/', (rooms) => {
    asked.push(rooms)
    return new Promise<void>((resolve) => {
      arrived = resolve
    })
  })
  const first = prepare(['care'])
  expect(files.state).toBe('storing')
  await vi.waitFor(() => expect(asked).toHaveLength(1))
  void prepare([])
  arrived()
  await first
  expect(files.state).toBe('unknown')
  const next = prepare(['visits'])
  await vi.waitFor(() => expect(asked).toHaveLength(2))
  void prepare(['visits', 'care'])
  arrived()
  await vi.waitFor(() => expect(asked).toHaveLength(3))
  expect(files.state, 'posts that changed meanwhile are stored as well').toBe('storing')
  arrived()
  await next
  expect([files.state, asked.at(-1)]).toEqual(['here', ['visits', 'care']])
})
