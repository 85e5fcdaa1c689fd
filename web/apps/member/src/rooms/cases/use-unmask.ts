// A reporter's name and number, for a logged reason.
import { Intention } from '@weiguang/api/intention'
import { ask } from '@weiguang/offline/wire'

/** A retry is the same request; another reason is a new one. */
export function useUnmask(id: string) {
  const intention = new Intention()
  return async (reason: string): Promise<{ name: string; phone: string }> => {
    const how = { method: 'POST', key: intention.key(reason), json: { reason } }
    return ask(`/cases/${id}/unmask`, how)
  }
}
