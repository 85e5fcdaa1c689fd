// A Canvas 2D choropleth without tiles, WebGL or a library, so that any office PC draws it smoothly.
import type { Geometry } from 'geojson'
import { boxOf, firstPoint, hit, lines, planeAround, project, trace, type Box, type Shape, type Shapes } from './plane'
import type { AnyMap, Mark, MapOptions } from './maps'
import { countScale, type Scale } from './scale'

const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif'
const FINGER = 9

export class GridMap implements AnyMap {
  readonly canvas = document.createElement('canvas')
  #paper: CanvasRenderingContext2D
  #cells: Shape[] = []
  #outlines: Shape[] = []
  #plane = planeAround(104, 30.7)
  #bounds: Box = [-500, -500, 500, 500]
  #counts = new Map<string, number>()
  #scaleOf: Scale = countScale
  #marks: Mark[] = []
  #inks = new Map<string, string>()
  #buckets: Path2D[] = []
  #outlinePath = new Path2D()
  #selected: number | null = null
  #hovered: number | null = null
  #pin: { lon: number; lat: number } | null = null
  #scale = 1
  #x = 0
  #y = 0
  #width = 0
  #height = 0
  #left = 0
  #frame = 0
  /** The view requested before the map had a size. */
  #wished: { code: string | null; part: number } | null = null
  #moved = 0
  #pointers = new Map<number, { x: number; y: number }>()
  #watcher: ResizeObserver

  constructor(private readonly options: MapOptions) {
    const { canvas } = this
    this.#paper = canvas.getContext('2d')!
    canvas.className = 'map-canvas'
    canvas.tabIndex = 0
    canvas.setAttribute('role', 'application')
    canvas.setAttribute('aria-label', options.label)
    options.element.append(canvas)
    canvas.addEventListener('pointerdown', (event) => this.#down(event))
    canvas.addEventListener('pointermove', (event) => this.#move(event))
    canvas.addEventListener('pointerup', (event) => this.#up(event))
    canvas.addEventListener('pointercancel', (event) => this.#pointers.delete(event.pointerId))
    canvas.addEventListener('pointerleave', () => this.#hover(null))
    canvas.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault()
        this.#zoom(Math.exp(-event.deltaY * 0.0015), ...this.#at(event))
      },
      { passive: false },
    )
    canvas.addEventListener('keydown', (event) => this.#key(event))
    this.#watcher = new ResizeObserver(() => this.#resize())
    this.#watcher.observe(options.element)
  }

  /** Replaces the territory and shows all of it. `left`: pixels reserved for a panel. */
  show(cells: Shapes, outlines: Shapes | null, left = 0): void {
    this.#left = left
    this.#plane = planeAround(...firstPoint(cells))
    this.#cells = project(cells, this.#plane)
    this.#outlines = outlines ? project(outlines, this.#plane) : []
    this.#outlinePath = new Path2D()
    for (const shape of this.#outlines) trace(this.#outlinePath, shape)
    this.#bounds = boxOf(this.#cells.length > 0 ? this.#cells : this.#outlines)
    this.#selected = this.#hovered = null
    this.#fill()
    this.fit()
  }

  /** Colours cells by value. */
  count(counts: Map<string, number>, scale: Scale = countScale): void {
    this.#counts = counts
    this.#scaleOf = scale
    this.#fill()
    this.draw()
  }

  mark(marks: Mark[]): void {
    this.#marks = marks
    this.draw()
  }

  /** Redraws after a switch between light and dark. */
  recolour(): void {
    this.#inks.clear()
    this.draw()
  }

  #ink(token: string): string {
    const known = this.#inks.get(token)
    if (known) return known
    const colour = getComputedStyle(this.canvas).getPropertyValue(`--${token}`).trim() || '#888'
    this.#inks.set(token, colour)
    return colour
  }

  select(code: string | null, part = 0): void {
    if (this.#width === 0) this.#wished = { code, part }
    const index = code === null ? -1 : this.#cells.findIndex((cell) => cell.code === code)
    this.#selected = index < 0 ? null : index
    const shape = this.#cells[index]
    if (shape && part > 0) {
      const [west, north, east, south] = shape.box
      const room = Math.min(this.#width - this.#left, this.#height) * part
      this.#scale = Math.max(this.#scale, Math.min(this.#most(), room / Math.max(east - west, south - north)))
      this.#x = (this.#width + this.#left) / 2 - shape.centre[0] * this.#scale
      this.#y = this.#height / 2 - shape.centre[1] * this.#scale
    }
    this.draw()
  }

  pin(point: { lon: number; lat: number } | null): void {
    this.#pin = point
    this.draw()
  }

  fit(): void {
    const [west, north, east, south] = this.#bounds
    this.#scale = this.#least() / 0.7
    const free = this.#width - this.#left
    this.#x = this.#left + (free - (east + west) * this.#scale) / 2
    this.#y = (this.#height - (north + south) * this.#scale) / 2
    this.draw()
  }

  zoomBy(factor: number): void {
    this.#zoom(factor, this.#width / 2, this.#height / 2)
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame)
    this.#watcher.disconnect()
    this.canvas.remove()
  }

  draw(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#paint())
  }

  #least(): number {
    const [west, north, east, south] = this.#bounds
    const margin = this.#width < 500 ? 32 : 72
    const whole = Math.min(
      (this.#width - this.#left - margin) / (east - west),
      (this.#height - margin) / (south - north),
    )
    return Math.max(whole, 1e-6) * 0.7
  }

  #most(): number {
    return this.#least() * 60
  }

  #fill(): void {
    this.#buckets = this.#scaleOf.tokens.map(() => new Path2D())
    for (const cell of this.#cells) trace(this.#buckets[this.#scaleOf.stepOf(this.#counts.get(cell.code) ?? 0)]!, cell)
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.options.element
    const first = this.#width === 0
    this.#width = clientWidth
    this.#height = clientHeight
    this.canvas.width = clientWidth * devicePixelRatio
    this.canvas.height = clientHeight * devicePixelRatio
    if (!first) return this.draw()
    this.fit()
    if (this.#wished) this.select(this.#wished.code, this.#wished.part)
  }

  #paint(): void {
    this.#frame = 0
    const paper = this.#paper
    const dense = devicePixelRatio
    paper.setTransform(dense, 0, 0, dense, 0, 0)
    paper.fillStyle = this.#ink('map-ground')
    paper.fillRect(0, 0, this.#width, this.#height)
    const k = this.#scale
    paper.setTransform(dense * k, 0, 0, dense * k, dense * this.#x, dense * this.#y)
    paper.lineJoin = 'round'
    paper.fillStyle = this.#ink('map-land')
    paper.fill(this.#outlinePath)
    this.#buckets.forEach((path, step) => {
      paper.fillStyle = this.#ink(this.#scaleOf.tokens[step]!)
      paper.fill(path, 'evenodd')
      if (step === this.#scaleOf.striped) this.#stripe(path, k)
      paper.strokeStyle = this.#ink('map-gap')
      paper.lineWidth = 1 / k
      paper.stroke(path)
    })
    paper.strokeStyle = this.#ink('map-edge')
    paper.lineWidth = 1.6 / k
    paper.stroke(this.#outlinePath)
    if (this.#hovered !== null && this.#hovered !== this.#selected) this.#ring(this.#hovered, [['ink-2', 1.4]])
    if (this.#selected !== null)
      this.#ring(this.#selected, [
        ['map-gap', 5],
        ['brand-strong', 2.6],
      ])
    for (const { geometry, token } of this.#marks) {
      const path = this.#pathOf(geometry)
      paper.globalAlpha = 0.28
      paper.fillStyle = paper.strokeStyle = this.#ink(token)
      if (geometry.type.endsWith('Polygon')) paper.fill(path, 'evenodd')
      paper.globalAlpha = 1
      paper.lineWidth = 2.4 / k
      paper.stroke(path)
    }
    paper.setTransform(dense, 0, 0, dense, 0, 0)
    this.#labels()
    this.#drawPin()
    this.canvas.dataset.painted = String(this.#cells.length)
  }

  /** Diagonal stripes, so that a vacant cell is visible in print and to colour-blind people. */
  #stripe(path: Path2D, k: number): void {
    const paper = this.#paper
    const [west, north, east, south] = this.#bounds
    paper.save()
    paper.clip(path, 'evenodd')
    paper.strokeStyle = this.#ink('map-gap')
    paper.lineWidth = 2 / k
    paper.beginPath()
    for (let x = west - (south - north); x < east; x += 8 / k) {
      paper.moveTo(x, north)
      paper.lineTo(x + south - north, south)
    }
    paper.stroke()
    paper.restore()
  }

  #pathOf(geometry: Geometry): Path2D {
    const path = new Path2D()
    for (const line of lines(geometry))
      line.forEach(([lon, lat], index) =>
        path[index === 0 ? 'moveTo' : 'lineTo'](this.#plane.x(lon!), this.#plane.y(lat!)),
      )
    return path
  }

  #ring(index: number, strokes: [string, number][]): void {
    const path = new Path2D()
    trace(path, this.#cells[index]!)
    for (const [colour, width] of strokes) {
      this.#paper.strokeStyle = this.#ink(colour)
      this.#paper.lineWidth = width / this.#scale
      this.#paper.stroke(path)
    }
  }

  /** Names of the outlines, then of cells wide enough; overlapping names are left out. */
  #labels(): void {
    const paper = this.#paper
    paper.textAlign = 'center'
    paper.textBaseline = 'middle'
    paper.strokeStyle = this.#ink('map-halo')
    paper.lineWidth = 3.5
    const taken: Box[] = []
    const write = (shape: Shape, size: number, weight: number, colour: string, padding: number) => {
      const wide = (shape.box[2] - shape.box[0]) * this.#scale
      const long = shape.name.length * size
      if (wide < long + padding) return
      const x = shape.centre[0] * this.#scale + this.#x
      const y = shape.centre[1] * this.#scale + this.#y
      if (x < -60 || y < -20 || x > this.#width + 60 || y > this.#height + 20) return
      const box: Box = [x - long / 2, y - size * 0.8, x + long / 2, y + size * 0.8]
      if (taken.some((one) => box[0] < one[2] && box[2] > one[0] && box[1] < one[3] && box[3] > one[1])) return
      taken.push(box)
      paper.font = `${weight} ${size}px ${FONT}`
      paper.fillStyle = this.#ink(colour)
      paper.strokeText(shape.name, x, y)
      paper.fillText(shape.name, x, y)
    }
    for (const outline of this.#outlines) write(outline, this.#width < 500 ? 12 : 14, 600, 'map-ink', -30)
    const close = this.#cells.length <= 80 || this.#scale > (this.#least() / 0.7) * 1.8
    if (close) for (const cell of this.#cells) write(cell, 11, 400, 'map-ink', 8)
  }

  #drawPin(): void {
    if (!this.#pin) return
    const paper = this.#paper
    const x = this.#plane.x(this.#pin.lon) * this.#scale + this.#x
    const y = this.#plane.y(this.#pin.lat) * this.#scale + this.#y
    paper.beginPath()
    paper.moveTo(x, y)
    paper.bezierCurveTo(x - 16, y - 18, x - 12, y - 32, x, y - 32)
    paper.bezierCurveTo(x + 12, y - 32, x + 16, y - 18, x, y)
    paper.fillStyle = this.#ink('brand-fill')
    paper.strokeStyle = '#fff'
    paper.lineWidth = 2
    paper.fill()
    paper.stroke()
    paper.beginPath()
    paper.arc(x, y - 20, 4, 0, 7)
    paper.fillStyle = '#fff'
    paper.fill()
  }

  #zoom(factor: number, px: number, py: number): void {
    const next = Math.min(this.#most(), Math.max(this.#least(), this.#scale * factor))
    this.#x = px - ((px - this.#x) * next) / this.#scale
    this.#y = py - ((py - this.#y) * next) / this.#scale
    this.#scale = next
    this.draw()
  }

  #at(event: MouseEvent): [number, number] {
    const box = this.canvas.getBoundingClientRect()
    return [event.clientX - box.left, event.clientY - box.top]
  }

  #under(px: number, py: number, reach: number): number | null {
    return hit(this.#cells, (px - this.#x) / this.#scale, (py - this.#y) / this.#scale, reach / this.#scale)
  }

  #hover(index: number | null): void {
    if (index === this.#hovered) return
    this.#hovered = index
    this.canvas.style.cursor = index === null ? 'grab' : 'pointer'
    this.options.onHover?.(index === null ? null : this.#cells[index]!.code)
    this.draw()
  }

  #down(event: PointerEvent): void {
    const [x, y] = this.#at(event)
    this.canvas.setPointerCapture(event.pointerId)
    this.#pointers.set(event.pointerId, { x, y })
    this.#moved = this.#pointers.size > 1 ? FINGER : 0
  }

  #move(event: PointerEvent): void {
    const [x, y] = this.#at(event)
    const before = this.#pointers.get(event.pointerId)
    if (!before) return this.#hover(this.#under(x, y, 0))
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1]
    if (other) {
      const spread = Math.hypot(before.x - other.x, before.y - other.y) || 1
      this.#zoom(Math.hypot(x - other.x, y - other.y) / spread, (x + other.x) / 2, (y + other.y) / 2)
    } else {
      this.#x += x - before.x
      this.#y += y - before.y
      this.#moved += Math.abs(x - before.x) + Math.abs(y - before.y)
      this.draw()
    }
    this.#pointers.set(event.pointerId, { x, y })
  }

  #up(event: PointerEvent): void {
    this.#pointers.delete(event.pointerId)
    if (this.#moved < FINGER) this.#choose(...this.#at(event))
  }

  #choose(px: number, py: number): void {
    const index = this.#under(px, py, FINGER)
    if (this.options.onPin) {
      const lon = this.#plane.lon((px - this.#x) / this.#scale)
      const lat = this.#plane.lat((py - this.#y) / this.#scale)
      this.pin({ lon, lat })
      this.options.onPin(lon, lat)
    }
    this.#selected = index
    this.options.onSelect?.(index === null ? null : this.#cells[index]!.code)
    this.draw()
  }

  /** Arrows pan, + and − zoom, 0 shows all, Enter selects the cell in the middle. */
  #key(event: KeyboardEvent): void {
    const pan = 60
    const does: Record<string, () => void> = {
      ArrowLeft: () => {
        this.#x += pan
      },
      ArrowRight: () => {
        this.#x -= pan
      },
      ArrowUp: () => {
        this.#y += pan
      },
      ArrowDown: () => {
        this.#y -= pan
      },
      '+': () => this.zoomBy(1.4),
      '=': () => this.zoomBy(1.4),
      '-': () => this.zoomBy(1 / 1.4),
      '0': () => this.fit(),
      Enter: () => this.#choose(this.#width / 2, this.#height / 2),
    }
    const act = does[event.key]
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    act()
    this.draw()
  }
}
