// Whose phone a number of the day was booked with; a family shares one.
import { reach } from '../../line'
import type { FoundPerson } from '../../resources'

export type Line = Pick<FoundPerson, 'id' | 'name' | 'words' | 'decade'>
export const ownersOf = async (ticket: string) =>
  (await reach<{ items: Line[] }>(`/care/tickets/${ticket}/owners`)).items
