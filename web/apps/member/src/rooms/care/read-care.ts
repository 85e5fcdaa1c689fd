// The query of a person's readings.
import type { CareOf } from '@weiguang/api/resources'
import { fresh, phone } from '../../phone'

export const readCare = async (id: string) => (phone.online ? fresh<CareOf>(`/care/residents/${id}`) : null)
