// A bad line between a phone and the real program: it can be cut before a request arrives, or after the answer was made and before it is heard.
import http from 'node:http'

/** The same numbers for the same seed, so that a run that failed can be run again. */
export function seeded(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const read = async (stream) => {
  const chunks = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

export async function startProxy(base, seed = 7) {
  const { hostname, port } = new URL(base)
  const chance = seeded(seed)
  const line = {
    /** Every request that changes something: method, path, key, and what was done to it. */
    writes: [],
    cuts: 0,
    /** How many uploads were on the way at once, at most. */
    uploadsAtOnce: 0,
    /** Decides for a request: 'before', 'after' or nothing. */
    cut: () => null,
    /** An answer in the program's place: { status, body } or nothing. */
    instead: () => null,
    /** Changes what a page is told: (path, text) => text. */
    change: null,
    /** Files of the pages that do not arrive: (path) => boolean. Files that stand under another name: (path) => path. */
    drop: () => false,
    alias: (path) => path,
    /** Every file of the pages that was asked for. */
    files: [],
    /** Nothing gets through, as if the program had been stopped. */
    down: false,
    /** Cuts writes, before or after, as chance has it, until it has done so `times` times. */
    cutAtRandom(times) {
      const until = line.cuts + times
      line.cut = (request) =>
        request.method !== 'GET' && line.cuts < until && chance() < 0.6 ? (chance() < 0.5 ? 'before' : 'after') : null
    },
    mend() {
      line.cut = () => null
      line.instead = () => null
      line.drop = () => false
      line.down = false
    },
  }
  let uploads = 0

  const server = http.createServer(async (request, response) => {
    const path = line.alias(request.url ?? '/')
    const note = {
      method: request.method,
      path,
      key: request.headers['idempotency-key'],
      fate: 'sent',
      replay: false,
      status: 0,
    }
    const api = path.startsWith('/api/v1/')
    if (api && request.method !== 'GET') line.writes.push(note)
    if (!api) line.files.push(path)
    const fate = line.down || (!api && line.drop(path)) ? 'before' : api ? line.cut(request) : null
    if (fate) {
      note.fate = fate
      line.cuts += line.down ? 0 : 1
    }
    if (fate === 'before') return request.socket.destroy()
    const upload = path.endsWith('/attachments')
    if (upload) line.uploadsAtOnce = Math.max(line.uploadsAtOnce, ++uploads)
    try {
      const body = await read(request)
      const instead = api ? line.instead(request) : null
      if (instead) {
        note.status = instead.status
        response.writeHead(instead.status, { 'Content-Type': 'application/problem+json' })
        return response.end(JSON.stringify(instead.body))
      }
      const answer = await forward(
        {
          hostname,
          port,
          path,
          method: request.method,
          headers: line.change ? { ...request.headers, 'accept-encoding': 'identity' } : request.headers,
        },
        body,
      )
      note.status = answer.statusCode
      // A stream has no end: it is passed on as it comes, until the line is down.
      if (/event-stream/.test(answer.headers['content-type'] ?? '')) {
        response.writeHead(answer.statusCode, answer.headers)
        response.on('close', () => answer.destroy())
        answer
          .on('data', (bytes) => (line.down ? response.destroy() : response.write(bytes)))
          .on('end', () => response.end())
          .on('error', () => response.destroy())
        return
      }
      note.replay = answer.headers['idempotent-replay'] === 'true'
      let bytes = await read(answer)
      if (fate === 'after') return request.socket.destroy()
      const changed = line.change?.(path, bytes)
      if (changed !== undefined) bytes = Buffer.from(changed)
      const headers = { ...answer.headers, 'content-length': String(bytes.length) }
      delete headers['transfer-encoding']
      response.writeHead(answer.statusCode, headers)
      return response.end(bytes)
    } catch {
      request.socket.destroy()
    } finally {
      if (upload) uploads -= 1
    }
  })
  const forward = (options, body) =>
    new Promise((resolve, reject) => {
      const passed = http.request(options, resolve)
      passed.on('error', reject)
      passed.end(body)
    })
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return Object.assign(line, {
    base: `http://127.0.0.1:${server.address().port}`,
    stop() {
      server.closeAllConnections()
      return new Promise((resolve) => {
        server.close(resolve)
      })
    },
  })
}
