// Runs a measurement over a server and a browser of its own. It ends with its figures or with an error, never without a word.
import { startBrowser, startServer } from '../e2e/stage.mjs'

const MINUTE = 60_000

/** `run` prints the figures. Whatever goes wrong is printed, and the exit code is 1; so it is when nothing is done after so many minutes. */
export async function measured(run, { minutes = 10, served = startServer } = {}) {
  const opened = []
  const end = async (thrown) => {
    clearTimeout(late)
    if (thrown) console.error(thrown)
    // A browser that is gone already does not keep the server from being stopped.
    for (const close of opened.reverse()) await close().catch((failed) => console.error(failed))
    process.exit(thrown ? 1 : 0)
  }
  // The timer also keeps the process alive while it waits for a promise that nobody will settle.
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
