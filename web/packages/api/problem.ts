// The error type of all API calls (RFC 9457 problems).
import type { Bilingual } from '@weiguang/i18n/t'
import { words } from '@weiguang/i18n/words'

/** A refused field, or a refused cell of an imported table. */
export interface FieldError {
  field: string
  row?: number
  column?: string
  cell?: string
  code: string
  zh: string
  en: string
}

export interface ProblemBody {
  type?: string
  title?: string
  title_zh?: string
  status?: number
  code?: string
  detail?: Bilingual | string
  errors?: FieldError[]
  /** With a version conflict: the current record. */
  current?: unknown
}

const said = (pair: readonly [string, string]): Bilingual => ({ zh: pair[0], en: pair[1] })

/** Thrown by every failed call. `code` is stable; `said` is the text for the user. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly said: Bilingual,
    readonly errors: FieldError[] = [],
    readonly retryAfter: number | null = null,
    readonly current: unknown = null,
  ) {
    super(said.en)
    this.name = 'Problem'
  }

  static network(): Problem {
    return new Problem(0, 'network', said(words.failure.network))
  }

  static from(status: number, body: unknown, retryAfter: string | null = null): Problem {
    const problem = (typeof body === 'object' && body !== null ? body : {}) as ProblemBody
    const code = problem.code ?? `http.${status}`
    const detail = problem.detail
    let told = said(words.failure.unknown)
    if (code === 'kernel.version-moved') told = said(words.failure.moved)
    else if (typeof detail === 'object' && detail !== null) told = detail
    else if (problem.title_zh || problem.title) {
      told = { zh: problem.title_zh ?? problem.title ?? '', en: problem.title ?? problem.title_zh ?? '' }
    }
    const seconds = retryAfter === null ? Number.NaN : Number(retryAfter)
    return new Problem(
      status,
      code,
      told,
      problem.errors ?? [],
      Number.isFinite(seconds) ? seconds : null,
      problem.current ?? null,
    )
  }
}

/** Converts anything thrown into a Problem. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown
  if (thrown instanceof TypeError) return Problem.network()
  return new Problem(0, 'unknown', said(words.failure.unknown))
}
