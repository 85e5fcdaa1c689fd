// Names of roles and verbs.
import { t } from '../../words'
import { words } from './words'

export const roles = Object.keys(words.role) as (keyof typeof words.role)[]

/** Roles held at the street itself, so that no place is asked for. */
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

/** A verb in words; an unknown verb is shown as it is. */
export function verbWord(verb: string): string {
  const name = verb.replace('.', '_')
  return name in words.verb ? t(`verb.${name as keyof typeof words.verb}`) : verb
}
