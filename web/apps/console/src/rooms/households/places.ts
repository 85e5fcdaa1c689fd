// A place, between form and API: a cell alone, or a new household in a dwelling.
import { newRecordId } from '@weiguang/api/intention'

export interface PlaceDraft {
  code?: string
  place?: string
  label: string
  tenure: string
}
export const emptyPlace = (code?: string): PlaceDraft => ({ code, label: '', tenure: 'unknown' })

/** One of the API's three forms: with a dwelling a household of its own, without one only the cell. */
export function homeOf(draft: PlaceDraft, id: string = newRecordId()) {
  if (draft.place) return { home: { id, place: draft.place, tenure: draft.tenure } }
  if (draft.label.trim()) return { code: draft.code, home: { id, label: draft.label.trim(), tenure: draft.tenure } }
  return { code: draft.code }
}
