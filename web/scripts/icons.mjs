// Draws the phone's icons from the mark, in the sizes that an installed page needs; the maskable one has room around it for any shape.
// Usage: node scripts/icons.mjs. Its output is kept in the tree, so that a build needs no browser.
import { readFileSync, writeFileSync } from 'node:fs'
import { crc32, deflateSync } from 'node:zlib'
import { chromium } from 'playwright-core'

const folder = 'apps/member/public'
const mark = readFileSync(`${folder}/mark.svg`, 'utf8')
const icons = [
  { name: 'icon-192', size: 192, share: 1, ground: '' },
  { name: 'icon-512', size: 512, share: 1, ground: '' },
  { name: 'icon-maskable-512', size: 512, share: 0.72, ground: '#0f5fc7' },
]

/** A PNG with a palette: a few flat colours and their edges need no more, and the smallest icon is kept on every phone. */
function png(pixels, size) {
  const near = (value) => Math.min(255, Math.round(value / 17) * 17) // 16 steps at the edges, where nobody sees them
  const exact = new Map()
  for (let at = 0; at < pixels.length; at += 4) {
    const colour = pixels.slice(at, at + 4).join()
    exact.set(colour, (exact.get(colour) ?? 0) + 1)
  }
  const flat = new Set([...exact].filter(([, count]) => count > size * 2).map(([colour]) => colour))
  const palette = new Map()
  const rows = Buffer.alloc((size + 1) * size)
  for (let at = 0; at < pixels.length; at += 4) {
    const own = pixels.slice(at, at + 4)
    const colour = own[3] === 0 ? '0,0,0,0' : flat.has(own.join()) ? own.join() : own.map(near).join()
    if (!palette.has(colour)) palette.set(colour, palette.size)
    const pixel = at / 4
    rows[pixel + Math.floor(pixel / size) + 1] = palette.get(colour)
  }
  if (palette.size > 256) throw new Error(`${palette.size} colours do not fit a palette`)
  const colours = [...palette.keys()].map((colour) => colour.split(',').map(Number))
  const chunk = (type, body) => {
    const named = Buffer.concat([Buffer.from(type), body])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(body.length)
    sum.writeUInt32BE(crc32(named))
    return Buffer.concat([length, named, sum])
  }
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 3, 0, 0, 0])
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('PLTE', Buffer.from(colours.flatMap((colour) => colour.slice(0, 3)))),
    chunk('tRNS', Buffer.from(colours.map((colour) => colour[3]))), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0)),
  ])
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] })
const page = await browser.newPage()
for (const { name, size, share, ground } of icons) {
  const pixels = await page.evaluate(async (icon) => {
    const image = new Image()
    image.src = `data:image/svg+xml,${encodeURIComponent(icon.mark)}`
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = canvas.height = icon.size
    const board = canvas.getContext('2d')
    if (icon.ground) { board.fillStyle = icon.ground; board.fillRect(0, 0, icon.size, icon.size) }
    const [side, edge] = [icon.size * icon.share, (icon.size * (1 - icon.share)) / 2]
    board.drawImage(image, edge, edge, side, side)
    return [...board.getImageData(0, 0, icon.size, icon.size).data]
  }, { mark, size, share, ground })
  writeFileSync(`${folder}/${name}.png`, png(pixels, size))
}
await browser.close()
