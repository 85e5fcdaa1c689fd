// One call to the server from this desk: its clock learned, its refusals as problems, its silence as a problem too.
import { learnClock } from '@weiguang/api/clock'
import { Problem } from '@weiguang/api/problem'
import { call, NoAnswer, type Call } from '@weiguang/offline/wire'
import { desk, sessionOver } from './desk'

export interface Answered<T> {
  value: T
  status: number
}

/** Ends in the value, or in a thrown Problem: status 0 means that no answer came. */
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
