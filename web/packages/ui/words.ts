// The parts' own few words, through the same dictionary as everyone's.
import { dictionary } from '@weiguang/i18n/t'
import { words } from '@weiguang/i18n/words'

export const shared = dictionary(words)
