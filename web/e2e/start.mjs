// Starts Playwright for one or more projects, with part of a story's name, and options of Playwright. Usage: node e2e/start.mjs
// stories[,offline] [part-of-a-name] [--workers=1 …]
import { spawnSync } from 'node:child_process'

const [projects, ...words] = process.argv.slice(2)
const part = words[0]?.startsWith('-') ? null : words.shift()
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/@playwright/test/cli.js',
    'test',
    ...projects.split(',').map((name) => `--project=${name}`),
    ...(part ? [`--grep=${part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}`] : []),
    ...words,
  ],
  { stdio: 'inherit', cwd: new URL('..', import.meta.url) },
)
process.exitCode = status ?? 1
