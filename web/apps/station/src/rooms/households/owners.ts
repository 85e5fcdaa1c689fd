// The residents with a booking's phone; families share one.
import { reach } from '../../line'
import type { FoundPerson } from '../../resources'

export type OwnerRow = Pick<FoundPerson, 'id' | 'name' | 'words' | 'decade'>
export const ownersOf = async (ticket: string) =>
  (await reach<{ items: OwnerRow[] }>(`/care/tickets/${ticket}/owners`)).items
