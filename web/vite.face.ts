// One recipe for the build of every face, so that bytes, targets and the server behind are alike.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import type { PluginOption, ProxyOptions, UserConfig } from 'vite'
import { roomsIn } from './scripts/chunks.mjs'

interface Face {
  name: 'console' | 'resident' | 'member' | 'station'
  base: string
  /** The oldest browser that must run it: office PCs for the console, old phones' web views for residents and members. */
  target: string[]
  port: number
  /** Whether each room is one file, for a service worker that stores it as a whole; else each page is one. */
  wholeRooms?: boolean
}

/** The running server that answers for the pages while they are worked on. */
const SERVER = process.env.WEIGUANG_SERVER ?? 'http://127.0.0.1:8080'
/** Without a server every page is empty, so it is said once how to start one. */
const told: ProxyOptions['configure'] = (proxy) => {
  let said = false
  proxy.on('error', () => {
    if (said) return
    said = true
    console.error(
      `\nNo server at ${SERVER}. Start the demonstration and leave it running: cargo run -p weiguang -- demo --serve\nAnother address: WEIGUANG_SERVER=http://…\n`,
    )
  })
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export function face({ name, base, target, port, wholeRooms = false }: Face): UserConfig {
  const plugins: PluginOption[] = [vue(), usedIcons(here(`./apps/${name}/src`))]
  return {
    root: here(`./apps/${name}`),
    base,
    plugins,
    resolve: { alias: { '@weiguang': here('./packages') } },
    define: {
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    build: {
      outDir: here(`./dist/${name}`),
      emptyOutDir: true,
      target,
      cssTarget: target,
      manifest: 'manifest.json',
      reportCompressedSize: false,
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      // What the first page needs is one file: a server without HTTP/2 gives six at a time, and each further round costs a slow phone half a second.
      rolldownOptions: {
        output: {
          codeSplitting: {
            groups: [{ name: 'first', tags: ['$initial'] }, ...(wholeRooms ? rooms(here(`./apps/${name}/src`)) : [])],
          },
          ...(wholeRooms ? { chunkFileNames: 'assets/[hash].js' } : {}),
        },
      },
    },
    server: {
      port,
      proxy: { '/api': { target: SERVER, configure: told } },
    },
  }
}

/** One file for each room, with the package of its name; and one for what rooms have in common. */
function rooms(source: string): { name: string; test: (id: string) => boolean }[] {
  const names = roomsIn(source)
  const roomOf = (id: string) =>
    names.find((room) => id.includes(`/src/rooms/${room}/`) || id.includes(`/packages/${room}/`))
  const common = (id: string) => !roomOf(id) && (id.includes('/packages/') || id.includes('/src/'))
  // Whatever a file of a group needs is gathered with it, so the common parts come first.
  return [
    { name: 'parts', test: common },
    ...names.map((room) => ({ name: room, test: (id: string) => roomOf(id) === room })),
  ]
}

/** Leaves out the icons that no file of a face or of the packages names: a phone does not fetch those of the console. */
function usedIcons(source: string): PluginOption {
  const read = (folder: string) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:vue|ts)$/.test(entry.name) && entry.name !== 'icons.ts')
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n')
  return {
    name: 'weiguang-icons',
    enforce: 'pre',
    apply: 'build',
    transform(code, id) {
      if (!id.endsWith('/packages/ui/icons.ts')) return null
      const text = read(source) + read(here('./packages'))
      return code.replaceAll(/^  (\w+): '.*',\n/gm, (line, icon: string) =>
        new RegExp(`['"]${icon}['"]`).test(text) ? line : '',
      )
    },
  }
}
