// The slip that somebody takes home.
import { reach } from '../../line'
import type { Slip } from '../../resources'

export const slipOf = (resident: string) => reach<Slip>(`/care/residents/${resident}/slip`)
