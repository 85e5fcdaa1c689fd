// The accounts that a demonstration offers; none on a real installation, and none without a network.
import type { DemoAccount } from '@weiguang/api/resources'
import { ask } from '@weiguang/offline/wire'

export const demoAccounts = async (): Promise<DemoAccount[]> =>
  (await ask<{ accounts: DemoAccount[] }>('/session/demo').catch(() => null))?.accounts ?? []
