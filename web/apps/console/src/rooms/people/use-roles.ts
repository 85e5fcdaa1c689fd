// The roles of the field, named once for every page.
import { t } from '../../words'
import { words } from './words'

export const roles = Object.keys(words.role) as (keyof typeof words.role)[]

/** Posts that are held at the street itself, so that nobody has to say where. */
export const OF_STREET: ReadonlySet<string> = new Set([
  'street_dispatcher',
  'street_manager',
  'department_contact',
  'auditor',
  'administrator',
])

export function roleWord(role: string): string {
  return role in words.role ? t(`role.${role as keyof typeof words.role}`) : role
}

/** What a verb allows, in words; a verb that is new here keeps its key. */
export function verbWord(verb: string): string {
  const name = verb.replace('.', '_')
  return name in words.verb ? t(`verb.${name as keyof typeof words.verb}`) : verb
}
