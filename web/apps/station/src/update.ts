// A newer version of the desk's face: offered between two people, and taken only when somebody says so.
import { shallowRef } from 'vue'
import { watchWorker } from '@weiguang/offline/newer'

/** Takes the newer version that waits, if there is one. */
export const newer = shallowRef<(() => void) | null>(null)

/** A calling screen hangs in a hall where nobody presses anything, and is nothing without a server: it has no worker. */
export function startWorker(): void {
  if (!location.pathname.includes('/screen/'))
    void watchWorker('/station/', (take) => {
      newer.value = take
    })
}
