// Missing input of the setup pages, by the server's field names.
export type Lack = 'setup.need' | 'setup.needCode' | 'setup.needLogin' | 'setup.needPassword' | 'setup.needCommunity'
type Lacks = Partial<Record<string, Lack>>
interface Area {
  code: string
  name: string
}
interface Person {
  name: string
  login: string
  password?: string
}

export function streetLacks(street: Area & { communities: Area[] }): Lacks {
  const lacks: Lacks = {}
  if (!/^\d{9}$/.test(street.code.trim())) lacks['street.code'] = 'setup.needCode'
  if (!street.name.trim()) lacks['street.name'] = 'setup.need'
  const typed = street.communities.filter((one) => one.code.trim() || one.name.trim())
  if (typed.length === 0) lacks['street.communities'] = 'setup.needCommunity'
  // An empty row is not sent.
  street.communities.forEach((one, at) => {
    if (Boolean(one.code.trim()) !== Boolean(one.name.trim()))
      lacks[`street.communities.${at}.${one.code.trim() ? 'name' : 'code'}`] = 'setup.need'
  })
  return lacks
}
export function peopleLacks(administrator: Person, manager: Person | null): Lacks {
  const lacks: Lacks = {}
  for (const [who, one] of [
    ['administrator', administrator],
    ['manager', manager],
  ] as const) {
    if (!one) continue
    if (!one.name.trim()) lacks[`${who}.name`] = 'setup.need'
    if ([...one.login.trim()].length < 2) lacks[`${who}.login`] = 'setup.needLogin'
    if (one.password !== undefined && [...one.password].length < 10) lacks[`${who}.password`] = 'setup.needPassword'
  }
  return lacks
}
