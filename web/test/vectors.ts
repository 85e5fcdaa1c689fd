// Reads a file of vectors/ (vectors/README.md).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const vectors = <Content>(name: string): Content =>
  JSON.parse(readFileSync(join(process.cwd(), '..', 'vectors', `${name}.json`), 'utf8')) as Content
