// A made-up street in the true code of the field: communities cut into grids, and those into micro-grids, with shapes.
import type { Feature, Polygon } from 'geojson'
import type { Area, Cell, Level, Point } from '../packages/api/resources.ts'
import { between, seeded, type Random } from './random.ts'

export const STREET = { code: '510117019', name: '合作街道' }
const COMMUNITIES = ['天骄西路社区', '清水河社区', '银杏里社区', '望丛社区', '晨光社区']
const DIGITS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九']
/** Grids per community; more of them makes a street of 2,000 cells for measuring the map. */
const GRIDS = Number(process.env.WEIGUANG_MOCK_GRIDS ?? 9)

type Rect = [x0: number, y0: number, x1: number, y1: number]

function cut(random: Random, rect: Rect, pieces: number): Rect[] {
  if (pieces <= 1) return [rect]
  const first = Math.floor(pieces / 2)
  const [x0, y0, x1, y1] = rect
  const share = first / pieces + (random() - 0.5) * 0.1
  const [a, b]: [Rect, Rect] =
    x1 - x0 > (y1 - y0) * 0.8
      ? [
          [x0, y0, x0 + (x1 - x0) * share, y1],
          [x0 + (x1 - x0) * share, y0, x1, y1],
        ]
      : [
          [x0, y0, x1, y0 + (y1 - y0) * share],
          [x0, y0 + (y1 - y0) * share, x1, y1],
        ]
  return [...cut(random, a, first), ...cut(random, b, pieces - first)]
}

/** Bends the unit square into something that looks like a street between a river and a ring road. */
function place(x: number, y: number): [number, number] {
  const u = x - 0.5
  const v = y - 0.5
  const bend = 1 - 0.35 * (u * u + v * v)
  const east = (u * bend * 1.25 + 0.05 * Math.sin(5 * v) + 0.12 * v) * 0.036
  const north = (-v * bend + 0.04 * Math.sin(4 * u + 1) - 0.1 * u) * 0.026
  return [Number((103.955 + east).toFixed(6)), Number((30.771 + north).toFixed(6))]
}

function polygon([x0, y0, x1, y1]: Rect, inset: number): Polygon {
  const corners: [number, number][] = [
    [x0 + inset, y0 + inset],
    [x1 - inset, y0 + inset],
    [x1 - inset, y1 - inset],
    [x0 + inset, y1 - inset],
  ]
  const ring: [number, number][] = []
  corners.forEach((from, index) => {
    const to = corners[(index + 1) % 4]!
    for (let step = 0; step < 4; step++)
      ring.push(place(from[0] + ((to[0] - from[0]) * step) / 4, from[1] + ((to[1] - from[1]) * step) / 4))
  })
  return { type: 'Polygon', coordinates: [[...ring, ring[0]!]] }
}

export function chineseNumber(value: number): string {
  if (value < 10) return DIGITS[value]!
  const tens = Math.floor(value / 10)
  return `${tens > 1 ? DIGITS[tens] : ''}十${value % 10 ? DIGITS[value % 10] : ''}`
}

export type Territory = Feature<Polygon, { code: string; name: string; kind: string; level: Level }>
export const areas: Area[] = [
  { code: STREET.code, name: STREET.name, level: 'street', kind: 'general', parents: ['510117'], aliases: [] },
]
export const cells: Cell[] = []
export const shapes: Territory[] = []

const random = seeded(20261123)
const base = { since: '2026-01-01', until: null, home: null, holder: null, hole: false, open: 0, late: 0 }

function middle(rect: Rect): Point {
  const [lon, lat] = place((rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2)
  return { lon, lat }
}

function add(
  code: string,
  name: string,
  words: string,
  level: Level,
  kind: Cell['kind'],
  rect: Rect,
  inset: number,
  households: number,
): void {
  areas.push({
    code,
    name,
    level,
    kind,
    parents: [code.slice(0, level === 'community' ? 9 : level === 'grid' ? 12 : 15)],
    aliases: [],
  })
  shapes.push({ type: 'Feature', properties: { code, name, kind, level }, geometry: polygon(rect, inset) })
  cells.push({ ...base, code, name, words, level, kind, households, label: middle(rect) })
}

cut(random, [0, 0, 1, 1], COMMUNITIES.length).forEach((rect, index) => {
  const community = `${STREET.code}${String(index + 6).padStart(3, '0')}`
  const name = COMMUNITIES[index]!
  add(community, name, name, 'community', 'general', rect, 0.004, 0)
  cut(random, [rect[0] + 0.006, rect[1] + 0.006, rect[2] - 0.006, rect[3] - 0.006], GRIDS).forEach(
    (gridRect, gridIndex) => {
      const grid = `${community}${String(gridIndex + 1).padStart(3, '0')}`
      const dedicated = gridIndex === GRIDS - 2
      const gridName = dedicated ? `${name.slice(0, 2)}专属网格` : `第${chineseNumber(gridIndex + 1)}网格`
      add(
        grid,
        gridName,
        `第${chineseNumber(gridIndex + 1)}网格`,
        'grid',
        dedicated ? 'dedicated' : 'general',
        gridRect,
        0.001,
        0,
      )
      const count = between(random, 5, 9)
      cut(
        random,
        [gridRect[0] + 0.0015, gridRect[1] + 0.0015, gridRect[2] - 0.0015, gridRect[3] - 0.0015],
        count,
      ).forEach((cellRect, cellIndex) => {
        const code = `${grid}${String(cellIndex + 1).padStart(2, '0')}`
        const cellName = `第${chineseNumber(cellIndex + 1)}微网格`
        add(
          code,
          cellName,
          `第${chineseNumber(gridIndex + 1)}网格${cellName}`,
          'micro_grid',
          dedicated ? 'dedicated' : 'general',
          cellRect,
          0.0008,
          between(random, 34, 98),
        )
      })
    },
  )
})

for (const cell of cells) {
  if (cell.level === 'micro_grid') continue
  cell.households = cells
    .filter((one) => one.level === 'micro_grid' && one.code.startsWith(cell.code))
    .reduce((sum, one) => sum + (one.households ?? 0), 0)
}
cells.push({
  ...base,
  code: `${STREET.code}00690`,
  words: '骑手功能型微网格',
  name: '骑手功能型微网格',
  level: 'micro_grid',
  kind: 'functional',
  households: 0,
  home: `${STREET.code}006`,
  takes: ['parking'],
  label: null,
})

export const microGrids = cells.filter((cell) => cell.level === 'micro_grid' && cell.kind !== 'functional')
export const cellByCode = new Map(cells.map((cell) => [cell.code, cell]))

/** 天骄西路社区第九网格第六微网格 */
export function fullWords(code: string | null): string {
  if (!code) return ''
  const community = cellByCode.get(code.slice(0, 12))?.name ?? ''
  return code.length <= 9
    ? STREET.name
    : code.length === 12
      ? community
      : `${community}${cellByCode.get(code)?.words ?? ''}`
}

export function cellAt(point: Point): Cell | null {
  for (const shape of shapes) {
    if (shape.properties.level !== 'micro_grid') continue
    const ring = shape.geometry.coordinates[0]!
    let within = false
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i] as [number, number]
      const [xj, yj] = ring[j] as [number, number]
      if (yi > point.lat !== yj > point.lat && point.lon < ((xj - xi) * (point.lat - yi)) / (yj - yi) + xi)
        within = !within
    }
    if (within) return cellByCode.get(shape.properties.code) ?? null
  }
  return null
}
