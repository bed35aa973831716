// Five thousand actors with fifty thousand ties are drawn and can be moved.
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { chromium } from 'playwright-core'
import { start, workplace } from './server.mjs'

const actors = 5000
const ties = 50000
let place, server, browser

before(async () => {
  place = workplace()
  server = await start(place.program, place.folder)
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
})
after(async () => {
  await browser?.close()
  await server?.stop()
  place?.clear()
})

/** A made-up answer of the API. */
function grown() {
  let seed = 1
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647
  const list = Array.from({ length: actors }, (_, i) => {
    const [angle, far] = [random() * 2 * Math.PI, Math.sqrt(random())]
    return { id: `x:actor-${i}`, label: `Actor ${i}`, records: 1 + Math.floor(500 / (i + 1)), x: far * Math.cos(angle), y: far * Math.sin(angle) }
  })
  const seen = new Set()
  while (seen.size < ties) {
    const [a, b] = [Math.floor(random() * actors), Math.floor(random() * actors)].sort((x, y) => x - y)
    if (a !== b) seen.add(a * actors + b)
  }
  return { actors: list, ties: [...seen].map((k, i) => ({ a: Math.floor(k / actors), b: k % actors, plus: i % 3, minus: (i + 1) % 2, open: 0 })), all: actors, first: '2020-01-01', last: '2024-12-31' }
}

it('draws five thousand actors with fifty thousand ties, and moves them', async () => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  page.setDefaultTimeout(60000)
  await page.route('**/api/network?*', (r) => r.fulfill({ json: grown() }))
  const begin = Date.now()
  await page.goto(server.address + '/network?view=graph')
  await page.locator('.graph canvas').first().waitFor()
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  const drawn = Date.now() - begin
  const box = await page.locator('.graph').boundingBox()
  const before = await page.locator('.graph').screenshot()
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  const from = Date.now()
  for (let i = 1; i <= 20; i++) await page.mouse.move(box.x + box.width / 2 + 8 * i, box.y + box.height / 2 + 4 * i)
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  const moved = Date.now() - from
  await page.mouse.up()
  await page.waitForTimeout(300)
  assert.ok(!before.equals(await page.locator('.graph').screenshot()), 'the picture did not move')
  assert.ok(moved / 20 < 1000, `${moved / 20} ms a step`)
  console.log(`${actors} actors with ${ties} ties: drawn ${drawn} ms after the address was asked for, ${moved / 20} ms a step of a drag (without a graphics card)`)
})
