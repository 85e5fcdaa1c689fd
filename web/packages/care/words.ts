// All texts of care, for faces that work on alerts; a station uses only those of readings.
import { words as alerts } from './words-alerts'
import { words as readings } from './words-readings'

export const words = { ...readings, ...alerts } as const
