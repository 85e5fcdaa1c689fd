// An import in two steps: a dry run, and a run with progress.
import { useQueryClient } from '@tanstack/vue-query'
import { onScopeDispose, ref, shallowRef } from 'vue'
import { answer, api, asForm, written } from '@weiguang/api/client'
import { asProblem, type Problem } from '@weiguang/api/problem'
import { useWrite } from '@weiguang/api/use-write'
import type { ImportKind, ImportReport, ImportRun } from '@weiguang/api/resources'

const EVERY = 700
type Progress = Pick<ImportRun, 'state' | 'done' | 'total'>

/** Options besides the file. */
export interface Beside {
  numbers?: 'lasting' | 'daily'
  far?: 'accept'
  leave_bad?: 'true'
}

export const hasEnded = (state: ImportRun['state']) => !['reading', 'checking', 'writing'].includes(state)

/** Downloads a file. */
function give(url: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = ''
  link.click()
}

export function useImport() {
  const queries = useQueryClient()
  const report = shallowRef<ImportReport | null>(null)
  const progress = shallowRef<Progress | null>(null)
  const lost = ref<Problem | null>(null)
  const { busy, problem, run } = useWrite()
  let timer: ReturnType<typeof setTimeout> | undefined
  let going = ''
  /** Answers to earlier selections are ignored. */
  let turn = 0
  onScopeDispose(() => clearTimeout(timer))

  function send(kind: ImportKind, file: File, dry: boolean, beside: Beside) {
    const form = new FormData()
    form.set('file', file, file.name)
    for (const [name, text] of Object.entries(beside)) form.set(name, text)
    const content = [kind, file.name, file.size, file.lastModified, dry, beside.numbers, beside.far, beside.leave_bad]
    const params = { path: { id: kind }, query: { dry_run: dry } }
    return run(content, (key) =>
      answer<ImportReport | { id: string }>(api.POST('/imports/{id}', { params, ...asForm(form), ...written(key) })),
    )
  }
  async function dryRun(kind: ImportKind, file: File, beside: Beside): Promise<void> {
    report.value = null
    const asked = turn
    const done = await send(kind, file, true, beside)
    if (asked !== turn) return
    if (done && 'rows' in done.value) report.value = done.value
    else if (done && 'id' in done.value) watch(done.value.id) // a large file: its report comes when the look is done
  }
  async function start(kind: ImportKind, file: File, beside: Beside): Promise<void> {
    const done = await send(kind, file, false, beside)
    if (done && 'id' in done.value) watch(done.value.id)
  }
  function watch(id: string): void {
    going = id
    progress.value = { state: 'reading', done: 0, total: report.value?.rows ?? 0 }
    void watchRun(id)
  }
  async function cancel(): Promise<void> {
    await run(['cancel', going], (key) =>
      answer(api.DELETE('/imports/{id}', { params: { path: { id: going } }, ...written(key) })),
    )
  }
  async function watchRun(id: string): Promise<void> {
    try {
      const now = await answer(api.GET('/imports/{id}', { params: { path: { id } } }))
      progress.value = now
      lost.value = null
      if (now.report) report.value = now.report
      if (now.state === 'checked') progress.value = null
      if (now.state === 'done') {
        if (now.report?.bad_rows_url) give(now.report.bad_rows_url) // the bad rows were left out: here they are
        await queries.invalidateQueries()
      }
      if (hasEnded(now.state)) return
    } catch (thrown) {
      lost.value = asProblem(thrown) // the import goes on at the server; only the view of it was lost
    }
    timer = setTimeout(() => void watchRun(id), EVERY)
  }
  function reset(): void {
    turn += 1
    clearTimeout(timer)
    report.value = progress.value = null
    problem.value = lost.value = null
  }
  return { report, progress, busy, problem, lost, dryRun, start, cancel, reset }
}
