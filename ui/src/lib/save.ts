// What a block hands out: tables, records, pictures, citations.
import type { Statement } from './api'

export type Rows = readonly (readonly unknown[])[]

/** A table as CSV (RFC 4180). A cell that a spreadsheet would take for a formula
 * is led by an apostrophe. */
export function csv(rows: Rows): string {
  const cell = (v: unknown) => {
    let s = v === undefined || v === null ? '' : String(v)
    if (/^[=+\-@\t\r]/.test(s) && !/^[+-]?\d+(\.\d+)?$/.test(s)) s = "'" + s
    return /[",\n\r]/.test(s) ? '"' + s.replaceAll('"', '""') + '"' : s
  }
  return rows.map((r) => r.map(cell).join(',')).join('\r\n') + '\r\n'
}

/** Hands something to the browser as a file. */
export function download(name: string, kind: string, data: string | Blob) {
  const url = URL.createObjectURL(new Blob([data], { type: kind }))
  const a = document.createElement('a')
  a.href = url
  a.download = name.replace(/[^\p{L}\p{N}._-]+/gu, '-')
  a.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

const painted = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline']

/** A picture as SVG that stands by itself: colours and type are written out. */
export function svgText(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const from = [svg, ...svg.querySelectorAll<SVGElement>('*')]
  const to = [copy, ...copy.querySelectorAll<SVGElement>('*')]
  from.forEach((e, i) => {
    const style = getComputedStyle(e)
    const t = to[i]
    if (!t) return
    for (const p of painted) {
      const v = style.getPropertyValue(p)
      if (v && v !== 'none' && v !== 'normal' && v !== 'auto') t.setAttribute(p, v)
      if (p === 'fill' && v === 'none') t.setAttribute(p, v)
    }
    t.removeAttribute('class')
    t.removeAttribute('tabindex')
  })
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  const box = svg.getBoundingClientRect()
  copy.setAttribute('width', String(Math.round(box.width)))
  copy.setAttribute('height', String(Math.round(box.height)))
  return '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(copy)
}

/** A picture as PNG, twice as fine as it stands on the screen, on the page's own
 * ground; null where the browser cannot draw it. */
export async function pngOf(svg: SVGSVGElement): Promise<Blob | null> {
  const url = URL.createObjectURL(new Blob([svgText(svg)], { type: 'image/svg+xml' }))
  try {
    const picture = new Image()
    picture.src = url
    await picture.decode()
    const canvas = document.createElement('canvas')
    canvas.width = picture.naturalWidth * 2
    canvas.height = picture.naturalHeight * 2
    const pen = canvas.getContext('2d')
    if (!pen) return null
    pen.fillStyle = getComputedStyle(document.body).backgroundColor
    pen.fillRect(0, 0, canvas.width, canvas.height)
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
    return await new Promise((done) => canvas.toBlob(done, 'image/png'))
  } catch {
    return null
  } finally {
    URL.revokeObjectURL(url)
  }
}

/** What statements rest on, a line each. */
export function tellings(list: readonly Statement[]): Rows {
  return [
    ['wording', 'layer', 'sign', 'stance', 'speaker chain', 'words', 'document', 'title', 'outlet', 'published', 'paragraph', 'record'],
    ...list.flatMap((s) => s.tellings.map((t) => [s.wording, s.layer, s.sign, t.how || t.stance, [t.paper?.outlet ?? t.data_set ?? '', ...t.chain.map((c) => c.name)].filter(Boolean).join(' > '), t.words, t.paper?.id, t.paper?.title, t.paper?.outlet, t.paper?.published, t.paragraph, t.record])),
  ]
}
