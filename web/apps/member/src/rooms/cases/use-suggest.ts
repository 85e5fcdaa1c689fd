// Suggests kinds on the device, by character bigrams.
import type { PhoneKind } from '../../contents'

const pairs = (text: string) => {
  const letters = [...text.toLowerCase().replaceAll(/[\s\p{P}]/gu, '')]
  return new Set(letters.slice(1).map((letter, index) => letters[index]! + letter))
}

/** The most similar kinds, at most `most`; keywords of the manual count most. */
export function suggest(text: string, kinds: PhoneKind[], most = 4): PhoneKind[] {
  const said = pairs(text)
  if (said.size === 0) return []
  const scored = kinds.map((kind) => {
    const named = [...pairs(kind.name.zh), ...pairs(kind.name.en)].filter((pair) => said.has(pair)).length
    const grouped = [...pairs(kind.group.zh)].filter((pair) => said.has(pair)).length
    const worded = (kind.keywords ?? []).filter((word) => text.includes(word)).length
    return { kind, score: worded * 4 + named * 2 + grouped }
  })
  return scored
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map((one) => one.kind)
}
