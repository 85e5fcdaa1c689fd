// Queries of areas, cells and shapes; shapes change rarely and are cached long.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { answer, api, written } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'
import type { Area, Cell, CellDraft, Level, Shapes } from '@weiguang/api/resources'
import type { Basemap } from '@weiguang/map/maps'
import type { Pickable } from '@weiguang/ui/UiPick.vue'

const HOUR = 3_600_000

/** Areas of one level under a code. `null` disables the query; undefined means all visible ones. */
export function useAreas(level: Level, under: MaybeRefOrGetter<string | null | undefined>) {
  const code = computed(() => toValue(under))
  const query = useQuery({
    queryKey: ['grid', 'areas', level, code],
    enabled: computed(() => code.value !== null),
    staleTime: HOUR,
    queryFn: async (): Promise<Area[]> =>
      (await answer(api.GET('/grid/areas', { params: { query: { level, under: code.value ?? undefined } } }))).items,
  })
  return computed(() => (code.value === null ? [] : (query.data.value ?? [])))
}

export function useCells(under: MaybeRefOrGetter<string | undefined>) {
  const code = computed(() => toValue(under))
  const query = useQuery({
    queryKey: ['grid', 'cells', code],
    staleTime: 30_000,
    queryFn: async (): Promise<Cell[]> =>
      (await answer(api.GET('/grid/cells', { params: { query: { under: code.value } } }))).items,
  })
  return {
    cells: computed(() => query.data.value ?? []),
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

export function useCell(code: MaybeRefOrGetter<string>) {
  const key = computed(() => toValue(code))
  const query = useQuery({
    queryKey: ['grid', 'cell', key],
    queryFn: () => answer(api.GET('/grid/cells/{code}', { params: { path: { code: key.value } } })),
  })
  return computed(() => query.data.value ?? null)
}

/** The full name of a code below the community; a micro-grid whose name contains its grid's is not repeated. */
function fullName(code: string, names: Map<string, string>): string {
  const parts = [12, 15, 17]
    .filter((digits) => digits <= code.length)
    .map((digits) => names.get(code.slice(0, digits)) ?? '')
  return parts.filter((part, at) => !part || !parts[at + 1]?.startsWith(part)).join('')
}

/** Names of codes; a code that is not in force yet has none. */
export function useCellNames() {
  const query = useQuery({
    queryKey: ['grid', 'areas', 'all'],
    staleTime: HOUR,
    queryFn: async (): Promise<Area[]> => (await answer(api.GET('/grid/areas', { params: { query: {} } }))).items,
  })
  const names = computed(() => new Map((query.data.value ?? []).map((area) => [area.code, area.name])))
  return (code: string) => (names.value.has(code) ? fullName(code, names.value) : code)
}

export function useShapes(under: MaybeRefOrGetter<string | null | undefined>, level: MaybeRefOrGetter<Level>) {
  const code = computed(() => toValue(under))
  const depth = computed(() => toValue(level))
  const query = useQuery({
    queryKey: ['grid', 'shapes', code, depth],
    enabled: computed(() => Boolean(code.value)),
    staleTime: HOUR,
    queryFn: async () =>
      (await answer(
        api.GET('/grid/shapes', { params: { query: { under: code.value ?? undefined, level: depth.value } } }),
      )) as Shapes,
  })
  return computed(() => query.data.value ?? null)
}

let known: Promise<Area[]> | null = null
/** Searches micro-grids by name or code. */
export const searchCells = (text: string) => searchAreas(text, ['micro_grid'])

/** Searches areas of these levels by name or code, with their parents. The list is fetched once: a street has some hundreds. */
export async function searchAreas(
  text: string,
  levels: Level[] = ['community', 'grid', 'micro_grid'],
): Promise<Pickable[]> {
  known ??= answer(api.GET('/grid/areas', { params: { query: {} } })).then((list) => list.items)
  const areas = await known.catch((thrown) => {
    known = null
    throw thrown
  })
  const names = new Map(areas.map((area) => [area.code, area.name]))
  return areas
    .filter((area) => levels.includes(area.level))
    .map((area) => ({ value: area.code, text: fullName(area.code, names), hint: area.code }))
    .filter((one) => one.text.includes(text) || one.hint.startsWith(text))
    .slice(0, 12)
}

/** Writes of cells, with the queries to refetch. */
export function useCellWrites() {
  const queries = useQueryClient()
  return {
    async create(draft: CellDraft, key: string): Promise<void> {
      await answer(api.POST('/grid/cells', { body: draft, ...written(key) }))
      known = null
      await queries.invalidateQueries({
        predicate: ({ queryKey }) => ['grid', 'people', 'readiness'].includes(String(queryKey[0])),
      })
    },
  }
}

/** A map with the installation's tiles; null if none are configured or WebGL is missing. */
export function useBasemap() {
  const query = useQuery({ queryKey: ['map'], staleTime: Infinity, queryFn: () => answer(api.GET('/map')) })
  return computed((): Basemap | null => {
    const tiles = query.data.value
    if (!tiles || tiles.kind === 'none' || tiles.layers.length === 0) return null
    if (!document.createElement('canvas').getContext('webgl2')) return null // many office PCs and virtual machines
    return {
      by: tiles.attribution,
      draw: async (options) => new (await import('@weiguang/map/gl')).GlMap(options, tiles),
    }
  })
}
