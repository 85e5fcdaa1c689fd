// The query of a slip.
import { reach } from '../../line'
import type { Slip } from '../../resources'

export const slipOf = (resident: string) => reach<Slip>(`/care/residents/${resident}/slip`)
