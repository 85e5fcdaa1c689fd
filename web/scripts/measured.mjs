// Runs a measurement with a server and a browser; ends with figures or an error.
import { startBrowser, startServer } from '../e2e/stage.mjs'

const MINUTE = 60_000

/** `run` prints the figures. On an error or after `minutes` the exit code is 1. */
export async function measured(run, { minutes = 10, served = startServer } = {}) {
  const opened = []
  const end = async (thrown) => {
    clearTimeout(late)
    if (thrown) console.error(thrown)
    // A closed browser must not prevent stopping the server.
    for (const close of opened.reverse()) await close().catch((failed) => console.error(failed))
    process.exit(thrown ? 1 : 0)
  }
  // The timer also keeps the process alive while it waits for a promise that never settles.
  const late = setTimeout(() => end(new Error(`not done after ${minutes} minutes`)), minutes * MINUTE)
  try {
    const server = await served()
    opened.push(() => server.stop())
    const browser = await startBrowser()
    opened.push(() => browser.close())
    await run({ base: server.base, browser })
  } catch (thrown) {
    return end(thrown)
  }
  return end(null)
}
