// Prepares a photo for storage: at most 1,280 pixels, upright, without metadata.

const LONGEST = 1_280
const QUALITY = 0.72

const HEIF = /^ftyp(hei[cmsx]|hev[cmsx]|mif1|msf1|avi[fs])/

/** The type of a file by its first bytes: one that the server accepts, HEIC, or another. */
export async function kindOf(file: Blob): Promise<'stored' | 'heic' | 'other'> {
  const head = String.fromCharCode(...new Uint8Array(await new Response(file.slice(0, 16)).arrayBuffer()))
  if (head.startsWith('\xff\xd8\xff') || head.startsWith('\x89PNG') || /^RIFF[^]{4}WEBP/.test(head)) return 'stored'
  return HEIF.test(head.slice(4)) ? 'heic' : 'other'
}

/** The EXIF orientation of a JPEG, 1 to 8; 1 if missing. */
export function orientation(bytes: ArrayBuffer): number {
  const view = new DataView(bytes)
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return 1
  for (let at = 2; at + 10 < view.byteLength;) {
    const marker = view.getUint16(at)
    const size = view.getUint16(at + 2)
    if ((marker & 0xff00) !== 0xff00) return 1
    if (marker === 0xffe1 && view.getUint32(at + 4) === 0x45786966) return tag(view, at + 10, at + 2 + size)
    at += 2 + size
  }
  return 1
}
function tag(view: DataView, tiff: number, end: number): number {
  const little = view.getUint16(tiff) === 0x4949
  const first = tiff + view.getUint32(tiff + 4, little)
  if (first + 2 > end) return 1
  for (let index = 0, count = view.getUint16(first, little); index < count; index++) {
    const at = first + 2 + index * 12
    if (at + 10 > end) return 1
    if (view.getUint16(at, little) === 0x0112) {
      const value = view.getUint16(at + 8, little)
      return value >= 1 && value <= 8 ? value : 1
    }
  }
  return 1
}

/** The transformation of each orientation: [a, b, c, d] of the matrix, and whether width and height are swapped. */
const TURNS: Record<number, readonly [number, number, number, number]> = {
  2: [-1, 0, 0, 1],
  3: [-1, 0, 0, -1],
  4: [1, 0, 0, -1],
  5: [0, 1, 1, 0],
  6: [0, 1, -1, 0],
  7: [0, -1, -1, 0],
  8: [0, -1, 1, 0],
}

function picture(file: Blob): Promise<HTMLImageElement> {
  return new Promise((resolve, reject) => {
    const image = new Image()
    const url = URL.createObjectURL(file)
    const end = (act: () => void) => () => {
      URL.revokeObjectURL(url)
      act()
    }
    image.addEventListener(
      'load',
      end(() => resolve(image)),
    )
    image.addEventListener(
      'error',
      end(() => reject(new Error('not a picture'))),
    )
    image.src = url
  })
}

/** Web views before 2020 ignore the orientation; later ones apply it. */
const uprightByItself = () => typeof CSS !== 'undefined' && CSS.supports('image-orientation', 'from-image')

export async function shrink(file: Blob): Promise<ArrayBuffer> {
  const turn = uprightByItself() ? 1 : orientation(await new Response(file).arrayBuffer())
  const image = await picture(file)
  const share = Math.min(1, LONGEST / Math.max(image.naturalWidth, image.naturalHeight))
  const [width, height] = [
    Math.max(1, Math.round(image.naturalWidth * share)),
    Math.max(1, Math.round(image.naturalHeight * share)),
  ]
  const canvas = document.createElement('canvas')
  const lying = turn > 4
  canvas.width = lying ? height : width
  canvas.height = lying ? width : height
  const board = canvas.getContext('2d')
  if (!board) throw new Error('no canvas')
  const [a, b, c, d] = TURNS[turn] ?? [1, 0, 0, 1]
  board.transform(a, b, c, d, canvas.width / 2, canvas.height / 2)
  board.drawImage(image, -width / 2, -height / 2, width, height)
  const small = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/jpeg', QUALITY)
  })
  canvas.width = canvas.height = 0 // cheap phones give the memory back only so
  if (!small) throw new Error('no JPEG')
  return new Response(small).arrayBuffer()
}
