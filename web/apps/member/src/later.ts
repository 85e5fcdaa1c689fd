// Parts of the face that are fetched when they are first shown. One that cannot be fetched says so in words.
import { defineAsyncComponent, h, type Component } from 'vue'
import ShellMissingShow from './ShellMissingShow.vue'

type Load = () => Promise<{ default: Component }>
/** How a part is fetched before it is shown: for browsers without a service worker. */
const loads = new WeakMap<object, Load>()

function async(load: Load, errorComponent: Component): Component {
  const part = defineAsyncComponent({ loader: load, errorComponent, onError: (_fault, _retry, fail) => fail() })
  loads.set(part, load)
  return part
}
/** A whole screen. */
export const later = (load: Load): Component => async(load, () => h('main', { tabindex: -1 }, h(ShellMissingShow, { home: true })))
/** A part of another screen, which stays as it is. */
export const laterPart = (load: Load): Component => async(load, () => h(ShellMissingShow))
export const fetchPart = (part: Component): Promise<unknown> | undefined => loads.get(part)?.()
