// Cutting a cell: nothing is lost or duplicated, and concave cells are split into all pieces.
import type { Polygon } from 'geojson'
import { describe, expect, it } from 'vitest'
import { areaOf, cut } from '../packages/map/cut'

const square: Polygon = {
  type: 'Polygon',
  coordinates: [
    [
      [0, 0],
      [4, 0],
      [4, 4],
      [0, 4],
      [0, 0],
    ],
  ],
}
/** A U shape that a horizontal line crosses four times. */
const bent: Polygon = {
  type: 'Polygon',
  coordinates: [
    [
      [0, 0],
      [6, 0],
      [6, 4],
      [4, 4],
      [4, 1],
      [2, 1],
      [2, 4],
      [0, 4],
      [0, 0],
    ],
  ],
}
const holed: Polygon = {
  type: 'Polygon',
  coordinates: [
    square.coordinates[0]!,
    [
      [0.5, 0.5],
      [1, 0.5],
      [1, 1],
      [0.5, 1],
      [0.5, 0.5],
    ],
  ],
}

describe('a cut', () => {
  it('gives both sides, which add up to the whole', () => {
    const [left, right] = cut(square, [1, -1], [1, 5])!
    expect([areaOf(left), areaOf(right)].sort((a, b) => a - b)).toEqual([4, 12])
  })
  it('takes a bent cell apart into all its pieces', () => {
    const sides = cut(bent, [-1, 2], [7, 2])!
    expect(sides.map((side) => side.type).sort()).toEqual(['MultiPolygon', 'Polygon'])
    expect(areaOf(sides[0]) + areaOf(sides[1])).toBeCloseTo(areaOf(bent), 6)
    expect(Math.min(areaOf(sides[0]), areaOf(sides[1]))).toBeCloseTo(8, 6)
  })
  it('keeps a hole on its side, and leaves a line through a hole to be drawn by hand', () => {
    const [one, other] = cut(holed, [2, -1], [2, 5])!
    expect(areaOf(one) + areaOf(other)).toBeCloseTo(15.75, 6)
    expect(cut(holed, [0.75, -1], [0.75, 5])).toBeNull()
  })
  it('is none where the line passes by', () => {
    expect(cut(square, [9, 0], [9, 1])).toBeNull()
  })
})
