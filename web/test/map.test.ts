// Map arithmetic: hit testing, holes, tolerance, colours, and speed with 2,000 cells.
import { describe, expect, it } from 'vitest'
import { busiest } from '../packages/map/cells'
import { boxOf, hit, planeAround, project, type Shapes } from '../packages/map/plane'
import { colourOf, stepOf } from '../packages/map/scale'

const square = (lon: number, lat: number, size: number) => [
  [lon, lat],
  [lon + size, lat],
  [lon + size, lat + size],
  [lon, lat + size],
  [lon, lat],
]
const collection = (...coordinates: number[][][][]): Shapes => ({
  type: 'FeatureCollection',
  features: coordinates.map((rings, index) => ({
    type: 'Feature',
    properties: { code: `c${index}`, name: `第${index}`, kind: 'general' },
    geometry: { type: 'Polygon', coordinates: rings },
  })),
})
const plane = planeAround(103.95, 30.77)

describe('hit', () => {
  const shapes = project(
    collection([square(103.95, 30.77, 0.001)], [square(103.9512, 30.77, 0.001), square(103.9514, 30.7702, 0.0004)]),
    plane,
  )
  const at = (lon: number, lat: number, reach = 0) => hit(shapes, plane.x(lon), plane.y(lat), reach)
  it('finds the cell under a point', () => {
    expect(at(103.9505, 30.7705)).toBe(0)
    expect(at(103.9513, 30.7701)).toBe(1)
  })
  it('is outside in a hole and in a lane', () => {
    expect(at(103.9516, 30.7704)).toBeNull()
    expect(at(103.9511, 30.7705)).toBeNull()
  })
  it('snaps from a lane to a cell within the reach of a finger', () => {
    expect(at(103.95103, 30.7705, 9)).toBe(0)
    expect(at(103.95, 30.9, 9)).toBeNull()
  })
})

describe('the plane', () => {
  it('goes to metres and back', () => {
    expect(plane.lon(plane.x(103.9631))).toBeCloseTo(103.9631, 9)
    expect(plane.lat(plane.y(30.7755))).toBeCloseTo(30.7755, 9)
    expect(plane.y(30.78) - plane.y(30.77)).toBeCloseTo(-1113.2, 1)
  })
  it('puts a label in the middle of its cell', () => {
    const [shape] = project(collection([square(103.95, 30.77, 0.001)]), plane)
    expect(shape!.centre[0]).toBeCloseTo(plane.x(103.9505), 3)
    expect(shape!.centre[1]).toBeCloseTo(plane.y(30.7705), 3)
  })
  it('has a place to look at even without any shape', () => {
    expect(boxOf([])).toEqual([-500, -500, 500, 500])
  })
})

describe('two thousand cells', () => {
  it('answer a thousand pointer moves in well under a second', () => {
    const many = Array.from({ length: 2_000 }, (_, at) => [
      square(103.9 + (at % 50) * 0.001, 30.7 + Math.floor(at / 50) * 0.001, 0.0009),
    ])
    const shapes = project(collection(...many), plane)
    const started = performance.now()
    let found = 0
    for (let move = 0; move < 1_000; move++)
      if (
        hit(shapes, plane.x(103.9 + (move % 50) * 0.001 + 0.0004), plane.y(30.7 + (move % 40) * 0.001 + 0.0004)) !==
        null
      )
        found += 1
    expect(found).toBe(1_000)
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})

describe('colours and the busiest', () => {
  it('step at 0, 1, 2, 3, 5 and 8', () => {
    expect([0, 1, 2, 3, 4, 5, 7, 8, 40].map(stepOf)).toEqual([0, 1, 2, 3, 3, 4, 4, 5, 5])
    expect(colourOf(0)).toBe('var(--seq-0)')
  })
  it('sort by open, then late, then code, and leave out the quiet', () => {
    const cells = [
      { code: 'b', open: 2, late: 0 },
      { code: 'a', open: 2, late: 0 },
      { code: 'c', open: 2, late: 1 },
      { code: 'd', open: 0, late: 0 },
    ]
    expect(busiest(cells, 2).map((cell) => cell.code)).toEqual(['c', 'a'])
  })
})
