// A bad connection between a phone and the real server: can be cut before a request arrives, or after the answer was created.
import http from 'node:http'

/** Seeded random numbers, so that a failed run can be repeated. */
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
    /** All writes: method, path, key, and what was done to them. */
    writes: [],
    cuts: 0,
    /** Maximum concurrent uploads. */
    uploadsAtOnce: 0,
    /** Decides on a request: 'before', 'after' or nothing. */
    cut: () => null,
    /** An answer instead of the server's: { status, body } or nothing. */
    instead: () => null,
    /** Changes a page's answer: (path, text) => text. */
    change: null,
    /** Files that fail to load: (path) => boolean. Renamed files: (path) => path. */
    drop: () => false,
    alias: (path) => path,
    /** All requested files of the pages. */
    files: [],
    /** Nothing gets through, as if the server were down. */
    down: false,
    /** Cuts writes before or after at random, `times` times. */
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
      // Streams are forwarded as they come, until the connection is down.
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
