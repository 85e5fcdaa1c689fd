// Lazily loaded screens and parts of this app.
import { h, type Component } from 'vue'
import { later as part, type Load } from '@weiguang/ui/later'
import ShellMissingShow from './ShellMissingShow.vue'

/** A whole screen. */
export const later = (load: Load): Component => part(load, () => h('main', { tabindex: -1 }, h(ShellMissingShow)))
/** A part of another screen. */
export const laterPart = (load: Load): Component => part(load)
