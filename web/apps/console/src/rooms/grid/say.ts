// A separate `t` for the list of grids, so that its texts are not loaded at first load.
import { dictionary } from '@weiguang/i18n/t'
import { words as everywhere } from '@weiguang/i18n/words'
import { words } from './words-cells'

export const t = dictionary({ ...everywhere, ...words })
