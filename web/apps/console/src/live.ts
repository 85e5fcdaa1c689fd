// What a page of the console hears of the live stream, which the frame opens.
import { onScopeDispose } from 'vue'
import type { LiveEvent } from '@weiguang/api/resources'
import { live, type Kind } from '@weiguang/live/stream'

export type Told = Kind
/** `missed`: the stream was cut or too slow, so that something may have changed without a word. */
interface Listener {
  heard: (event: LiveEvent) => void
  missed: () => void
}

export function onLive(about: Told, { heard, missed }: Listener): void {
  onScopeDispose(
    live.listen({
      heard: (kind, change) => {
        if (kind === about) heard(change as LiveEvent)
      },
      missed,
    }),
  )
}
