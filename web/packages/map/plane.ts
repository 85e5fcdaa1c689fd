// Projection of degrees to a plane in metres, polygons on it, and hit testing.
import type { FeatureCollection, Geometry, MultiPolygon, Polygon, Position } from 'geojson'

export interface Plane {
  x(lon: number): number
  y(lat: number): number
  lon(x: number): number
  lat(y: number): number
}
type Ring = Float64Array
export interface Shape {
  code: string
  name: string
  rings: Ring[]
  box: Box
  centre: [number, number]
}
export type Box = [west: number, north: number, east: number, south: number]
export type Shapes = FeatureCollection<Polygon | MultiPolygon, { code: string; name: string; kind: string }>

const METRES_PER_DEGREE = 111_320

/** Accurate to centimetres within a district. */
export function planeAround(lon0: number, lat0: number): Plane {
  const kx = METRES_PER_DEGREE * Math.cos((lat0 * Math.PI) / 180)
  return {
    x: (lon) => (lon - lon0) * kx,
    y: (lat) => (lat0 - lat) * METRES_PER_DEGREE, // the screen's y grows southwards
    lon: (x) => x / kx + lon0,
    lat: (y) => lat0 - y / METRES_PER_DEGREE,
  }
}

export function firstPoint(shapes: Shapes): [number, number] {
  const geometry = shapes.features[0]?.geometry
  const ring = geometry?.type === 'MultiPolygon' ? geometry.coordinates[0]?.[0] : geometry?.coordinates[0]
  return [ring?.[0]?.[0] ?? 104, ring?.[0]?.[1] ?? 30.7]
}

export function project(shapes: Shapes, plane: Plane): Shape[] {
  return shapes.features.map((feature) => {
    const polygons = feature.geometry.type === 'Polygon' ? [feature.geometry.coordinates] : feature.geometry.coordinates
    const box: Box = [Infinity, Infinity, -Infinity, -Infinity]
    const rings = polygons.flat().map((points) => {
      const ring = new Float64Array(points.length * 2)
      points.forEach((point, index) => {
        const x = plane.x(point[0]!)
        const y = plane.y(point[1]!)
        ring[index * 2] = x
        ring[index * 2 + 1] = y
        if (x < box[0]) box[0] = x
        if (y < box[1]) box[1] = y
        if (x > box[2]) box[2] = x
        if (y > box[3]) box[3] = y
      })
      return ring
    })
    return { code: feature.properties.code, name: feature.properties.name, rings, box, centre: centre(rings[0]) }
  })
}

/** The centroid of the outer ring, for labels. */
function centre(ring: Ring | undefined): [number, number] {
  if (!ring || ring.length < 6) return [ring?.[0] ?? 0, ring?.[1] ?? 0]
  const x0 = ring[0]!
  const y0 = ring[1]!
  let area = 0
  let cx = 0
  let cy = 0
  for (let i = 0; i + 3 < ring.length; i += 2) {
    const ax = ring[i]! - x0
    const ay = ring[i + 1]! - y0
    const bx = ring[i + 2]! - x0
    const by = ring[i + 3]! - y0
    const cross = ax * by - bx * ay
    area += cross
    cx += (ax + bx) * cross
    cy += (ay + by) * cross
  }
  return area === 0 ? [x0, y0] : [x0 + cx / (3 * area), y0 + cy / (3 * area)]
}

/** Even-odd over all rings, so that a hole is outside. */
export function inside(shape: Shape, x: number, y: number): boolean {
  const [west, north, east, south] = shape.box
  if (x < west || x > east || y < north || y > south) return false
  let within = false
  for (const ring of shape.rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const yi = ring[i + 1]!
      const yj = ring[j + 1]!
      if (yi > y !== yj > y && x < ((ring[j]! - ring[i]!) * (y - yi)) / (yj - yi) + ring[i]!) within = !within
    }
  }
  return within
}

/** The shape at a point, or the nearest within `reach`. */
export function hit(shapes: Shape[], x: number, y: number, reach = 0): number | null {
  for (const radius of reach > 0 ? [0, reach / 2, reach] : [0]) {
    for (let turn = 0; turn < (radius > 0 ? 8 : 1); turn++) {
      const px = x + radius * Math.cos((turn * Math.PI) / 4)
      const py = y + radius * Math.sin((turn * Math.PI) / 4)
      const found = shapes.findIndex((shape) => inside(shape, px, py))
      if (found >= 0) return found
    }
  }
  return null
}

export function boxOf(shapes: Shape[]): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { box: one } of shapes) {
    box[0] = Math.min(box[0], one[0])
    box[1] = Math.min(box[1], one[1])
    box[2] = Math.max(box[2], one[2])
    box[3] = Math.max(box[3], one[3])
  }
  return shapes.length > 0 ? box : [-500, -500, 500, 500]
}

/** Adds a shape to a path. */
export function trace(path: Path2D, shape: Shape): void {
  for (const ring of shape.rings) {
    path.moveTo(ring[0]!, ring[1]!)
    for (let i = 2; i + 1 < ring.length; i += 2) path.lineTo(ring[i]!, ring[i + 1]!)
    path.closePath()
  }
}

/** The lines of a geometry: a line, or the rings of polygons. */
export function lines(geometry: Geometry): Position[][] {
  if (geometry.type === 'LineString') return [geometry.coordinates]
  if (geometry.type === 'Polygon') return geometry.coordinates
  return geometry.type === 'MultiPolygon' ? geometry.coordinates.flat() : []
}
