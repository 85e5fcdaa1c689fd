// Lets pages of the console listen to the live stream.
import { onScopeDispose } from 'vue'
import type { LiveEvent } from '@weiguang/api/resources'
import { live, type Kind } from '@weiguang/live/stream'

export type LiveKind = Kind
/** `missed`: the stream was cut or slow, so events may be missing. */
interface Listener {
  heard: (event: LiveEvent) => void
  missed: () => void
}

export function onLive(about: LiveKind, { heard, missed }: Listener): void {
  onScopeDispose(
    live.listen({
      heard: (kind, change) => {
        if (kind === about) heard(change as LiveEvent)
      },
      missed,
    }),
  )
}
