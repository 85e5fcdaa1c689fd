// Queries and writes of forms.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { answer, api, written } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'
import type { BurdenLine, VisitForm, VisitFormLine } from '@weiguang/api/resources'

const SHEETS = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export function useForms() {
  const query = useQuery({
    queryKey: ['visits', 'forms'],
    queryFn: async (): Promise<VisitFormLine[]> => (await answer(api.GET('/visits/forms'))).items,
  })
  return {
    forms: computed(() => query.data.value ?? null),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

/** A form in a given version, or the newest. */
export function useForm(id: MaybeRefOrGetter<string>, version: MaybeRefOrGetter<number | undefined>) {
  const which = computed(() => ({ id: toValue(id), version: toValue(version) }))
  const query = useQuery({
    queryKey: ['visits', 'form', which],
    queryFn: (): Promise<VisitForm> =>
      answer(
        api.GET('/visits/forms/{id}', {
          params: { path: { id: which.value.id }, query: { version: which.value.version } },
        }),
      ),
  })
  return {
    one: computed(() => query.data.value ?? null),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

export function useBurden() {
  const query = useQuery({
    queryKey: ['visits', 'burden'],
    queryFn: async (): Promise<BurdenLine[]> =>
      (await answer(api.GET('/visits/burden', { params: { query: { months: 12 } } }))).items,
  })
  return { burden: computed(() => query.data.value ?? null) }
}

export interface Workbook {
  id: string
  code: string
  zh: string
  en: string
  file: File
}

export function useWorkbook() {
  const queries = useQueryClient()
  /** A dry run stores nothing; both return the parsed form. */
  return async ({ id, code, zh, en, file }: Workbook, dry: boolean, intention: string): Promise<VisitForm> => {
    const params = { path: { id }, query: { code, title_zh: zh || undefined, title_en: en || undefined, dry_run: dry } }
    // The API description has bytes here; they are sent unchanged.
    const { headers } = written(intention)
    const form = await answer(
      api.POST('/visits/forms/{id}/workbook', {
        params,
        body: file as never,
        bodySerializer: (body: unknown) => body as File,
        headers: { ...headers, 'Content-Type': SHEETS },
      }),
    )
    if (!dry) await queries.invalidateQueries({ queryKey: ['visits', 'forms'] })
    return form
  }
}
