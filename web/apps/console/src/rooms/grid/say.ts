// The words of the list of grids under a `t` of their own, so that they come with its page and not with the first route.
import { dictionary } from '@weiguang/i18n/t'
import { words as everywhere } from '@weiguang/i18n/words'
import { words } from './words-cells'

export const t = dictionary({ ...everywhere, ...words })
