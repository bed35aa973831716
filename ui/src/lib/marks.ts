// Marks on a text by the CSS Custom Highlight API: the text's elements stay as
// they are, ranges over them are painted. Offsets count UTF-16 units of the whole
// text; an element with data-start holds one text node that starts there.

export interface Stretch {
  start: number
  end: number
}

/** The ranges that a stretch covers, one in each element it touches. */
export function rangesOf(root: ParentNode, s: Stretch): Range[] {
  const out: Range[] = []
  for (const e of root.querySelectorAll<HTMLElement>('[data-start]')) {
    const node = e.firstChild
    if (!(node instanceof Text)) continue
    const from = Number(e.dataset['start'])
    const to = from + node.length
    if (s.end <= from || s.start >= to) continue
    const r = document.createRange()
    r.setStart(node, Math.max(s.start - from, 0))
    r.setEnd(node, Math.min(s.end - from, node.length))
    out.push(r)
  }
  return out
}

/** Paints stretches under names; what was painted before goes. Reports whether
 * the browser can. */
export function paint(root: ParentNode, groups: Record<string, Stretch[]>): boolean {
  if (typeof CSS === 'undefined' || !('highlights' in CSS)) return false
  for (const [name, list] of Object.entries(groups)) {
    CSS.highlights.delete(name)
    const ranges = list.flatMap((s) => rangesOf(root, s))
    if (ranges.length > 0) CSS.highlights.set(name, new Highlight(...ranges))
  }
  return true
}

/** The offset in the text under a point of the window, or -1. */
export function offsetAt(x: number, y: number): number {
  const doc = document as Document & { caretPositionFromPoint?: (x: number, y: number) => { offsetNode: Node; offset: number } | null }
  let node: Node | undefined
  let offset = 0
  if (doc.caretPositionFromPoint) {
    const p = doc.caretPositionFromPoint(x, y)
    node = p?.offsetNode
    offset = p?.offset ?? 0
  } else if (document.caretRangeFromPoint) {
    const r = document.caretRangeFromPoint(x, y)
    node = r?.startContainer
    offset = r?.startOffset ?? 0
  }
  const start = node?.parentElement?.dataset['start']
  return start === undefined || !(node instanceof Text) ? -1 : Number(start) + offset
}

/** Those that cover an offset, the shortest first. */
export function covering<T extends Stretch>(list: readonly T[], at: number): T[] {
  return list.filter((m) => m.start <= at && at < m.end).sort((a, b) => a.end - a.start - (b.end - b.start))
}

export interface Voice<T> {
  name: string
  id: string
  items: T[]
  inner: Voice<T>[]
}

/** Groups what is said by its chain of voices, the outermost first. */
export function nest<T extends { chain: readonly { id?: string | undefined; name: string }[] }>(name: string, list: readonly T[]): Voice<T> {
  const root: Voice<T> = { name, id: '', items: [], inner: [] }
  for (const item of list) {
    let at = root
    for (const s of item.chain) {
      let next = at.inner.find((v) => v.name === s.name && v.id === (s.id ?? ''))
      if (!next) {
        next = { name: s.name, id: s.id ?? '', items: [], inner: [] }
        at.inner.push(next)
      }
      at = next
    }
    at.items.push(item)
  }
  return root
}
