// The texts of the station's app by room; a missing translation does not compile.
import { dictionary } from '@weiguang/i18n/t'
import { words as everywhere } from '@weiguang/i18n/words'
import { words as readiness } from '@weiguang/offline/words'
import { words as care } from './rooms/care/words'
import { words as meters } from './rooms/care/words-meters'
import { words as households } from './rooms/households/words'
import { words as session } from './rooms/session/words'
import { words as station } from './rooms/station/words'
import { words as shell } from './words-shell'

export const words = {
  ...everywhere,
  ...readiness,
  ...shell,
  ...session,
  ...households,
  ...care,
  ...meters,
  ...station,
} as const
export const t = dictionary(words)
