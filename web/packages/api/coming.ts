// What the server is about to serve and its description does not say yet; each line goes when the description has it.
import type { ConsoleComing } from './coming-console'

export interface Read<Query, Answer> {
  get: { parameters: { query?: Query; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, unknown>; content: { 'application/json': Answer } } } }
}

export type * from './coming-console'

export type Coming = ConsoleComing
