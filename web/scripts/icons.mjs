// Renders the phone's icons from the logo; the maskable one has a margin. Usage: node scripts/icons.mjs. The output is committed,
// so that a build needs no browser.
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

/** A PNG with sixteen colours: the flat ones and the most frequent edge colours. Small, because every phone stores it. */
function png(pixels, size) {
  const points = Array.from({ length: size * size }, (_, at) =>
    pixels[at * 4 + 3] === 0 ? [0, 0, 0, 0] : pixels.slice(at * 4, at * 4 + 4),
  )
  const seen = new Map()
  for (const colour of points) seen.set(colour.join(), (seen.get(colour.join()) ?? 0) + 1)
  const commonest = [...seen]
    .sort((one, other) => other[1] - one[1])
    .slice(0, 16)
    .map(([colour]) => colour.split(',').map(Number))
  // Transparent colours first, because only their alpha is stored.
  const palette = commonest.sort((one, other) => one[3] - other[3])
  const light = ([red, green, blue, alpha]) => [(red * alpha) / 255, (green * alpha) / 255, (blue * alpha) / 255, alpha]
  const apart = (one, other) => light(one).reduce((sum, value, at) => sum + (value - light(other)[at]) ** 2, 0)
  const nearest = new Map(
    [...seen.keys()].map((key) => {
      const colour = key.split(',').map(Number)
      return [
        key,
        palette.reduce((best, one, at) => (apart(one, colour) < apart(palette[best], colour) ? at : best), 0),
      ]
    }),
  )
  const rows = Buffer.alloc((size / 2 + 1) * size)
  for (const [at, colour] of points.entries())
    rows[Math.floor(at / size) * (size / 2 + 1) + 1 + Math.floor((at % size) / 2)] |=
      nearest.get(colour.join()) << (at % 2 === 0 ? 4 : 0)
  const chunk = (type, body) => {
    const named = Buffer.concat([Buffer.from(type), body])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(body.length)
    sum.writeUInt32BE(crc32(named))
    return Buffer.concat([length, named, sum])
  }
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 4, 3, 0, 0, 0])
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => colour.slice(0, 3)))),
    chunk('tRNS', Buffer.from(palette.map((colour) => colour[3]).filter((alpha) => alpha < 255))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu'],
})
const page = await browser.newPage()
for (const { name, size, share, ground } of icons) {
  const pixels = await page.evaluate(
    async (icon) => {
      const image = new Image()
      image.src = `data:image/svg+xml,${encodeURIComponent(icon.mark)}`
      await image.decode()
      const canvas = document.createElement('canvas')
      canvas.width = canvas.height = icon.size
      const board = canvas.getContext('2d')
      if (icon.ground) {
        board.fillStyle = icon.ground
        board.fillRect(0, 0, icon.size, icon.size)
      }
      const [side, edge] = [icon.size * icon.share, (icon.size * (1 - icon.share)) / 2]
      board.drawImage(image, edge, edge, side, side)
      return [...board.getImageData(0, 0, icon.size, icon.size).data]
    },
    { mark, size, share, ground },
  )
  writeFileSync(`${folder}/${name}.png`, png(pixels, size))
}
await browser.close()
