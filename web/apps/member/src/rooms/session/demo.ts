// Demo accounts; none on real installations or offline.
import type { DemoAccount } from '@weiguang/api/resources'
import { ask } from '@weiguang/offline/wire'

export const demoAccounts = async (): Promise<DemoAccount[]> =>
  (await ask<{ accounts: DemoAccount[] }>('/session/demo').catch(() => null))?.accounts ?? []
