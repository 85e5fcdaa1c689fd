// A separate `t` for this room's texts, so that they are loaded with its pages and not at first load.
import { dictionary } from '@weiguang/i18n/t'
import { words as everywhere } from '@weiguang/i18n/words'
import { words } from './words'

export const t = dictionary({ ...everywhere, ...words })
