// The populations of a campaign and their texts. Health data must not define a list and is not offered.
import type { Population } from '@weiguang/api/resources'
import { t } from './say'
import { words } from './words'

export const NEEDS = Object.keys(words.need) as (keyof typeof words.need)[]
export const needWord = (need: string): string =>
  need in words.need ? t(`need.${need as keyof typeof words.need}`) : need

export function populationWord(population: Population): string {
  if (population.who === 'need') return t('campaign.who_need_of', { need: needWord(population.need) })
  if (population.who === 'age') return t('campaign.who_age_of', { n: population.from })
  return t(`campaign.who_${population.who}`)
}
