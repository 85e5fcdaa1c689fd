// The types of `chunks.mjs`, which the build's own TypeScript uses.
export function roomsIn(source: string): string[]
export function chunksOf(
  dist: string,
  source: string,
): {
  beside: string[]
  first: string[]
  later: string[]
  rooms: Record<string, string[]>
  owner: Record<string, string | null>
}
