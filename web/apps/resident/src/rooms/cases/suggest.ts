// Which kind somebody may mean, by the manual's own words: decided on the phone, so that nothing is sent while one still types.
import type { PublicKind } from '@weiguang/api/resources'

/** The likeliest kinds first; longer words say more than short ones. */
export function suggested(kinds: PublicKind[], text: string, most = 3): PublicKind[] {
  const score = (kind: PublicKind) =>
    [kind.name.zh, ...kind.keywords].reduce(
      (sum, word) => sum + (word && text.includes(word) ? word.length ** 2 : 0),
      0,
    )
  return kinds
    .map((kind) => ({ kind, score: score(kind) }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map((one) => one.kind)
}
