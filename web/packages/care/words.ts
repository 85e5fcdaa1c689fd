// All words of care, for the faces that work on alerts; a station takes only those of readings.
import { words as alerts } from './words-alerts'
import { words as readings } from './words-readings'

export const words = { ...readings, ...alerts } as const
