// The common interface of the maps, on a canvas or on tiles.
import type { Geometry } from 'geojson'
import type { Shapes } from './plane'
import type { Scale } from './scale'

export interface MapOptions {
  element: HTMLElement
  label: string
  onSelect?(code: string | null): void
  onHover?(code: string | null): void
  /** If set, a press sets a pin instead of only selecting a cell. */
  onPin?(lon: number, lat: number): void
}

/** An overlay on the cells: a finding, a part of a plan, a cutting line. */
export interface Mark {
  geometry: Geometry
  token: string
}

/** Basemap tiles. */
export interface Tiles {
  layers: { name: string; url: string }[]
  min_zoom: number
  max_zoom: number
  attribution: string
}

export interface AnyMap {
  show(cells: Shapes, outlines: Shapes | null, left?: number): void
  count(counts: Map<string, number>, scale?: Scale): void
  mark(marks: Mark[]): void
  /** With `part`, the cell is centred and scaled to that part of the view. */
  select(code: string | null, part?: number): void
  pin(point: { lon: number; lat: number } | null): void
  fit(): void
  zoomBy(factor: number): void
  recolour(): void
  destroy(): void
}

/** A map on tiles; only faces that offer it load the code. */
export interface Basemap {
  by: string
  draw(options: MapOptions): Promise<AnyMap>
}
