// The picture of the README: the pair page of the included sample.
// node tests/picture.mjs FILE
import { chromium } from 'playwright-core'
import { start, workplace } from './server.mjs'

const [file] = process.argv.slice(2)
const place = workplace()
const server = await start(place.program, place.folder)
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1120 }, colorScheme: 'light', reducedMotion: 'reduce' })
  await page.goto(server.address + '/pair/XKE/XMA', { waitUntil: 'networkidle' })
  await page.locator('#app.ready article summary').first().click()
  await page.mouse.move(0, 0)
  await page.evaluate(() => document.activeElement?.blur())
  await page.screenshot({ path: file })
} finally {
  await browser.close()
  await server.stop()
  place.clear()
}
