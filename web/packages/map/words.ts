// The map's own words.
import { dictionary, type Words } from '@weiguang/i18n/t'

export const words = {
  map: {
    closer: ['放大', 'Zoom in'],
    further: ['缩小', 'Zoom out'],
    whole: ['显示全部', 'Show everything'],
  },
} as const satisfies Words
export const mapWord = dictionary(words)
