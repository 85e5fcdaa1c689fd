// Screens of this face, and parts of them, that are fetched when they are first shown.
import { h, type Component } from 'vue'
import { later as part, type Load } from '@weiguang/ui/later'
import ShellMissingShow from './ShellMissingShow.vue'

/** A whole screen. */
export const later = (load: Load): Component => part(load, () => h('main', { tabindex: -1 }, h(ShellMissingShow)))
/** A part of another screen, which stays as it is. */
export const laterPart = (load: Load): Component => part(load)
