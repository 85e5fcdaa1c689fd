// Why something did not work just now, in words: the server's own where it gave them.
import { asProblem, Problem } from '@weiguang/api/problem'
import { say } from '@weiguang/i18n/t'
import { NoRoom } from '@weiguang/offline/outbox'
import { Refused } from '@weiguang/offline/wire'
import { t } from './words'

export function fault(thrown: unknown): string {
  if (thrown instanceof NoRoom) return t('shell.noRoom')
  const problem = thrown instanceof Refused ? Problem.from(thrown.status, thrown.body) : asProblem(new TypeError())
  return [say(problem.said), ...problem.errors.map((error) => say(error))].filter(Boolean).join(t('ui.semicolon'))
}
