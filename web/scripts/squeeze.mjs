// Replaces every built text file by a brotli and a gzip copy, so that the server never compresses a page and contains each only once; clients
// that accept neither get the gzip copy decompressed. HTML files also stay uncompressed: they show that a build exists.
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
