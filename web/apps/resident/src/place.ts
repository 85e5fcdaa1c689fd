// The station day in the URL.
export interface Where {
  street: string
  id: string
  day: string
}

export function asked(search: string): Where | null {
  const found = new URLSearchParams(search)
  const [street = '', id = '', day = ''] = ['street', 'station', 'day'].map((name) => found.get(name) ?? '')
  return street && id && day ? { street, id, day } : null
}
export const addressOf = (where: Where): string =>
  `/r/stations?street=${where.street}&station=${where.id}&day=${where.day}`
