// Updates of the desk's app: offered between two people, activated on request.
import { shallowRef } from 'vue'
import { watchWorker } from '@weiguang/offline/newer'

/** Activates the waiting version, if there is one. */
export const newer = shallowRef<(() => void) | null>(null)

/** Calling screens have no worker: nobody there could press update, and they need the server. */
export function startWorker(): void {
  if (!location.pathname.includes('/screen/'))
    void watchWorker('/station/', (take) => {
      newer.value = take
    })
}
