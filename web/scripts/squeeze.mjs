// Turns every text file of the builds into a brotli and a gzip copy, once, so that the server never compresses a page and holds none three
// times: who accepts neither gets the gzip copy unpacked. Pages stay as they are, too: by them others see that the build is there.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const TEXT = /\.(html|m?js|css|svg|json|webmanifest)$/
for (const entry of readdirSync('dist', { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !TEXT.test(entry.name) || entry.name === 'manifest.json') continue
  const path = join(entry.parentPath, entry.name)
  const bytes = readFileSync(path)
  if (bytes.length < 600) continue // the headers of a small file outweigh what compression saves
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
  if (!entry.name.endsWith('.html')) rmSync(path)
}
