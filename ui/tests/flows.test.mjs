// Every page and flow in a browser. Run by: npm run flows (needs Go and Chromium).
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import axe from 'axe-core'
import { chromium } from 'playwright-core'
import { pages } from './pages.mjs'
import { start, workplace } from './server.mjs'

let place, server, browser
const faults = []

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

/** Opens a page; errors on its console fail the test. */
async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', permissions: ['clipboard-read', 'clipboard-write'], acceptDownloads: true, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(8000)
  page.on('pageerror', (e) => faults.push(`${page.url()}: ${e.message}`))
  page.on('console', (m) => {
    if (m.type() === 'error' && !m.text().includes('404')) faults.push(`${page.url()}: ${m.text()}`)
  })
  await page.goto(server.address + path, { waitUntil: 'networkidle' })
  if (options.javaScriptEnabled !== false) await page.locator('#app.ready h1').waitFor()
  return page
}
async function close(page) {
  await page.context().close()
  assert.deepEqual(faults.splice(0), [])
}

describe('every page', () => {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [1440, 390]) {
      it(`has no serious fault of accessibility and fits, ${colorScheme}, ${width} pixels`, async () => {
        const page = await open('/', { colorScheme, viewport: { width, height: 844 }, bypassCSP: true })
        for (const [name, path] of Object.entries(await pages(server.address))) {
          await page.goto(server.address + path, { waitUntil: 'networkidle' })
          await page.locator('#app.ready h1').first().waitFor()
          await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
          await page.waitForLoadState('networkidle')
          await page.evaluate(axe.source)
          const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
          const grave = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical' || v.id === 'landmark-unique')
          assert.deepEqual(grave.map((v) => `${name}: ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`), [])
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
          assert.ok(wide <= 0, `${name} is ${wide} pixels wider than the window`)
          assert.equal(await page.locator('#page').count(), 0, `${name} kept the server's page`)
          assert.equal(await page.locator('h1').count(), 1, `${name} has one heading`)
        }
        faults.length = 0 // the page of an error asks for what is not there
        await page.context().close()
      })
    }
  }
  it('is sent with less than sixty kilobytes for shell and pair page', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    const assets = new Map()
    page.on('response', (r) => {
      if (r.url().includes('/assets/')) assets.set(new URL(r.url()).pathname, Number(r.headers()['content-length']))
    })
    await page.goto(server.address + '/pair/XKE/XMA', { waitUntil: 'networkidle' })
    await context.close()
    // What else the page holds is data: the records, readable without a script.
    const shell = gzipSync(await (await fetch(server.address + '/map')).text()).length
    const program = [...assets.values()].reduce((a, b) => a + b, 0)
    assert.ok(assets.size >= 4 && program > 0 && program + shell < 60_000, `${program} bytes of program, styles and type, ${shell} of shell`)
    console.log(`first load of the pair page, gzipped: ${program} bytes of program, styles and type, ${shell} of shell`)
  })
  it('paints in under a second', async () => {
    const times = []
    for (let i = 0; i < 3; i++) {
      const page = await open('/pair/XKE/XMA')
      times.push(Math.round(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime)))
      await close(page)
    }
    assert.ok(Math.min(...times) < 1000, `${times} ms`)
    console.log(`first contentful paint of the pair page: ${times.join(', ')} ms`)
  })
  it('reads without a script', async () => {
    const page = await open('/pair/XKE/XMA', { javaScriptEnabled: false })
    assert.match(await page.locator('h1').innerText(), /Kestria and Marisia/)
    await page.locator('details.cite summary').first().click()
    assert.ok(await page.locator('details.cite blockquote').first().isVisible())
    await close(page)
  })
})

describe('the pair page', () => {
  it('opens every count onto sentences', async () => {
    const page = await open('/pair/XKE/XMA')
    await page.getByRole('link', { name: /^military \+/ }).click()
    await page.waitForURL(/layer=military/)
    await page.waitForFunction(() => /^\d+ of \d+ records$/.test(document.querySelector('.tools span')?.textContent ?? ''))
    const statement = page.locator('article').first()
    await statement.locator('summary').first().click()
    await statement.locator('blockquote mark').first().waitFor()
    await statement.locator('a[href^="/document/"]').first().click()
    await page.waitForURL(/\/document\/d-/)
    await page.locator('.card blockquote').waitFor()
    await close(page)
  })
  it('keeps filters in the address, forth and back', async () => {
    const page = await open('/pair/XKE/XMA')
    await page.locator('.facets').getByRole('link', { name: /^planned/ }).click()
    await page.waitForURL(/stance=planned/)
    await page.getByRole('link', { name: 'Take the filter stance away' }).click()
    await page.waitForURL((u) => !u.search.includes('stance'))
    await page.goBack()
    await page.waitForURL(/stance=planned/)
    await page.reload({ waitUntil: 'networkidle' })
    await page.getByRole('link', { name: 'Take the filter stance away' }).waitFor()
    await close(page)
  })
  it('tells what was known on a day, and keeps the day from page to page', async () => {
    const page = await open('/pair/XKE/XMA?known=2031-03-15')
    await page.locator('.ribbon').getByText('As known on 15 March 2031').waitFor()
    await page.locator('h1 a').first().click()
    await page.waitForURL(/\/actor\/XKE\?known=2031-03-15/)
    await close(page)
  })
  it('asks everything as known on the day, on every page, in search and in reports', async () => {
    const day = 'known=2031-03-20'
    const page = await open('/?' + day)
    const asked = []
    page.on('request', (r) => asked.push(new URL(r.url())))
    for (const [name, path] of Object.entries(await pages(server.address))) {
      if (['import', 'error', 'document', 'claim'].includes(name)) continue // reading is of today; documents of the sample may be younger
      await page.goto(server.address + path + (path.includes('?') ? '&' : '?') + day, { waitUntil: 'networkidle' })
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
      await page.waitForLoadState('networkidle')
    }
    await page.goto(server.address + '/pair/XKE/XMA?' + day, { waitUntil: 'networkidle' })
    await page.locator('#search').fill('kest')
    await page.getByRole('option').first().waitFor()
    await page.locator('#search').fill('')
    const ofToday = ['/api/runs', '/api/forecasts/record', '/api/feeds', '/api/session']
    const views = asked.filter((u) => u.pathname.startsWith('/api/') && !ofToday.includes(u.pathname))
    assert.ok(new Set(views.map((u) => u.pathname)).size > 15, `${views.length} views`)
    assert.ok(views.some((u) => u.pathname === '/api/suggest'))
    assert.deepEqual([...new Set(views.filter((u) => u.searchParams.get('known') !== '2031-03-20').map((u) => u.pathname))], [])
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'as HTML' }).click()])
    assert.match(readFileSync(await file.path(), 'utf8'), /as known on 20 March 2031/)
    // A link that is opened elsewhere keeps the day.
    const [other] = await Promise.all([page.context().waitForEvent('page'), page.locator('h1 a').first().click({ modifiers: ['ControlOrMeta'] })])
    await other.waitForURL(/\/actor\/XKE\?known=2031-03-20/)
    faults.length = 0 // a pair that is not there is asked for
    await close(page)
  })
  it('hands out tables, pictures and citations', async () => {
    const page = await open('/pair/XKE/XMA')
    const block = page.locator('section', { has: page.getByRole('heading', { name: 'Standing by layer' }) })
    for (const [button, name, holds] of [['Table as CSV', /\.csv$/, /^layer,from,to,friendly/], ['Data as JSON', /\.json$/, /"standing"/], ['Picture as SVG', /\.svg$/, /<svg [^>]*xmlns/], ['Picture as PNG', /\.png$/, /^.PNG/]]) {
      await block.locator('summary').click()
      const [file] = await Promise.all([page.waitForEvent('download'), block.getByRole('button', { name: button }).click()])
      assert.match(file.suggestedFilename(), name)
      assert.match(readFileSync(await file.path(), 'utf8'), holds)
      await block.locator('details').evaluate((d) => (d.open = false))
    }
    for (const [button, holds] of [['Copy citation', /Kestria and Marisia/], ['Copy BibTeX', /^@misc\{/], ['Copy RIS', /^TY {2}- /], ['Copy CSL-JSON', /"title"/]]) {
      await block.locator('details').evaluate((d) => (d.open = true))
      await block.getByRole('button', { name: button, exact: true }).click()
      await block.getByText('Copied').waitFor()
      assert.match(await page.evaluate(() => navigator.clipboard.readText()), holds)
      await page.waitForTimeout(1600)
    }
    await close(page)
  })
  it('is walked by keys', async () => {
    const page = await open('/pair/XKE/XMA')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    assert.equal(await page.evaluate(() => [...document.querySelectorAll('[data-stop]')].indexOf(document.activeElement)), 1)
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('/')
    await page.keyboard.type('who supports kestria')
    await page.getByRole('option').first().waitFor()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/actor\/XKE\?sign=friendly/)
    await close(page)
  })
  it('opens a statement by Enter, and leads to what an actor page leaves out', async () => {
    const page = await open('/pair/XKE/XMA')
    for (let i = 0; i < 3; i++) await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.locator('article:focus details[open] blockquote mark').waitFor()
    await page.goto(server.address + '/actor/XKE', { waitUntil: 'networkidle' })
    await page.locator('article').getByRole('link', { name: 'and 1 more' }).first().click()
    await page.waitForURL(/\/pair\/.*story=/)
    await page.getByText(/^\d+ of \d+ records$/).waitFor()
    await page.locator('article').first().waitFor()
    await close(page)
  })
  it('claims no day that a text does not tell', async () => {
    const page = await open('/pair/XKE/XMA')
    const meta = page.locator('article', { hasText: 'Kestria trades with Marisia' }).locator('.meta')
    assert.match(await meta.innerText(), /\s2030$/)
    assert.match(await page.locator('.lead').first().innerText(), / 2030 to April 2031\./)
    await close(page)
  })
  it('shows the same when opened twice, and a report', async () => {
    const one = await open('/pair/XKE/XVO')
    const two = await open('/pair/XKE/XVO')
    assert.equal(await one.locator('.lead').innerText(), await two.locator('.lead').innerText())
    const [file] = await Promise.all([one.waitForEvent('download'), one.getByRole('link', { name: 'Report as DOCX' }).click()])
    assert.equal(readFileSync(await file.path()).subarray(0, 2).toString(), 'PK')
    await close(one)
    await close(two)
  })
})

describe('other pages', () => {
  it('marks the text of a document, and opens a mark', async () => {
    const page = await open((await pages(server.address)).document)
    const marks = () => page.evaluate(() => [...CSS.highlights.keys()].sort())
    assert.ok((await marks()).includes('m-plus'))
    await page.getByRole('button', { name: 'none', exact: true }).click()
    await page.waitForFunction(() => !CSS.highlights.has('m-plus'))
    await page.getByRole('button', { name: 'everything', exact: true }).click()
    await page.waitForFunction(() => CSS.highlights.has('m-actor') && CSS.highlights.has('m-claim'))
    await page.getByRole('tab', { name: /Voices/ }).click()
    await page.locator('.voice .voice button').first().click()
    await page.waitForFunction(() => CSS.highlights.has('m-chosen'))
    await page.locator('.card blockquote').waitFor()
    await page.getByRole('button', { name: 'close', exact: true }).click()
    await page.waitForFunction(() => !CSS.highlights.has('m-chosen'))
    await close(page)
  })
  it('raises what is chosen in a text over a narrow window', async () => {
    const page = await open((await pages(server.address)).document, { viewport: { width: 390, height: 844 } })
    await page.locator('.list button').first().click()
    const box = await page.locator('.card').boundingBox()
    assert.ok(box && box.y > 400 && box.y + box.height <= 844, JSON.stringify(box))
    await page.locator('.card').getByRole('button', { name: 'close' }).click()
    await page.locator('.card').waitFor({ state: 'detached' })
    await close(page)
  })
  it('reads what is dropped and pasted, and shows it', async () => {
    const page = await open('/import')
    await page.locator('input[type=file]').setInputFiles([{ name: '<img src=x onerror=alert(1)>.txt', mimeType: 'text/plain', buffer: Buffer.from('Kestria threatened Tharkand on Friday.\n') }])
    await page.getByText('done').first().waitFor()
    await page.getByLabel('Text', { exact: true }).fill('Tharkand thanked Marisia for its help on Saturday.')
    await page.getByLabel('Title').fill('<script>document.title="owned"</script>')
    await page.getByLabel('Published').fill('2031-04-20')
    await page.getByRole('button', { name: 'Read it' }).last().click()
    await page.waitForFunction(() => [...document.querySelectorAll('.pill')].filter((p) => p.textContent === 'done').length === 2)
    await page.locator('form').getByRole('link', { name: 'open it' }).waitFor()
    await page.getByRole('link', { name: '<script>document.title="owned"</script>' }).first().click()
    await page.getByRole('heading', { name: '<script>document.title="owned"</script>' }).waitFor()
    assert.doesNotMatch(await page.title(), /^owned/)
    await close(page)
  })
  it('does nothing with hostile titles, names and texts, on any page', async () => {
    const evil = '<img src=x onerror="document.title=1337"><svg onload=alert(1)>{{1}}'
    const line = JSON.stringify({
      title: `Evil ${evil}`, outlet: `Out ${evil}`, author: `Author ${evil}`, date: '2031-04-10', url: 'javascript:alert(1)',
      text: `Kestria attacked Voldania on 9 April 2031, said Minister ${evil} Mallory. Kestria and the "</script><script>alert(1)</script>" Front signed a pact. Marisia told ${evil} that it would help Kestria.`,
    })
    const form = new FormData()
    form.append('file', new Blob([line]), `${evil}.jsonl`)
    await fetch(server.address + '/api/runs/files', { method: 'POST', body: form })
    const get = async (p) => {
      const r = await fetch(server.address + p)
      assert.equal(r.status, 200, `${p}: ${r.status}`)
      return r.json()
    }
    let id = ''
    while (!id) {
      await new Promise((done) => setTimeout(done, 200))
      const { runs } = await get('/api/runs')
      if (runs[0].state !== 'running') id = runs[0].ids[0]
    }
    const doc = await get('/api/documents/' + id)
    const claim = doc.records.find((r) => r.claim)?.claim ?? doc.records.find((r) => r.kind === 'claim').id
    const named = doc.actors.map((a) => a.actor)
    const paths = {
      ...(await pages(server.address)), evil: '/document/' + id, evilClaim: '/claim/' + claim, evilOutlet: '/documents?outlet=' + encodeURIComponent(doc.paper.outlet), evilSearch: '/search?q=' + encodeURIComponent(evil),
      evilPair: '/pair/' + encodeURIComponent(evil) + '/XKE', evilFilter: '/pair/XKE/XVO?speaker=' + encodeURIComponent(evil) + '&layer=' + encodeURIComponent(evil), evilWhatIf: '/network?view=whatif&a=' + encodeURIComponent(evil) + '&b=XKE', evilCheck: '/check?layer=' + encodeURIComponent(evil),
      ...Object.fromEntries([...new Set(named)].slice(0, 6).map((a) => ['actor ' + a, '/actor/' + encodeURIComponent(a)])),
    }
    const page = await open('/')
    let alerts = 0
    page.on('dialog', (d) => (alerts++, d.dismiss()))
    for (const [name, path] of Object.entries(paths)) {
      await page.goto(server.address + path, { waitUntil: 'networkidle' })
      await page.locator('#app.ready h1').first().waitFor().catch((e) => assert.fail(`${name}: ${e.message}`))
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
      await page.waitForLoadState('networkidle')
      const found = await page.evaluate(() => document.querySelectorAll('img[src="x"], [onerror], [onload], main script, a[href^="javascript" i], #app iframe').length)
      assert.equal(found, 0, `${name} holds what a text brought`)
      assert.doesNotMatch(await page.title(), /^1337/, name)
      const plain = await (await fetch(server.address + path)).text()
      assert.doesNotMatch(plain, /<img src=x|<svg onload|<script>alert|href="javascript/i, `the server's page of ${name}`)
    }
    assert.equal(alerts, 0)
    for (const format of ['html', 'md']) {
      const report = await (await fetch(server.address + '/api/report/pair/XKE/XVO?format=' + format)).text()
      assert.doesNotMatch(report, format === 'html' ? /<img src=x|<svg onload|<script/i : /^<img|\n<script/i, 'the report as ' + format)
    }
    faults.length = 0 // what is not there is asked for
    await close(page)
  })
  it('reads tables of events, and refuses what is no address', async () => {
    const page = await open('/import')
    await page.getByRole('radio', { name: /tables of events/ }).check()
    const head = 'Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude'
    const row = '1\t2018-06-01\tGovernment\tGovernment\tKenya\tConsult\t040\t1.0\tGovernment\tGovernment\tUganda\t1\t1\tPaper\t\t\t\tKenya\t\t'
    await page.locator('input[type=file]').setInputFiles([{ name: 'icews.tab', mimeType: 'text/plain', buffer: Buffer.from(`${head}\n${row}\n`) }])
    await page.getByText('1 row: 1 new').waitFor()
    await page.goto(server.address + '/pair/KEN/UGA', { waitUntil: 'networkidle' })
    assert.match(await page.locator('.lead').first().innerText(), /1 record in 1 row of tables/)
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
    await page.getByText(/The data are stale\. What tells of this ends on 1 June 2018: ICEWS/).waitFor()
    await page.goto(server.address + '/import', { waitUntil: 'networkidle' })
    await page.getByLabel('Address of a page or feed').fill('ftp://example.org/x')
    await page.getByRole('button', { name: 'Read it' }).first().click()
    await page.getByText(/is no address of a page or feed/).waitFor()
    faults.length = 0 // the refusal is a line of the console too
    await close(page)
  })
  it('watches feeds, says why one could not be read, and lets go of it', async () => {
    const page = await open('/import')
    await page.getByText('None is watched.').waitFor()
    // An address that is not public is refused by the fetching, with its reason.
    await page.getByLabel('Address of a feed or OPML list').fill('http://127.0.0.1:9/<b>feed</b>.xml')
    await page.getByRole('button', { name: 'Watch it' }).click()
    const feeds = page.locator('section', { has: page.getByRole('heading', { name: 'Watched feeds' }) })
    await feeds.getByText('1 could not be read').click()
    await feeds.getByText(/127\.0\.0\.1/).last().waitFor()
    assert.equal(await feeds.locator('b').count(), 0)
    await page.reload({ waitUntil: 'networkidle' })
    await feeds.getByRole('button', { name: /no longer$/ }).click()
    await page.getByText('None is watched.').waitFor()
    await close(page)
  })
  it('says why something could not be read', async () => {
    const page = await open('/import')
    await page.locator('input[type=file]').setInputFiles([{ name: 'x.txt', mimeType: 'text/plain', buffer: Buffer.from([0, 1, 2, 3]) }])
    await page.locator('.pill', { hasText: /done|failed/ }).first().waitFor()
    await page.locator('li').first().getByText(/could not be read|nothing to read/).first().waitFor()
    await close(page)
  })
  it('checks records by keys, and takes back', async () => {
    const page = await open('/check')
    const first = await page.locator('article h2').innerText()
    await page.keyboard.press('r')
    await page.waitForFunction((t) => document.querySelector('article h2')?.textContent !== t, first)
    await page.locator('.done .pill', { hasText: 'rejected' }).waitFor()
    await page.keyboard.press('u')
    await page.waitForFunction((t) => document.querySelector('article h2')?.textContent?.trim() === t.trim(), first)
    await page.keyboard.press('c')
    await page.getByLabel('Stance').last().selectOption('denied')
    await page.getByRole('button', { name: 'Keep the correction' }).click()
    await page.locator('.done .pill', { hasText: 'corrected' }).waitFor()
    await page.keyboard.press('a')
    await page.locator('.done .pill', { hasText: 'accepted' }).waitFor()
    const rows = (await (await fetch(server.address + '/api/judgements')).json()).judgements
    assert.deepEqual(rows.slice(-4).map((j) => j.verdict), ['rejected', 'withdrawn', 'corrected', 'accepted'])
    await close(page)
  })
  it('decides on all of a filter at once, and takes all of it back at once', async () => {
    const rows = async () => (await (await fetch(server.address + '/api/judgements')).json()).judgements
    const waiting = async (q = '') => (await (await fetch(server.address + '/api/queue?layer=energy' + q)).json()).waiting
    const [before, many] = [(await rows()).length, await waiting()]
    assert.ok(many > 1, `${many} records wait`)
    const page = await open('/check?layer=energy')
    await page.keyboard.press('b')
    await page.getByRole('button', { name: 'Reject all' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('status').getByText(`${many} records rejected`).waitFor()
    await page.getByText('Nothing waits to be checked').waitFor()
    assert.equal(await waiting(), 0)
    await page.keyboard.press('u')
    await page.getByRole('status').getByText(`taken back: ${many} records rejected`).waitFor()
    assert.equal(await waiting(), many)
    await page.getByText(`1 of ${many} here`).waitFor()
    await page.keyboard.press('a')
    await page.locator('.done .pill', { hasText: 'accepted' }).waitFor()
    // A bulk over decided ones gives back what was decided before.
    await page.goto(server.address + '/check?layer=energy&decided=true', { waitUntil: 'networkidle' })
    await page.keyboard.press('b')
    await page.getByRole('button', { name: 'Reject all' }).click()
    await page.getByRole('status').getByText(/rejected/).waitFor()
    await page.keyboard.press('u')
    await page.getByRole('status').getByText(/taken back/).waitFor()
    const last = (await rows()).at(-1)
    assert.equal(last.verdict, 'accepted')
    assert.ok((await rows()).length > before)
    await close(page)
  })
  it('keeps the reliability that is set', async () => {
    const page = await open('/outlets')
    await page.getByLabel('Reliability of Northern Wire').selectOption('B')
    await page.getByText('Northern Wire: B').waitFor()
    await page.reload({ waitUntil: 'networkidle' })
    assert.equal(await page.getByLabel('Reliability of Northern Wire').inputValue(), 'B')
    await close(page)
  })
  it('goes from matrix to neighbours to the whole graph, through time', async () => {
    const page = await open('/network')
    await page.locator('td a').first().waitFor()
    const slider = page.getByRole('slider')
    await slider.fill(String(Number(await slider.getAttribute('max')) - 1))
    await page.waitForURL(/to=/)
    await page.getByRole('link', { name: 'Kestria' }).first().click()
    await page.waitForURL(/center=XKE|actor\/XKE/)
    await page.goto(server.address + '/network?view=graph', { waitUntil: 'networkidle' })
    await page.locator('.graph canvas').first().waitFor()
    await close(page)
  })
  it('finds camps and blocs, and opens what does not fit onto records', async () => {
    const page = await open('/network?view=balance')
    await page.getByRole('heading', { name: 'How far from two camps' }).waitFor()
    const index = Number(await page.locator('.index strong').innerText())
    assert.ok(index > 0, `an index of ${index}`)
    await page.getByText('proved', { exact: true }).waitFor()
    const triangle = page.locator('details', { hasText: /hostile|friendly/ }).first()
    await triangle.locator('summary').click()
    const counted = Number(/^[\d,]+/.exec(await triangle.locator('summary').innerText())[0].replace(',', ''))
    const more = triangle.getByRole('button', { name: /^All / })
    if (await more.isVisible()) await more.click()
    await page.waitForFunction((n) => document.querySelector('details[open]:has(li[data-stop])')?.querySelectorAll('li').length === n, counted)
    const side = triangle.locator('li a').first()
    const tie = await side.innerText()
    await side.click()
    await page.waitForURL(/\/pair\/.*sign=(hostile|friendly)/)
    await page.getByRole('heading', { name: tie.replace(' – ', ' and '), exact: true }).waitFor()
    await page.locator('article').first().waitFor()
    await page.goBack({ waitUntil: 'networkidle' })
    const block = page.locator('section', { has: page.getByRole('heading', { name: 'Ties that do not fit' }) })
    const pair = await block.locator('tbody a').first().innerText()
    await block.locator('tbody a').first().click()
    await page.waitForURL(/\/pair\/.*sign=(hostile|friendly)/)
    await page.getByRole('heading', { name: pair.replace(' – ', ' and '), exact: true }).waitFor()
    await page.locator('article').first().waitFor()
    await page.goto(server.address + '/network?view=blocs', { waitUntil: 'networkidle' })
    await page.getByRole('heading', { name: /^Bloc A/ }).waitFor()
    await page.getByLabel('windows of').selectOption('month')
    await page.waitForURL(/window=month/)
    await page.getByRole('heading', { name: 'Who stood together, over time' }).waitFor()
    await page.getByRole('group', { name: 'Blocs of actors by window' }).getByRole('link').first().click()
    await page.waitForURL(/from=\d{4}-\d\d-01&to=/)
    await page.getByRole('heading', { name: 'Blocs', exact: true }).waitFor()
    await page.getByRole('link', { name: 'from the beginning ×' }).click()
    await page.waitForURL((u) => !u.search.includes('from='))
    await close(page)
  })
  it('supposes another tie, and says what follows in the model', async () => {
    const page = await open('/network?view=whatif')
    await page.getByLabel('Suppose that').fill('Kestria')
    await page.getByLabel('and', { exact: true }).fill('Voldania')
    await page.getByLabel('had').selectOption('friend')
    await page.getByLabel('by records').fill('500')
    await page.getByRole('button', { name: 'Work it out' }).click()
    await page.waitForURL(/a=XKE&b=XVO&suppose=add&weight=500/)
    await page.getByRole('heading', { name: 'If it were so' }).waitFor()
    await page.getByText('is no prediction').first().waitFor()
    const [before, after] = await page.locator('.index strong').allInnerTexts()
    assert.notEqual(before, after)
    await page.goto(server.address + '/network?view=whatif&a=XKE&b=XMA&suppose=flip', { waitUntil: 'networkidle' })
    await page.getByRole('heading', { name: 'Ties that come under strain' }).waitFor()
    await page.getByRole('link', { name: /friendly, .* hostile$/ }).first().click()
    await page.waitForURL(/\/pair\//)
    await page.goto(server.address + '/network?view=whatif&a=XKE&b=nowhere', { waitUntil: 'networkidle' })
    await page.getByRole('alert').waitFor()
    faults.length = 0 // what is not there is asked for
    await close(page)
  })
  it('says who may act next, and how such forecasts turned out', async () => {
    const page = await open('/forecasts')
    await page.getByText(/No forecast was shown yet|None has a score yet/).waitFor()
    await page.goto(server.address + '/actor/XKE', { waitUntil: 'networkidle' })
    const block = page.locator('section', { has: page.getByRole('heading', { name: 'Who next, and what' }) })
    await block.scrollIntoViewIfNeeded()
    await block.locator('details summary .p').first().click()
    await block.locator('details[open] a[href^="/claim/"]').first().waitFor()
    await block.getByRole('link', { name: '90 days' }).click()
    await page.waitForURL(/horizon=90/)
    await block.getByRole('link', { name: 'How forecasts turned out' }).click()
    await page.getByText('None has a score yet.').waitFor()
    await page.locator('p.lead a').click()
    const open_ = page.locator('section', { has: page.getByRole('heading', { name: 'Still open' }) })
    await open_.locator('tbody tr').first().waitFor()
    assert.ok((await open_.locator('tbody tr').count()) > 3)
    await open_.locator('tbody a').first().click()
    await page.waitForURL(/\/pair\/.*from=/)
    // What would have been told on a day that has passed is scored at once.
    await page.goto(server.address + '/pair/XKE/XMA?known=2031-03-12&horizon=7', { waitUntil: 'networkidle' })
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
    await page.getByRole('heading', { name: 'Kestria on Marisia', exact: true }).waitFor()
    await page.goto(server.address + '/forecasts?hindsight=true', { waitUntil: 'networkidle' })
    await page.getByRole('heading', { name: 'Told and happened' }).waitFor()
    assert.match(await page.getByRole('img', { name: /^Reliability: told as/ }).getAttribute('aria-label'), /happened in \d+ % of \d+|happened in <1 % of/)
    assert.equal(await page.locator('section', { has: page.getByRole('heading', { name: 'By kind of act' }) }).locator('tbody tr').count(), 4)
    await close(page)
  })
  it('supposes an act and leaves one out, and takes both back', async () => {
    const page = await open('/pair/XKE/XMA')
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
    const block = page.locator('section', { has: page.getByRole('heading', { name: 'What may follow' }) }).first()
    await block.getByText('What if?').click()
    await block.getByLabel('did').selectOption('assault')
    await block.getByRole('button', { name: 'Add it' }).click()
    await page.waitForURL(/add=XKE\+ASSAULT\+XMA/)
    await page.getByRole('heading', { name: 'If it were so' }).waitFor()
    const [before, after] = (await page.locator('details details', { hasText: /^material conflict.*→/ }).first().locator('.p').first().innerText()).split(' → ')
    assert.notEqual(before, after)
    await page.locator('details details', { hasText: /^material conflict.*→/ }).first().locator('summary').click()
    await block.getByLabel('or that this was not told').selectOption({ index: 1 })
    await block.getByRole('button', { name: 'Leave it out' }).click()
    await page.waitForURL(/remove=/)
    await page.getByRole('link', { name: 'No longer suppose Kestria: assault towards Marisia' }).click()
    await page.waitForURL((u) => !u.search.includes('add='))
    await page.reload({ waitUntil: 'networkidle' })
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
    await page.getByRole('link', { name: /^Count .* again$/ }).click()
    await page.getByRole('heading', { name: 'If it were so' }).waitFor({ state: 'detached' })
    await close(page)
  })
  it('says the same words once, marked, and keeps what was asked', async () => {
    const page = await open('/search?q=' + encodeURIComponent('gas agreement'))
    assert.equal(await page.locator('#ask').inputValue(), 'gas agreement')
    const passages = await page.locator('section', { has: page.getByRole('heading', { name: 'Passages' }) }).locator('li .serif').allInnerTexts()
    assert.ok(passages.length > 1)
    assert.equal(new Set(passages.map((p) => p.replace(/[.\s…]+$/, ''))).size, passages.length)
    assert.equal((await page.locator('li mark').first().innerText()).toLowerCase(), 'gas')
    await page.locator('li .serif a').first().click()
    await page.waitForURL(/\/(claim|document)\//)
    await page.goto(server.address + '/pair/XKE/nowhere', { waitUntil: 'networkidle' })
    await page.getByRole('link', { name: 'Search for “nowhere”' }).click()
    await page.waitForURL(/search\?q=nowhere/)
    faults.length = 0 // what is not there is asked for
    await close(page)
  })
  it('shows a part of the world, and keeps it in the address', async () => {
    const page = await open('/map')
    await page.getByRole('link', { name: 'Middle East' }).click()
    await page.waitForURL(/area=east/)
    await page.reload({ waitUntil: 'networkidle' })
    assert.equal(await page.getByRole('link', { name: 'Middle East' }).getAttribute('aria-current'), 'true')
    await close(page)
  })
  it('finds what is asked in its own words', async () => {
    const page = await open('/search?q=' + encodeURIComponent('XKE XVO military since 2031'))
    await page.getByRole('link', { name: 'Kestria and Voldania' }).click()
    await page.waitForURL(/\/pair\/XKE\/XVO\?from=2031-01-01&layer=military/)
    await close(page)
  })
  it('answers a question where it is asked, each line onto its records', async () => {
    const page = await open('/search?q=' + encodeURIComponent('who is against Kestria and why'))
    await page.getByRole('link', { name: 'who stands against Kestria' }).waitFor()
    const answer = page.locator('section', { hasText: 'In short' })
    assert.match(await answer.getByRole('rowheader').first().innerText(), /Voldania/)
    await answer.getByRole('rowheader').first().getByRole('link').click()
    await page.waitForURL(/\/pair\/XKE\/XVO/)
    await page.goto(server.address + '/search?q=' + encodeURIComponent('what Kestria denies'), { waitUntil: 'networkidle' })
    await page.getByRole('link', { name: 'what Kestria denies' }).waitFor()
    assert.ok(await page.locator('section', { hasText: 'In short' }).locator('summary[data-stop]').count() > 0)
    await close(page)
  })
  it('counts the same for a pair on every page', async () => {
    const page = await open('/actor/XKE')
    const rows = await page.locator('section', { hasText: 'With whom, against whom' }).locator('tbody tr').evaluateAll((all) => all.map((r) => [r.querySelector('th a').getAttribute('href'), r.querySelector('td.num a').textContent]))
    assert.ok(rows.length > 3)
    for (const [href, n] of rows.slice(0, 8)) {
      const pair = await (await fetch(server.address + '/api/pairs' + href.replace(/^\/pair/, ''))).json()
      assert.equal(pair.records, Number(n), href)
    }
    await close(page)
  })
})

describe('a server with accounts', () => {
  it('lets the invited in, and out again', async () => {
    const other = workplace()
    const guarded = await start(other.program, other.folder, '--listen', '127.0.0.1:0')
    try {
      const link = /http:\S+\/join\/\S+/.exec(guarded.said)?.[0]
      assert.ok(link, guarded.said)
      const context = await browser.newContext({ viewport: { width: 390, height: 844 } })
      const page = await context.newPage()
      page.setDefaultTimeout(8000)
      await page.goto(guarded.address + '/pair/XKE/XMA')
      await page.waitForURL(/\/sign-in\?to=/)
      await page.goto(link)
      await page.getByLabel('Name').fill('Ana')
      await page.getByLabel('Password').fill('a sentence to remember')
      await page.evaluate(axe.source)
      const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
      assert.deepEqual(violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => v.id), [])
      await page.getByRole('button', { name: 'Make an account' }).click()
      await page.getByRole('heading', { name: 'Who stands with whom' }).waitFor()
      await page.getByRole('button', { name: 'Keys and marks' }).click()
      await page.getByText('Signed in as Ana').waitFor()
      await page.getByRole('link', { name: 'account and people' }).click()
      await page.waitForURL(/\/account$/)
      await page.getByText('You are signed in here alone.').waitFor()
      await page.evaluate(axe.source)
      const own = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }))
      assert.deepEqual(own.violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => v.id), [])
      // Another joins, by a link that Ana gives.
      await page.getByRole('button', { name: 'Invite a person' }).click()
      const invitation = await page.getByText(/\/join\/[\w-]{20}/).innerText()
      const elsewhere = await (await browser.newContext()).newPage()
      elsewhere.setDefaultTimeout(8000)
      await elsewhere.goto(invitation)
      await elsewhere.getByLabel('Name').fill('Bo')
      await elsewhere.getByLabel('Password').fill('a sentence to remember')
      await elsewhere.getByRole('button', { name: 'Make an account' }).click()
      await elsewhere.getByRole('heading', { name: 'Who stands with whom' }).waitFor()
      await elsewhere.goto(guarded.address + '/account')
      await elsewhere.getByText('Signed in as Bo.').waitFor()
      assert.equal(await elsewhere.getByRole('table').count(), 0, 'who does not administer sees no list')
      // Ana, signed in twice, takes another password: the other session ends.
      const again = await browser.newContext()
      const second = await again.newPage()
      second.setDefaultTimeout(8000)
      const signIn = async (password) => {
        await second.goto(guarded.address + '/sign-in')
        await second.getByLabel('Name').fill('Ana')
        await second.getByLabel('Password').fill(password)
        await second.getByRole('button', { name: 'Sign in' }).click()
      }
      await signIn('a sentence to remember')
      await second.getByRole('heading', { name: 'Who stands with whom' }).waitFor()
      await page.reload()
      await page.getByText('You are signed in elsewhere, in 1 session.').waitFor()
      await page.getByLabel('Current password').fill('a sentence to remember')
      await page.getByLabel('New password', { exact: true }).fill('another sentence, longer')
      await page.getByLabel('New password again').fill('another sentence, longer')
      await page.getByRole('button', { name: 'Change it' }).click()
      await page.getByText('The password is changed').waitFor()
      assert.equal((await again.request.get(guarded.address + '/api/session')).status(), 401)
      await signIn('a sentence to remember')
      await second.getByText('Name or password is wrong').waitFor()
      await again.close()
      // Bo is removed, and out at once.
      await page.reload()
      await page.getByRole('row', { name: /^Bo/ }).getByRole('button', { name: 'remove …' }).click()
      await page.getByRole('row', { name: /^Bo/ }).getByRole('button', { name: 'remove', exact: true }).click()
      await page.getByRole('row', { name: /^Bo/ }).waitFor({ state: 'detached' })
      assert.equal((await elsewhere.context().request.get(guarded.address + '/api/session')).status(), 401)
      await elsewhere.context().close()
      await page.getByRole('button', { name: 'Sign out here' }).click()
      await page.getByRole('heading', { name: 'Sign in' }).waitFor()
      assert.equal((await context.request.get(guarded.address + '/api/overview')).status(), 401)
      await context.close()
    } finally {
      await guarded.stop()
      other.clear()
    }
  })
})

describe('a server that goes away', () => {
  it('loses nothing, and says that it does not answer', async () => {
    const page = await open('/pair/XKE/XMA')
    const judged = (await (await fetch(server.address + '/api/judgements')).json()).judgements.length
    await server.stop('SIGKILL')
    await page.locator('.facets').getByRole('link', { name: /^planned/ }).click()
    await page.getByText('The server does not answer').waitFor()
    faults.length = 0
    await page.context().close()
    server = await start(place.program, place.folder)
    assert.equal((await (await fetch(server.address + '/api/judgements')).json()).judgements.length, judged)
    const again = await open('/pair/XKE/XMA')
    await again.getByRole('heading', { name: 'Kestria and Marisia', exact: true }).waitFor()
    await close(again)
  })
  it('keeps what a killed reading had read', async () => {
    const lines = Array.from({ length: 4000 }, (_, i) => JSON.stringify({ title: `Paper ${i}`, text: `Kestria met Voldania in Lume on Monday, said paper ${i}. Marisia was not asked.` })).join('\n')
    const form = new FormData()
    form.append('file', new Blob([lines]), 'many.jsonl')
    const before = (await (await fetch(server.address + '/api/overview')).json()).documents
    await fetch(server.address + '/api/runs/files', { method: 'POST', body: form })
    for (;;) {
      const { runs } = await (await fetch(server.address + '/api/runs')).json()
      if (runs[0].documents > 200 || runs[0].state !== 'running') break
      await new Promise((r) => setTimeout(r, 20))
    }
    await server.stop('SIGKILL')
    server = await start(place.program, place.folder)
    const after = (await (await fetch(server.address + '/api/overview')).json()).documents
    assert.ok(after > before && after < before + 4000, `${before} documents before, ${after} after`)
    const page = await open('/')
    await page.getByText(`${after.toLocaleString('en')} documents`).first().waitFor()
    await close(page)
  })
})

