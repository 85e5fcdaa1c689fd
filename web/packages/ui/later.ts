// Lazily loaded components with a message if loading fails.
import { defineAsyncComponent, h, type Component } from 'vue'
import UiMissing from './UiMissing.vue'

export type Load = () => Promise<{ default: Component }>
const loads = new WeakMap<object, Load>()

/** `missing` is shown if it cannot be loaded. */
export function later(load: Load, missing: Component = UiMissing): Component {
  const part = defineAsyncComponent({
    loader: load,
    errorComponent: missing,
    onError: (_fault, _retry, fail) => fail(),
  })
  loads.set(part, load)
  return part
}
/** A whole page, with a heading also if it cannot be loaded. */
export const laterPage = (load: Load): Component => later(load, () => h(UiMissing, { whole: true }))
/** A background part of every screen: retried until loaded, with no placeholder. */
export function beside(load: Load): Component {
  const part = defineAsyncComponent({
    loader: load,
    onError: (_fault, retry) => {
      setTimeout(retry, 10_000)
    },
  })
  loads.set(part, load)
  return part
}
/** Loads a component in advance. */
export const fetchPart = (part: Component): Promise<unknown> | undefined => loads.get(part)?.()
