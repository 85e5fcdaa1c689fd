// What every map here can do, whether it draws on a canvas of its own or over somebody's tiles.
import type { Geometry } from 'geojson'
import type { Shapes } from './plane'
import type { Scale } from './scale'

export interface MapOptions {
  element: HTMLElement
  label: string
  onSelect?(code: string | null): void
  onHover?(code: string | null): void
  /** With this, a press puts a pin down instead of choosing a cell alone. */
  onPin?(lon: number, lat: number): void
}

/** Something drawn over the cells: a finding, a part of a plan, a line to cut along. */
export interface Mark {
  geometry: Geometry
  token: string
}

/** Tiles that lie under the cells. */
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
  /** With a part, the cell is brought to the middle, so large that it takes that part of the view. */
  select(code: string | null, part?: number): void
  pin(point: { lon: number; lat: number } | null): void
  fit(): void
  zoomBy(factor: number): void
  recolour(): void
  destroy(): void
}

/** A map over tiles, ready to be drawn: only a face that offers it brings the code along. */
export interface Basemap {
  by: string
  draw(options: MapOptions): Promise<AnyMap>
}
