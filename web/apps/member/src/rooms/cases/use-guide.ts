// Manual pages and danger words, stored for offline use, where they are needed most.
import { computed } from 'vue'
import { serverNow } from '@weiguang/api/clock'
import type { KindDetail } from '@weiguang/api/resources'
import type { Call, DangerWords } from '@weiguang/danger/danger'
import type { Bilingual } from '@weiguang/i18n/t'
import { keepBeside } from '@weiguang/offline/pack'
import { fresh, here, phone, sealed, shown } from '../../phone'

export interface Guide {
  version: number
  urgent: boolean
  calls: Call[]
  steps: string[]
  never: string[]
  department: Bilingual | null
  task: Bilingual | null
}
type Guides = Record<string, Guide>
interface KeptWords {
  at: number
  words: DangerWords
}
const HOUR = 3_600_000

const guides = computed(() => (shown.pack.guides?.item as Guides | undefined) ?? {})
export const guideOf = (kind: string): Guide | undefined => guides.value[kind]
const danger = computed(() => (shown.pack.danger?.item as KeptWords | undefined) ?? null)

/** The mistakes that the manual warns of, as plain lines. */
export function never(body: string): string[] {
  const section = /^## (?:不要做|常见错误)\s*\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(body)?.[1] ?? ''
  return section
    .split('\n')
    .flatMap((line) => /^\s*(?:[-*]|\d+[.、])\s+(.*)$/.exec(line)?.[1]?.replaceAll('**', '') ?? [])
}
const guide = (kind: KindDetail): Guide => ({
  version: kind.version,
  urgent: kind.urgent,
  calls: kind.calls,
  steps: kind.steps.map((step) => step.replaceAll('**', '')),
  never: never(kind.body_markdown),
  department: kind.department ?? null,
  task: kind.department_task ?? null,
})

async function keep(section: 'guides' | 'danger', item: unknown): Promise<void> {
  const { key, owner } = sealed()
  const kept = await keepBeside(key, owner, section, item)
  if (phone.owner === owner) shown.pack = { ...shown.pack, [section]: kept }
}

/** The stored danger words. */
export async function readDanger(): Promise<DangerWords | null> {
  if (phone.online && serverNow() - (danger.value?.at ?? 0) > HOUR) {
    const words = await fresh<DangerWords>('/public/danger')
    if (words) await keep('danger', { at: serverNow(), words } satisfies KeptWords)
  }
  return danger.value?.words ?? null
}

let learning: Promise<void> | null = null
/** Downloads missing or outdated kinds: urgent ones, those of present cases, and requested ones. */
export function learnGuides(...wanted: string[]): Promise<void> {
  const before = learning ?? Promise.resolve()
  const turn = before
    .then(() => learn(wanted))
    .finally(() => {
      if (learning === turn) learning = null
    })
  learning = turn
  return turn
}
async function learn(wanted: string[]): Promise<void> {
  if (!phone.online || phone.stage !== 'open') return
  const named = new Set([...wanted, ...here.value.cases.map((one) => one.kind.id)])
  const lacking = here.value.kinds.filter(
    (kind) => (kind.urgent || named.has(kind.id)) && guides.value[kind.id]?.version !== kind.version,
  )
  const told: Guides = {}
  let missed = 0
  for (const { id } of lacking) {
    const found = await fresh<KindDetail>(`/manual/kinds/${encodeURIComponent(id)}`)
    if (phone.stage !== 'open') return
    if (found) told[id] = guide(found)
    // Skips a withdrawn one; two failures in a row mean offline.
    missed = found ? 0 : missed + 1
    if (missed > 1) break
  }
  if (phone.stage === 'open' && Object.keys(told).length > 0) await keep('guides', { ...guides.value, ...told })
}
