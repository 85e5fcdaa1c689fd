// The words of access under a `t` of their own, so that they come with their pages and not with the first route.
import { dictionary } from '@weiguang/i18n/t'
import { words as everywhere } from '@weiguang/i18n/words'
import { words as people } from './words'
import { words } from './words-grants'

export const t = dictionary({ ...everywhere, ...people, ...words })
