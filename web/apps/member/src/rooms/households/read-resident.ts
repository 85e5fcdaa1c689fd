// The query of a resident; offline only the masked row exists.
import type { Resident } from '@weiguang/api/resources'
import { fresh, phone } from '../../phone'

export const readResident = async (id: string) => (phone.online ? fresh<Resident>(`/households/residents/${id}`) : null)
