// Draws the phone's icons from the mark, in the sizes that an installed page needs; the maskable one has room around it for any shape.
// Usage: node scripts/icons.mjs. Its output is kept in the tree, so that a build needs no browser.
import { readFileSync, writeFileSync } from 'node:fs'
import { chromium } from 'playwright-core'

const folder = 'apps/member/public'
const mark = readFileSync(`${folder}/mark.svg`, 'utf8')
const icons = [
  { name: 'icon-192', size: 192, share: 1, ground: 'transparent' },
  { name: 'icon-512', size: 512, share: 1, ground: 'transparent' },
  { name: 'icon-maskable-512', size: 512, share: 0.72, ground: '#0f5fc7' },
]
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] })
const page = await browser.newPage()
for (const { name, size, share, ground } of icons) {
  await page.setViewportSize({ width: size, height: size })
  const side = Math.round(size * share)
  await page.setContent(`<body style="margin:0;width:${size}px;height:${size}px;display:grid;place-items:center;background:${ground}"><div style="width:${side}px;height:${side}px">${mark}</div></body>`)
  writeFileSync(`${folder}/${name}.png`, await page.screenshot({ omitBackground: true }))
}
await browser.close()
