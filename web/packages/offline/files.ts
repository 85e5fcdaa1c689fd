// Which files a service worker stores, and which old caches it may delete. Pure functions.

/** The files of each room, by folder name, besides those of the first screen. */
export type RoomFiles = Record<string, string[]>

/** The files of some rooms without duplicates. Unknown rooms are ignored. */
export const filesOf = (rooms: RoomFiles, names: string[]): string[] => [
  ...new Set(names.flatMap((name) => rooms[name] ?? [])),
]

/**
 * The rooms that a new version must store before activation: those requested last. If none were, all rooms, because versions
 * before this feature stored everything.
 */
export const roomsToStore = (rooms: RoomFiles, asked: string[] | null, earlier: boolean): string[] =>
  asked ?? (earlier ? Object.keys(rooms) : [])

/**
 * The caches of a face to delete when `now` is activated. The previous version's is preserved, because its pages may still be
 * open; incomplete versions are deleted. If the previous version is unknown, all are preserved once more.
 */
export const outdated = (caches: string[], face: string, now: string, before: string | null): string[] =>
  before === null
    ? []
    : caches.filter((name) => name.startsWith(face) && name !== now && name !== before && name !== notes(face))

/** The cache for the worker's own notes. */
export const notes = (face: string) => `${face}notes`

/** Built files have a content hash in their name, so that equal names are equal files. */
export const isHashed = (file: string) => file.includes('/assets/')

/** Whether an answer is the requested file, and neither an error nor a captive portal's page. */
export const isFile = (answer: Response, page: boolean): boolean =>
  answer.ok && !answer.redirected && (page || !/html/.test(answer.headers.get('Content-Type') ?? ''))
