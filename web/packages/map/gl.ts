// Cells on a raster basemap with MapLibre; loaded only if there are tiles and WebGL.
import { Map as GlBase, Marker, setWorkerUrl, type GeoJSONSource, type StyleSpecification } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
// The library looks for its worker beside its module, which a build moves, so its URL is set.
import worker from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import type { FeatureCollection, Position } from 'geojson'
import type { AnyMap, Mark, MapOptions, Tiles } from './maps'
import { lines, type Shapes } from './plane'
import { countScale, type Scale } from './scale'

setWorkerUrl(new URL(worker, location.origin).href)
const NONE: FeatureCollection = { type: 'FeatureCollection', features: [] }
/** Tolerance in pixels for narrow gaps between cells. */
const FINGER = 8

export class GlMap implements AnyMap {
  #map: GlBase
  #ready: Promise<void>
  #cells: Shapes = { type: 'FeatureCollection', features: [] }
  #outlines: Shapes | null = null
  #counts = new Map<string, number>()
  #scale: Scale = countScale
  #left = 0
  #pin: Marker | null = null
  #point: { lon: number; lat: number } | null = null

  constructor(
    private readonly options: MapOptions,
    tiles: Tiles,
  ) {
    const sources: StyleSpecification['sources'] = {
      cells: { type: 'geojson', data: NONE, promoteId: 'code' },
      outlines: { type: 'geojson', data: NONE },
      marks: { type: 'geojson', data: NONE },
    }
    const under: StyleSpecification['layers'] = []
    for (const { name, url } of tiles.layers) {
      sources[`tiles-${name}`] = {
        type: 'raster',
        tiles: [`${location.origin}${url}`],
        tileSize: 256,
        minzoom: tiles.min_zoom,
        maxzoom: tiles.max_zoom,
      }
      under.push({ id: `tiles-${name}`, type: 'raster', source: `tiles-${name}` })
    }
    this.#map = new GlBase({
      container: options.element,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      center: [104, 30.7],
      zoom: 12,
      maxZoom: tiles.max_zoom + 2,
      locale: { 'Map.Title': options.label },
      style: {
        version: 8,
        sources,
        layers: [
          { id: 'ground', type: 'background', paint: { 'background-color': this.#ink('map-ground') } },
          ...under,
          {
            id: 'cells',
            type: 'fill',
            source: 'cells',
            paint: { 'fill-opacity': 0.62, 'fill-color': this.#ink('seq-0') },
          },
          { id: 'gaps', type: 'line', source: 'cells', paint: { 'line-color': this.#ink('map-gap'), 'line-width': 1 } },
          {
            id: 'outlines',
            type: 'line',
            source: 'outlines',
            paint: { 'line-color': this.#ink('map-edge'), 'line-width': 1.8 },
          },
          {
            id: 'chosen',
            type: 'line',
            source: 'cells',
            filter: ['==', 'code', ''],
            paint: { 'line-color': this.#ink('brand-strong'), 'line-width': 3 },
          },
          { id: 'marks', type: 'line', source: 'marks', paint: { 'line-color': ['get', 'colour'], 'line-width': 2.4 } },
        ],
      },
    })
    this.#map.touchZoomRotate.disableRotation()
    // If a tile fails, the cells remain; the page shows a mark, and nothing is logged.
    this.#map.on('error', () => {
      options.element.dataset.tiles = 'failed'
    })
    this.#map.on('idle', () => {
      options.element.dataset.painted = String(this.#cells.features.length)
    })
    this.#map.on('click', (event) => this.#choose(event.point.x, event.point.y))
    this.#map.on('mousemove', (event) => options.onHover?.(this.#under(event.point.x, event.point.y, 0)))
    this.#map.getCanvas().addEventListener('keydown', (event) => {
      if (event.key === '0') this.fit()
      else if (event.key === 'Enter')
        this.#choose(this.#map.getContainer().clientWidth / 2, this.#map.getContainer().clientHeight / 2)
    })
    this.#ready = new Promise((resolve) => {
      this.#map.once('load', () => resolve())
    })
  }

  show(cells: Shapes, outlines: Shapes | null, left = 0): void {
    this.#cells = cells
    this.#outlines = outlines
    this.#left = left
    this.fit()
    void this.#ready.then(() => {
      this.#fill()
      this.#source('outlines').setData(outlines ?? NONE)
    })
  }

  count(counts: Map<string, number>, scale: Scale = countScale): void {
    this.#counts = counts
    this.#scale = scale
    void this.#ready.then(() => this.#fill())
  }

  mark(marks: Mark[]): void {
    const features = marks.map(({ geometry, token }) => ({
      type: 'Feature' as const,
      geometry,
      properties: { colour: this.#ink(token) },
    }))
    void this.#ready.then(() => this.#source('marks').setData({ type: 'FeatureCollection', features }))
  }

  select(code: string | null, part = 0): void {
    void this.#ready.then(() => this.#map.setFilter('chosen', ['==', 'code', code ?? '']))
    const cell = part > 0 ? this.#cells.features.find((one) => one.properties.code === code) : undefined
    if (cell)
      this.#map.fitBounds(around(lines(cell.geometry).flat()), {
        padding: this.#padding(160),
        maxZoom: 17,
        duration: 0,
      })
  }

  pin(point: { lon: number; lat: number } | null): void {
    this.#point = point
    this.#pin?.remove()
    this.#pin = point
      ? new Marker({ color: this.#ink('brand-fill') }).setLngLat([point.lon, point.lat]).addTo(this.#map)
      : null
  }

  fit(): void {
    const points = (this.#cells.features.length > 0 ? this.#cells : (this.#outlines ?? this.#cells)).features.flatMap(
      (one) => lines(one.geometry).flat(),
    )
    if (points.length > 0) this.#map.fitBounds(around(points), { padding: this.#padding(36), duration: 0 })
  }

  zoomBy(factor: number): void {
    this.#map.zoomTo(this.#map.getZoom() + Math.log2(factor), { duration: 120 })
  }

  recolour(): void {
    const paints = {
      ground: ['background-color', 'map-ground'],
      gaps: ['line-color', 'map-gap'],
      outlines: ['line-color', 'map-edge'],
      chosen: ['line-color', 'brand-strong'],
    } as const
    void this.#ready.then(() => {
      for (const [layer, [property, token]] of Object.entries(paints))
        this.#map.setPaintProperty(layer, property, this.#ink(token))
      this.#fill()
    })
    this.pin(this.#point)
  }

  destroy(): void {
    this.#map.remove()
  }

  #source(name: string): GeoJSONSource {
    return this.#map.getSource(name)!
  }

  /** Colours are properties of the features: a street has some hundreds, and they change together. */
  #fill(): void {
    const colours = this.#scale.tokens.map((token) => this.#ink(token))
    const features = this.#cells.features.map((one) => ({
      ...one,
      properties: {
        ...one.properties,
        colour: colours[this.#scale.stepOf(this.#counts.get(one.properties.code) ?? 0)],
      },
    }))
    this.#source('cells').setData({ type: 'FeatureCollection', features })
    this.#map.setPaintProperty('cells', 'fill-color', ['get', 'colour'])
  }

  #ink(token: string): string {
    return getComputedStyle(this.options.element).getPropertyValue(`--${token}`).trim() || '#888'
  }

  #padding(edge: number) {
    const narrow = this.options.element.clientWidth < 500
    return { top: edge, bottom: edge, right: edge, left: (narrow ? 0 : this.#left) + edge }
  }

  #under(x: number, y: number, reach: number): string | null {
    if (!this.#map.getLayer('cells')) return null
    const found = this.#map.queryRenderedFeatures(
      [
        [x - reach, y - reach],
        [x + reach, y + reach],
      ],
      { layers: ['cells'] },
    )[0]
    return (found?.properties.code as string | undefined) ?? null
  }

  #choose(x: number, y: number): void {
    const { lng, lat } = this.#map.unproject([x, y])
    if (this.options.onPin) {
      this.pin({ lon: lng, lat })
      this.options.onPin(lng, lat)
    }
    this.options.onSelect?.(this.#under(x, y, 0) ?? this.#under(x, y, FINGER))
  }
}

function around(points: Position[]): [[number, number], [number, number]] {
  const lon = points.map((point) => point[0]!)
  const lat = points.map((point) => point[1]!)
  return [
    [Math.min(...lon), Math.min(...lat)],
    [Math.max(...lon), Math.max(...lat)],
  ]
}
