// The optional fields of a person, between form and API.
import type { ResidentDraft } from '@weiguang/api/resources'
import { phonesIn } from '@weiguang/i18n/phone'

export interface Facts {
  birth: string
  sex: string
  registered: '' | 'here' | 'elsewhere'
  elsewhere: string
  phones: string
  identity: string
}
export const emptyFacts = (): Facts => ({ birth: '', sex: '', registered: '', elsewhere: '', phones: '', identity: '' })

/** The server's field names of these; an invalid number is reported as a phone. */
export const FACTS = ['birth', 'sex', 'elsewhere', 'registered', 'phones', 'reach', 'identity']

type ResidentFacts = Pick<ResidentDraft, 'birth' | 'sex' | 'registered' | 'phones' | 'identity'>

/** Only filled fields. */
export function factsOf(facts: Facts): ResidentFacts {
  const told: ResidentFacts = {}
  if (facts.birth.trim()) told.birth = facts.birth.trim()
  if (facts.sex) told.sex = facts.sex
  if (facts.registered === 'here') told.registered = 'here'
  if (facts.registered === 'elsewhere') told.registered = { elsewhere: facts.elsewhere.trim() }
  if (facts.phones.trim()) told.phones = phonesIn(facts.phones)
  if (facts.identity.trim()) told.identity = facts.identity.trim()
  return told
}
