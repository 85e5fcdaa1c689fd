// Splits a place name into community and cell.

export interface PlaceParts {
  community: string
  cell: string
}

/** 天骄西路社区第九网格第六微网格 → 天骄西路社区 + 第九网格第六微网格. Other names are unchanged. */
export function placeParts(place: string): PlaceParts {
  const match = /^(.+?(?:社区|村))(.+)$/.exec(place)
  return match ? { community: match[1]!, cell: match[2]! } : { community: '', cell: place }
}
