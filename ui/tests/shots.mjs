// Pictures of every page, for eyes: node tests/shots.mjs ADDRESS FOLDER [PAGE...]
import { chromium } from 'playwright-core'
import { mkdirSync } from 'node:fs'
import { pages } from './pages.mjs'

const [base, folder, ...only] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
for (const colorScheme of ['light', 'dark']) {
  for (const width of [1440, 390]) {
    const context = await browser.newContext({ viewport: { width, height: width > 1000 ? 900 : 844 }, colorScheme, deviceScaleFactor: 1, reducedMotion: 'reduce' })
    const page = await context.newPage()
    page.on('console', (m) => { if (m.type() === 'error' || m.type() === 'warning') console.log('console:', page.url(), m.text()) })
    page.on('pageerror', (e) => console.log('pageerror:', page.url(), e.message))
    for (const [name, path] of Object.entries(await pages(base))) {
      if (only.length && !only.includes(name)) continue
      await page.goto(base + path, { waitUntil: 'networkidle' })
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
      await page.waitForLoadState('networkidle')
      await page.evaluate(() => scrollTo(0, 0))
      await page.waitForTimeout(150)
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: process.env.FULL !== '0' })
    }
    await context.close()
  }
}
await browser.close()
