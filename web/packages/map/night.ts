// The territory on a dark background for a wall; redrawn when counts change.
import { boxOf, firstPoint, planeAround, project, type Shape, type Shapes } from './plane'

export interface Load {
  open: number
  late: number
}
const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif'
const LIFE = 2_600
const PULSES = 12

export const nightColours = {
  none: '#13233f',
  open: ['#1b4877', '#22659f', '#2f8bd0', '#62bdf6'],
  late: ['#c06a1f', '#f0522e'],
  edge: '#5d86bd',
  gap: '#081325',
  ink: '#dbe9fb',
  halo: 'rgb(6 14 28 / 0.85)',
  pulse: '#ffe08a',
} as const
/** Lower limits of the four steps of open cases. */
export const OPEN_STEPS = [1, 2, 3, 5]

export function nightColour({ open, late }: Load): string {
  if (late > 0) return nightColours.late[late > 1 ? 1 : 0]!
  const step = OPEN_STEPS.filter((from) => open >= from).length
  return step === 0 ? nightColours.none : nightColours.open[step - 1]!
}

export class NightMap {
  readonly canvas = document.createElement('canvas')
  #glass = document.createElement('canvas')
  #cells: Shape[] = []
  #areas: Shape[] = []
  #loads = new Map<string, Load>()
  #pulses: { x: number; y: number; born: number }[] = []
  #scale = 1
  #x = 0
  #y = 0
  #ratio = 1
  #frame = 0
  #watcher: ResizeObserver
  readonly #still = window.matchMedia('(prefers-reduced-motion: reduce)').matches

  constructor(
    private readonly element: HTMLElement,
    label: string,
  ) {
    this.canvas.setAttribute('role', 'img')
    this.canvas.setAttribute('aria-label', label)
    this.#glass.setAttribute('aria-hidden', 'true')
    element.append(this.canvas, this.#glass)
    this.#watcher = new ResizeObserver(() => this.draw())
    this.#watcher.observe(element)
  }

  show(cells: Shapes, areas: Shapes | null): void {
    const plane = planeAround(...firstPoint(cells))
    this.#cells = project(cells, plane)
    this.#areas = areas ? project(areas, plane) : []
    this.draw()
  }

  load(loads: Map<string, Load>): void {
    this.#loads = loads
    this.draw()
  }

  /** A ring where something has just happened. */
  pulse(code: string): void {
    const shape = this.#cells.find((one) => one.code === code) ?? this.#areas.find((one) => code.startsWith(one.code))
    if (!shape || this.#still) return
    this.#pulses = [
      ...this.#pulses.slice(1 - PULSES),
      { x: shape.centre[0], y: shape.centre[1], born: performance.now() },
    ]
    if (this.#frame === 0) this.#frame = requestAnimationFrame(this.#beat)
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame)
    this.#watcher.disconnect()
    this.canvas.remove()
    this.#glass.remove()
  }

  draw(): void {
    const { clientWidth: width, clientHeight: height } = this.element
    if (width === 0 || height === 0 || this.#cells.length === 0) return
    this.#ratio = Math.min(2, window.devicePixelRatio || 1)
    for (const sheet of [this.canvas, this.#glass]) {
      sheet.width = width * this.#ratio
      sheet.height = height * this.#ratio
    }
    const [west, north, east, south] = boxOf(this.#cells)
    this.#scale = Math.min(width / (east - west), height / (south - north)) * 0.95 * this.#ratio
    this.#x = (width * this.#ratio - (east + west) * this.#scale) / 2
    this.#y = (height * this.#ratio - (north + south) * this.#scale) / 2
    const paper = this.canvas.getContext('2d')!
    this.#fill(paper)
    this.#names(paper, width * this.#ratio)
    this.canvas.dataset.painted = String(this.#cells.length)
  }

  #fill(paper: CanvasRenderingContext2D): void {
    const unit = this.canvas.width / 900
    paper.lineJoin = 'round'
    // Late cells last, so that neighbours do not cover their glow.
    const order = [...this.#cells].sort((a, b) => this.#of(a).late - this.#of(b).late)
    for (const cell of order) {
      const path = this.#path(cell)
      const load = this.#of(cell)
      paper.shadowColor = nightColours.late[1]
      paper.shadowBlur = load.late > 0 ? 10 * unit : 0
      paper.fillStyle = nightColour(load)
      paper.fill(path, 'evenodd')
      paper.shadowBlur = 0
      paper.strokeStyle = nightColours.gap
      paper.lineWidth = 1.1 * unit
      paper.stroke(path)
    }
    paper.strokeStyle = nightColours.edge
    paper.lineWidth = 1.8 * unit
    for (const area of this.#areas) paper.stroke(this.#path(area))
  }

  #names(paper: CanvasRenderingContext2D, width: number): void {
    const size = Math.max(13, width / 46)
    paper.font = `600 ${size}px ${FONT}`
    paper.textAlign = 'center'
    paper.textBaseline = 'middle'
    paper.lineWidth = size / 3.2
    paper.strokeStyle = nightColours.halo
    paper.fillStyle = nightColours.ink
    for (const area of this.#areas) {
      const [x, y] = [area.centre[0] * this.#scale + this.#x, area.centre[1] * this.#scale + this.#y]
      paper.strokeText(area.name, x, y)
      paper.fillText(area.name, x, y)
    }
  }

  readonly #beat = (now: number): void => {
    const paper = this.#glass.getContext('2d')!
    paper.clearRect(0, 0, this.#glass.width, this.#glass.height)
    this.#pulses = this.#pulses.filter((pulse) => now - pulse.born < LIFE)
    const unit = this.#glass.width / 900
    for (const pulse of this.#pulses) {
      const age = Math.max(0, (now - pulse.born) / LIFE)
      paper.globalAlpha = 1 - age
      paper.strokeStyle = nightColours.pulse
      paper.lineWidth = 3 * unit
      paper.beginPath()
      paper.arc(pulse.x * this.#scale + this.#x, pulse.y * this.#scale + this.#y, (8 + age * 46) * unit, 0, Math.PI * 2)
      paper.stroke()
    }
    paper.globalAlpha = 1
    this.#frame = this.#pulses.length > 0 ? requestAnimationFrame(this.#beat) : 0
  }

  #of(shape: Shape): Load {
    return this.#loads.get(shape.code) ?? { open: 0, late: 0 }
  }

  #path(shape: Shape): Path2D {
    const path = new Path2D()
    for (const ring of shape.rings) {
      for (let i = 0; i < ring.length; i += 2) {
        const x = ring[i]! * this.#scale + this.#x
        const y = ring[i + 1]! * this.#scale + this.#y
        if (i === 0) path.moveTo(x, y)
        else path.lineTo(x, y)
      }
      path.closePath()
    }
    return path
  }
}
