// Parts of a face that are fetched when they are first shown. One that cannot be fetched says so in words.
import { defineAsyncComponent, h, type Component } from 'vue'
import UiMissing from './UiMissing.vue'

export type Load = () => Promise<{ default: Component }>
const loads = new WeakMap<object, Load>()

/** `missing` stands in its place where it cannot be fetched. */
export function later(load: Load, missing: Component = UiMissing): Component {
  const part = defineAsyncComponent({
    loader: load,
    errorComponent: missing,
    onError: (_fault, _retry, fail) => fail(),
  })
  loads.set(part, load)
  return part
}
/** A whole page, which has its heading also where it cannot be fetched. */
export const laterPage = (load: Load): Component => later(load, () => h(UiMissing, { whole: true }))
/** A part beside every screen: nothing stands in its place where its file does not come; it is fetched until it does. */
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
/** Fetches a part before it is shown. */
export const fetchPart = (part: Component): Promise<unknown> | undefined => loads.get(part)?.()
