// A place as somebody tells it, and as the server reads it: a cell alone, or a household of one's own behind a door.
import { newRecordId } from '@weiguang/api/intention'

export interface PlaceDraft {
  code?: string
  place?: string
  label: string
  tenure: string
}
export const emptyPlace = (code?: string): PlaceDraft => ({ code, label: '', tenure: 'unknown' })

/** One of the server's three ways: with a door it is a household of their own, without one only the cell is known. */
export function homeOf(draft: PlaceDraft, id: string = newRecordId()) {
  if (draft.place) return { home: { id, place: draft.place, tenure: draft.tenure } }
  if (draft.label.trim()) return { code: draft.code, home: { id, label: draft.label.trim(), tenure: draft.tenure } }
  return { code: draft.code }
}
