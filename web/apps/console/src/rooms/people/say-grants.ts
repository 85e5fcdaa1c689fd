// A separate `t` for access, so that its texts are not loaded at first load.
import { dictionary } from '@weiguang/i18n/t'
import { words as everywhere } from '@weiguang/i18n/words'
import { words as people } from './words'
import { words } from './words-grants'

export const t = dictionary({ ...everywhere, ...people, ...words })
