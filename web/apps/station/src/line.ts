// An API call of the desk: learns the server's time; failures are Problems.
import { learnClock } from '@weiguang/api/clock'
import { Problem } from '@weiguang/api/problem'
import { call, NoAnswer, type Call } from '@weiguang/offline/wire'
import { desk, sessionOver } from './desk'

export interface Answered<T> {
  value: T
  status: number
}

/** Returns the value or throws a Problem; status 0: no answer. */
export async function reach<T>(path: string, how: Call = {}): Promise<T> {
  try {
    const reply = await call(path, how)
    learnClock(reply.date)
    desk.reached = true
    if (reply.status < 400) return reply.body as T
    if (reply.status === 401 && path !== '/session') sessionOver()
    throw Problem.from(reply.status, reply.body, reply.retryAfter === null ? null : String(reply.retryAfter))
  } catch (thrown) {
    if (!(thrown instanceof NoAnswer)) throw thrown
    desk.reached = false
    throw Problem.network()
  }
}
