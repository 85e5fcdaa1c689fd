// What a phone fetches, from the made-up street: the pack in one answer, and a key that is the same for an account on a device.
import { createHash } from 'node:crypto'
import { alert } from './routes-care.ts'
import { cases, events, iso, now, OPEN } from './cases.ts'
import { kinds } from './manual.ts'
import { accounts, me } from './people.ts'
import { on, Refusal } from './server.ts'
import { microGrids, shapes } from './territory.ts'
import { whoIsIn } from './routes-grid.ts'
import { campaign, household } from './routes-phone.ts'

const digest = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest()
const own = () => whoIsIn() ?? refuse()
function refuse(): never {
  throw new Refusal(401, 'access.signed-out', '请先登录。', 'Please sign in.')
}

on('GET', '/session/vault', (asked) => {
  const account = own()
  return {
    key: digest([account.id, asked.query.get('device')]).toString('base64'),
    account: account.id,
    until: iso(now() + 7 * 86_400_000),
  }
})
on('GET', '/sync', (asked) => {
  const account = own()
  const held = (accounts.find((one) => one.id === account.id)?.grants ?? []).map((grant) => grant.code)
  const cells = microGrids.filter((cell) => held.some((code) => cell.code.startsWith(code))).slice(0, 40)
  const codes = new Set(cells.map((cell) => cell.code))
  const ring = (code: string) => shapes.find((shape) => shape.properties.code === code)?.geometry.coordinates[0] ?? null
  const sections: Record<string, Record<string, unknown>> = {
    me: { item: me(account) },
    cells: {
      items: cells.map(({ code, words, name, kind, households, label, holder, hole, open, late }) => ({
        code,
        words,
        name,
        kind,
        households,
        label,
        holder: holder ?? null,
        hole,
        open,
        late,
        ring: ring(code),
      })),
    },
    doors: {
      items: cells.flatMap((cell, at) =>
        Array.from({ length: 24 }, (_, index) => [
          `${cell.code}${index}`,
          cell.code,
          '天骄苑',
          String(at + 1),
          String(1 + (index >> 3)),
          `${1 + (index & 7)}01`,
        ]),
      ),
    },
    kinds: {
      items: kinds.map(({ id, version, name, group, urgent, photo, place }) => ({
        id,
        version,
        name,
        group,
        urgent,
        photo,
        place,
      })),
    },
    cases: {
      items: cases
        .filter((one) => OPEN.has(one.status) && (codes.has(one.code) || one.owner?.id === account.id))
        .slice(0, 300)
        .map((one) => ({ ...one, events: (events.get(one.id) ?? []).slice(-5) })),
    },
    households: { items: cells.slice(0, 1).flatMap((cell) => household(cell.code)) },
    alerts: { items: [alert] },
    visits: { items: cells.slice(0, 1).map((cell) => campaign(cell.code)) },
    inbox: { items: [] },
  }
  const have = new Map((asked.query.get('have') ?? '').split(',').map((one) => one.split(':') as [string, string]))
  return {
    at: iso(now()),
    account: account.id,
    sections: Object.fromEntries(
      Object.entries(sections).map(([name, section]) => {
        const tag = digest(section).toString('hex').slice(0, 12)
        return [name, have.get(name) === tag ? { tag, same: true } : { tag, ...section }]
      }),
    ),
  }
})
