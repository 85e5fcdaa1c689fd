// Texts of the shared components.
import { dictionary } from '@weiguang/i18n/t'
import { words } from '@weiguang/i18n/words'

export const shared = dictionary(words)
