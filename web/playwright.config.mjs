// How the stories run: each from the same demonstration, two browsers side by side, a trace of whatever fails, and one retry that is recorded.
import { defineConfig } from '@playwright/test'
import { chromium } from './e2e/stage.mjs'

const MINUTE = 60_000

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'e2e/out',
  globalSetup: './e2e/made.mjs',
  reporter: [['list'], ['./e2e/report.mjs']],
  projects: [
    { name: 'offline', testMatch: 'offline-*.mjs' },
    { name: 'stories', testMatch: /\/stories(?:-[a-z-]+)?\.mjs$/ },
    { name: 'pages', testMatch: 'pages-*.mjs', retries: 0 },
  ],
  fullyParallel: true,
  workers: 2,
  retries: 1,
  forbidOnly: true,
  // A story waits for states; this only ends one that never would.
  timeout: 8 * MINUTE,
  use: {
    launchOptions: chromium,
    actionTimeout: 20_000,
    navigationTimeout: 20_000,
    screenshot: 'only-on-failure',
    trace: { mode: 'retain-on-failure', screenshots: false, sources: false },
  },
})
