// What is said of something that was just done: that it is kept, or why not, in the server's own words where it gave them.
import { asProblem, Problem } from '@weiguang/api/problem'
import { say } from '@weiguang/i18n/t'
import { NoRoom } from '@weiguang/offline/outbox'
import { Refused } from '@weiguang/offline/wire'
import { phone } from './phone'
import { t } from './words'

/** What is said once something is kept: that it is being sent, or that it will be. */
export const savedWord = () => t(phone.online ? 'report.savedOnline' : 'report.savedOffline')

export function fault(thrown: unknown): string {
  if (thrown instanceof NoRoom) return t('shell.noRoom')
  const problem = thrown instanceof Refused ? Problem.from(thrown.status, thrown.body) : asProblem(new TypeError())
  return [say(problem.said), ...problem.errors.map((error) => say(error))].filter(Boolean).join(t('ui.semicolon'))
}
