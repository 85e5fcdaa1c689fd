// The roles of the field, named once for every page.
import { t } from '../../words'
import { words } from './words'

export const roles = Object.keys(words.role) as (keyof typeof words.role)[]

export function roleWord(role: string): string {
  return role in words.role ? t(`role.${role as keyof typeof words.role}`) : role
}
