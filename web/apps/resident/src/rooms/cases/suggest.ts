// Suggests kinds by the manual's keywords on the device, so that nothing is sent while typing.
import type { PublicKind } from '@weiguang/api/resources'

/** The likeliest kinds first; longer words count more. */
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
