// Cuts a cell along a straight line; both sides share the exact cut points, so that no sliver arises.
import type { MultiPolygon, Polygon, Position } from 'geojson'

/** Seven decimals are about a centimetre, finer than drawn borders. */
const round = (value: number) => Math.round(value * 1e7) / 1e7

interface Crossing {
  at: number
  along: number
  point: Position
}

/** The sides of a shape left and right of the line through `a` and `b`; null if the line does not cross it. */
export function cut(
  shape: Polygon | MultiPolygon,
  a: Position,
  b: Position,
): [Polygon | MultiPolygon, Polygon | MultiPolygon] | null {
  const side = (point: Position) => (b[0]! - a[0]!) * (point[1]! - a[1]!) - (b[1]! - a[1]!) * (point[0]! - a[0]!)
  const polygons = shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates
  const sides: [Position[][][], Position[][][]] = [[], []]
  for (const [outer, ...holes] of polygons) {
    const parts = split(outer!, a, b, side)
    for (const ring of parts) {
      const inner = holes.filter((hole) => within(hole[0]!, ring))
      if (inner.some((hole) => new Set(hole.map((point) => side(point) >= 0)).size > 1)) return null // a line through a hole is drawn by hand
      sides[average(ring, side) >= 0 ? 0 : 1].push([ring, ...inner])
    }
  }
  if (sides[0].length === 0 || sides[1].length === 0) return null
  return sides.map((coordinates) =>
    coordinates.length === 1
      ? { type: 'Polygon', coordinates: coordinates[0]! }
      : { type: 'MultiPolygon', coordinates },
  ) as [Polygon | MultiPolygon, Polygon | MultiPolygon]
}

function average(ring: Position[], side: (point: Position) => number): number {
  return ring.reduce((sum, point) => sum + side(point), 0)
}

/** Walks the ring between crossings; at each, continues along the line to its partner. */
function split(ring: Position[], a: Position, b: Position, side: (point: Position) => number): Position[][] {
  const points = ring.slice(0, -1)
  const walked: (Position | Crossing)[] = []
  const crossings: Crossing[] = []
  points.forEach((point, index) => {
    const next = points[(index + 1) % points.length]!
    walked.push(point)
    const [here, there] = [side(point), side(next)]
    if (here >= 0 === there >= 0) return
    const part = here / (here - there)
    const met: Position = [
      round(point[0]! + (next[0]! - point[0]!) * part),
      round(point[1]! + (next[1]! - point[1]!) * part),
    ]
    const crossing = {
      at: walked.length,
      along: (met[0]! - a[0]!) * (b[0]! - a[0]!) + (met[1]! - a[1]!) * (b[1]! - a[1]!),
      point: met,
    }
    crossings.push(crossing)
    walked.push(crossing)
  })
  if (crossings.length < 2 || crossings.length % 2 === 1) return [ring]
  const ordered = [...crossings].sort((one, other) => one.along - other.along)
  const partner = new Map(
    ordered.map((crossing, index) => [crossing, ordered[index % 2 === 0 ? index + 1 : index - 1]!]),
  )
  const left = new Set(crossings)
  const rings: Position[][] = []
  for (const first of crossings) {
    if (!left.has(first)) continue
    const found: Position[] = []
    let here = first
    do {
      left.delete(here)
      found.push(here.point)
      let at = (here.at + 1) % walked.length
      while (!('along' in walked[at]!)) {
        found.push(walked[at] as Position)
        at = (at + 1) % walked.length
      }
      const met = walked[at] as Crossing
      found.push(met.point)
      here = partner.get(met)!
    } while (here !== first && left.has(here))
    rings.push([...found, found[0]!])
  }
  return rings
}

function within(point: Position, ring: Position[]): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i] as [number, number]
    const [xj, yj] = ring[j] as [number, number]
    if (yi > point[1]! !== yj > point[1]! && point[0]! < ((xj - xi) * (point[1]! - yi)) / (yj - yi) + xi)
      inside = !inside
  }
  return inside
}

/** Square degrees: only for shares of one cell. */
export function areaOf(shape: Polygon | MultiPolygon): number {
  const ring = (points: Position[]) =>
    Math.abs(
      points.reduce((sum, point, index) => {
        const next = points[(index + 1) % points.length]!
        return sum + point[0]! * next[1]! - next[0]! * point[1]!
      }, 0),
    ) / 2
  return (shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates).reduce(
    (sum, [outer, ...holes]) => sum + ring(outer!) - holes.reduce((less, hole) => less + ring(hole), 0),
    0,
  )
}
