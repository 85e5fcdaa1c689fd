// A case on the phone, and what an action stores of it as seen.
import type { Case, CaseEvent } from '@weiguang/api/resources'
import { say } from '@weiguang/i18n/t'
import type { Seen } from '@weiguang/offline/outbox'
import type { CaseNow } from '../../contents'
import { caseOf } from '../../phone'
import { useFollowed } from '../../use-followed'

export const seenOf = (one: CaseNow): Seen => ({
  number: one.number,
  title: one.title,
  status: say(one.status_words ?? { zh: one.status, en: one.status }),
  owner: one.owner?.name ?? '',
  version: one.version,
  at: one.updated_at,
})
export const useCase = (id: string) => useFollowed<Case, CaseEvent>('cases', () => caseOf(id), id)
