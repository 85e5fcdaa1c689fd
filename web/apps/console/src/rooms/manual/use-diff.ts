// The diff component, for other rooms.
export { default as TextDiff } from './ManualDiffShow.vue'
