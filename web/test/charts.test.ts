// Chart arithmetic: round ticks, positions, paths.
import { expect, test } from 'vitest'
import { linear, path, roundedUp, under } from '@weiguang/charts/linear'

test('ticks are round numbers within the domain, about as many as were asked for', () => {
  expect(linear([0, 100], [0, 1]).ticks(4)).toEqual([0, 20, 40, 60, 80, 100])
  expect(linear([83.2, 196.8], [0, 1]).ticks(4)).toEqual([100, 120, 140, 160, 180])
  expect(linear([3.9, 11.1], [0, 1]).ticks(4)).toEqual([4, 6, 8, 10])
  expect(linear([0.1, 0.55], [0, 1]).ticks(4)).toEqual([0.1, 0.2, 0.3, 0.4, 0.5])
  expect(linear([5, 5], [0, 1]).ticks(4)).toEqual([5])
})

test('a value has its place, and a place its value; a clamped one stays on the paper', () => {
  const y = linear([0, 10], [200, 0])
  expect([y(0), y(5), y(10), y(12)]).toEqual([200, 100, 0, -40])
  expect(y.invert(50)).toBe(7.5)
  const clamped = linear([0, 10], [200, 0], true)
  expect([clamped(-3), clamped(12)]).toEqual([200, 0])
  expect(linear([7, 7], [0, 80])(7)).toBe(40)
})

test('an axis ends on a round number, never below its value', () => {
  expect([4, 7, 11, 97, 100, 101].map((most) => roundedUp(most, 4))).toEqual([4, 8, 12, 100, 100, 120])
})

test('a path goes through its dots, and an area comes back along the floor', () => {
  const dots = [
    { x: 0, y: 10 },
    { x: 1 / 3, y: 5 },
  ]
  expect(path(dots)).toBe('M0,10L0.33,5')
  expect(under(dots, 20)).toBe('M0,10L0.33,5L0.33,20L0,20Z')
  expect([path([]), under([], 20)]).toEqual(['', ''])
})
