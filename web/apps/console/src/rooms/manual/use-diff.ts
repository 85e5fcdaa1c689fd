// What differs between two texts, for every room that publishes one.
export { default as TextDiff } from './ManualDiffShow.vue'
