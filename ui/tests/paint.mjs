// How soon every page of a server paints, and shows what it was asked for:
// node tests/paint.mjs ADDRESS [PAIR=A/B in the environment]
import { chromium } from 'playwright-core'
import { pages } from './pages.mjs'

const [base] = process.argv.slice(2)
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
let slow = 0
for (const [name, path] of Object.entries(await pages(base))) {
  const painted = []
  const shown = []
  for (let i = 0; i < 3; i++) {
    // A profile of its own each time: nothing is held from before.
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    await page.goto(base + path, { waitUntil: 'commit' })
    await page.locator('#app.ready h1').first().waitFor({ timeout: 20000 })
    shown.push(Math.round(await page.evaluate(() => performance.now())))
    painted.push(Math.round(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN)))
    await context.close()
  }
  const best = (list) => Math.min(...list.filter((n) => !Number.isNaN(n)))
  if (best(painted) >= 1000) slow++
  console.log(`${name.padEnd(14)} first paint ${painted.join(', ')} ms; shown ${shown.join(', ')} ms`)
}
await browser.close()
process.exitCode = slow > 0 ? 1 : 0
