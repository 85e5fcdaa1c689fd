// The texts of the console under one `t`.
import { dictionary } from '@weiguang/i18n/t'
import { words as everywhere } from '@weiguang/i18n/words'
import { words as cases } from './rooms/cases/words'
import { words as actions } from './rooms/cases/words-actions'
import { words as overview } from './rooms/cases/words-overview'
import { words as queue } from './rooms/cases/words-queue'
import { words as screen } from './rooms/cases/words-screen'
import { words as grid } from './rooms/grid/words'
import { words as regrid } from './rooms/grid/words-regrid'
import { words as imports } from './rooms/imports/words'
import { words as manual } from './rooms/manual/words'
import { words as outbox } from './rooms/outbox/words'
import { words as people } from './rooms/people/words'
import { words as session } from './rooms/session/words'
import { words as shell } from './words-shell'

export const words = {
  ...everywhere,
  ...shell,
  ...session,
  ...cases,
  ...actions,
  ...queue,
  ...overview,
  ...screen,
  ...grid,
  ...regrid,
  ...people,
  ...manual,
  ...imports,
  ...outbox,
} as const
export const t = dictionary(words)
/** A composed key, such as one per kind. */
export type Word = Parameters<typeof t>[0]
