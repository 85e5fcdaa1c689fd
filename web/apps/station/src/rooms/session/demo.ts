// Demo accounts; none on real installations.
import type { DemoAccount } from '@weiguang/api/resources'
import { reach } from '../../line'

export const demoAccounts = async (): Promise<DemoAccount[]> =>
  (await reach<{ accounts: DemoAccount[] }>('/session/demo').catch(() => null))?.accounts ?? []
