// Somebody who is served, as the server has them; without a network there is nothing of them beyond the masked line.
import type { Resident } from '@weiguang/api/resources'
import { fresh, phone } from '../../phone'

export const readResident = async (id: string) => (phone.online ? fresh<Resident>(`/households/residents/${id}`) : null)
