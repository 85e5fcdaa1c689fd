// The name and number of a reporter, for whoever says why they must call; the record holds who looked.
import { Intention } from '@weiguang/api/intention'
import { ask } from '@weiguang/offline/wire'

/** A look that is tried again is one look; for another reason it is another. */
export function useUnmask(id: string) {
  const intention = new Intention()
  return async (reason: string): Promise<{ name: string; phone: string }> => {
    const how = { method: 'POST', key: intention.key(reason), json: { reason } }
    return ask(`/cases/${id}/unmask`, how)
  }
}
