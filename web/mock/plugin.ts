// A made-up server inside Vite, for work on the pages and for their pictures. It is never part of a build.
import type { Connect, Plugin } from 'vite'
import { now } from './cases.ts'
import { handle } from './server.ts'
import './routes-summary.ts'
import './routes-console.ts'
import './routes-care.ts'
import './routes-cases.ts'
import './routes-grid.ts'
import './routes-regrids.ts'
import './routes-sync.ts'
import './routes-visits.ts'

const POLICY =
  "default-src 'self'; script-src 'self'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self' data:; frame-ancestors 'none'; base-uri 'none'"

const middleware: Connect.NextHandleFunction = (request, response, next) => {
  const url = new URL(request.originalUrl ?? request.url ?? '/', 'http://mock')
  response.setHeader('Date', new Date(now()).toUTCString())
  if (!url.pathname.startsWith('/api/v1')) return next()
  handle(request, response, url).catch(next)
}

export function mockServer(): Plugin {
  return {
    name: 'weiguang-mock',
    configureServer(server) {
      server.middlewares.use(middleware)
    },
    configurePreviewServer(server) {
      server.middlewares.use((_request, response, next) => {
        response.setHeader('Content-Security-Policy', POLICY)
        next()
      })
      server.middlewares.use(middleware)
    },
  }
}
