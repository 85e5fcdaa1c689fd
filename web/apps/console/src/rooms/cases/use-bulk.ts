// Bulk actions: after a countdown sent case by case, each with its own key and result.
import { useQueryClient, type QueryClient } from '@tanstack/vue-query'
import { defineAsyncComponent, reactive, ref, shallowRef } from 'vue'
import { answer, api, onVersion, written } from '@weiguang/api/client'
import { newId } from '@weiguang/api/intention'
import { asProblem } from '@weiguang/api/problem'
import type { Case, CaseAction, CaseRow, Receipt, Status } from '@weiguang/api/resources'
import type { Bilingual } from '@weiguang/i18n/t'
import { patchRow } from './use-cases'

export interface BulkItem {
  id: string
  number: string
  title: string
  version: number
  key: string
  action: CaseAction
  /** The present holder, if the action takes the case over. */
  from: string | null
  /** `unknown`: the connection was cut; only a resend with the same key can tell. */
  state: 'waiting' | 'sending' | 'done' | 'refused' | 'unknown'
  why: Bilingual | null
  status: Status | null
}
export interface BulkJob {
  /** The chosen action; the action of a single case may differ. */
  action: CaseAction
  items: BulkItem[]
  phase: 'counting' | 'sending' | 'told'
  /** Seconds until it is sent. */
  left: number
}

export const SECONDS = 6
/** Maximum cases per action. */
export const MOST = 200
const AT_ONCE = 4
const job = shallowRef<BulkJob | null>(null)
/** The cases of a cancelled action, to restore the selection. */
const undone = ref<string[]>([])
let clock: ReturnType<typeof setInterval> | undefined
let queries: QueryClient | null = null

/** Warns before closing the window with pending actions or results. */
function warn(event: BeforeUnloadEvent): void {
  event.preventDefault()
}

/** The action for one case: accepting another person's case is taking it over. */
function meant(action: CaseAction, row: CaseRow, me: string): Pick<BulkItem, 'action' | 'from'> {
  const from = row.owner && row.owner.id !== me ? row.owner.name : null
  if (action.action !== 'accept' && action.action !== 'take_over') return { action, from: null }
  return from === null ? { action: { action: 'accept' }, from } : { action: { action: 'take_over' }, from }
}

function begin(action: CaseAction, rows: CaseRow[], me: string): boolean {
  if (job.value && job.value.phase !== 'told') return false
  const items = rows.slice(0, MOST).map((row): BulkItem => ({
    id: row.id,
    number: row.number,
    title: row.title,
    version: row.version,
    key: newId(),
    ...meant(action, row, me),
    state: 'waiting',
    why: null,
    status: null,
  }))
  const next = reactive<BulkJob>({ action, items, phase: 'counting', left: SECONDS })
  job.value = next
  undone.value = []
  addEventListener('beforeunload', warn)
  const end = Date.now() + SECONDS * 1_000
  clock = setInterval(() => {
    next.left = Math.max(0, (end - Date.now()) / 1_000)
    if (next.left === 0) void send()
  }, 100)
  return true
}

function undo(): void {
  if (job.value?.phase !== 'counting') return
  stop()
  undone.value = job.value.items.map((item) => item.id)
  job.value = null
}
function stop(): void {
  clearInterval(clock)
  removeEventListener('beforeunload', warn)
}
function close(): void {
  if (job.value?.phase === 'told') job.value = null
}

async function send(): Promise<void> {
  const now = job.value
  if (!now || now.phase === 'sending') return
  clearInterval(clock)
  now.phase = 'sending'
  addEventListener('beforeunload', warn)
  const waiting = now.items.filter((item) => item.state === 'waiting' || item.state === 'unknown')
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let item = waiting.shift(); item; item = waiting.shift()) await one(item)
    }),
  )
  now.phase = 'told'
  stop()
  void queries?.invalidateQueries({ queryKey: ['cases', 'counts'] })
}

async function one(item: BulkItem): Promise<void> {
  item.state = 'sending'
  try {
    const changed: Case | Receipt = await answer(
      api.POST('/cases/{id}/actions', {
        params: { path: { id: item.id }, header: onVersion(item.version) },
        body: item.action,
        ...written(item.key),
      }),
    )
    item.state = 'done'
    item.status = changed.status
    if (!queries) return
    patchRow(queries, changed)
    void queries.invalidateQueries({ queryKey: ['case', item.id] })
  } catch (thrown) {
    const problem = asProblem(thrown)
    item.state = problem.status === 0 || problem.status >= 500 ? 'unknown' : 'refused'
    item.why = problem.said
  }
}

export function useBulk() {
  queries ??= useQueryClient()
  return {
    job,
    undone,
    panel,
    begin,
    undo,
    send,
    close,
    stateOf: (id: string) => job.value?.items.find((item) => item.id === id)?.state ?? null,
  }
}
const panel = defineAsyncComponent(() => import('./CaseBulkShow.vue'))
