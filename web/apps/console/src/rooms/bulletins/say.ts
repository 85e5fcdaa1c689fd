// The words of this room under a `t` of its own, so that they come with its pages and not with the first route.
import { dictionary } from '@weiguang/i18n/t'
import { words as everywhere } from '@weiguang/i18n/words'
import { words } from './words'

export const t = dictionary({ ...everywhere, ...words })
