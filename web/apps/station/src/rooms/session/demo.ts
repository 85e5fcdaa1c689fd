// The accounts that a demonstration offers; none on a real installation.
import type { DemoAccount } from '@weiguang/api/resources'
import { reach } from '../../line'

export const demoAccounts = async (): Promise<DemoAccount[]> =>
  (await reach<{ accounts: DemoAccount[] }>('/session/demo').catch(() => null))?.accounts ?? []
