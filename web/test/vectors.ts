// Reads a file of vectors/: cases that the domain answers, and that the pages must answer alike (vectors/README.md).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const vectors = <Content>(name: string): Content =>
  JSON.parse(readFileSync(join(process.cwd(), '..', 'vectors', `${name}.json`), 'utf8')) as Content
