// The message after an action: saved, or the server's reason.
import { asProblem, Problem } from '@weiguang/api/problem'
import { say } from '@weiguang/i18n/t'
import { NoRoom } from '@weiguang/offline/outbox'
import { Refused } from '@weiguang/offline/wire'
import { phone } from './phone'
import { t } from './words'

/** The message after saving: being sent, or will be sent. */
export const savedWord = () => t(phone.online ? 'report.savedOnline' : 'report.savedOffline')

export function fault(thrown: unknown): string {
  if (thrown instanceof NoRoom) return t('shell.noRoom')
  const problem = thrown instanceof Refused ? Problem.from(thrown.status, thrown.body) : asProblem(new TypeError())
  return [say(problem.said), ...problem.errors.map((error) => say(error))].filter(Boolean).join(t('ui.semicolon'))
}
