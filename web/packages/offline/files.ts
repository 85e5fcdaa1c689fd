// Which files a service worker stores, and which caches of earlier versions it may delete. Lists only: nothing here stores anything.

/** The files of each room by its folder's name, beyond those of the first screen. */
export type RoomFiles = Record<string, string[]>

/** The files of some rooms, each once. Rooms that this version does not know are passed over. */
export const filesOf = (rooms: RoomFiles, names: string[]): string[] => [
  ...new Set(names.flatMap((name) => rooms[name] ?? [])),
]

/**
 * The rooms that a new version must store before it may take over: those that its person's posts asked for last. Where nobody has asked
 * yet, a version from before rooms were stored apart had every file: all of them.
 */
export const roomsToStore = (rooms: RoomFiles, asked: string[] | null, earlier: boolean): string[] =>
  asked ?? (earlier ? Object.keys(rooms) : [])

/**
 * The caches of a face that may go when `now` takes over. That of the version before stays, because pages of it may still be open; what
 * was left by versions that were never complete goes. Where the version before is not known, every one stays once more.
 */
export const outdated = (caches: string[], face: string, now: string, before: string | null): string[] =>
  before === null
    ? []
    : caches.filter((name) => name.startsWith(face) && name !== now && name !== before && name !== notes(face))

/** The cache in which the worker notes what was asked of it. */
export const notes = (face: string) => `${face}notes`

/** Built files carry the hash of their bytes in their name: under one name there are the same bytes in every version. */
export const isHashed = (file: string) => file.includes('/assets/')

/** Whether an answer is the file that was asked for: not a refusal, and not the page of a network that wants a sign-in. */
export const isFile = (answer: Response, page: boolean): boolean =>
  answer.ok && !answer.redirected && (page || !/html/.test(answer.headers.get('Content-Type') ?? ''))
