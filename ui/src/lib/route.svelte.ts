// Where the reader is: the address is the state. Links are followed without
// loading the page; what every page is asked with (known, judgements) stays.

const sticky = ['known', 'judgements']

class Route {
  path = $state(location.pathname)
  query = $state.raw(new URLSearchParams(location.search))
  /** Counts what makes answers stale: judgements and readings. */
  fresh = $state(0)

  get(name: string): string {
    return this.query.get(name) ?? ''
  }

  /** Parts of the path, decoded. */
  get parts(): string[] {
    return this.path.split('/').filter(Boolean).map((p) => {
      try {
        return decodeURIComponent(p)
      } catch {
        return p
      }
    })
  }

  /** Goes to an address of the workbench. */
  go(to: string, replace = false) {
    const url = kept(new URL(to, location.href))
    const same = url.pathname === this.path
    history[replace ? 'replaceState' : 'pushState'](null, '', url)
    this.read()
    if (!same) scrollTo(0, 0)
    if (url.hash) queueMicrotask(() => document.getElementById(url.hash.slice(1))?.scrollIntoView())
  }

  /** Sets parameters of the address; an empty value takes one away. */
  set(patch: Record<string, string>, replace = false) {
    const q = new URLSearchParams(this.query)
    for (const [k, v] of Object.entries(patch)) {
      if (v) q.set(k, v)
      else q.delete(k)
    }
    const s = q.toString()
    history[replace ? 'replaceState' : 'pushState'](null, '', location.pathname + (s ? '?' + s : ''))
    this.read()
  }

  /** The address with parameters set, for links. */
  with(patch: Record<string, string>): string {
    const q = new URLSearchParams(this.query)
    for (const [k, v] of Object.entries(patch)) {
      if (v) q.set(k, v)
      else q.delete(k)
    }
    const s = q.toString()
    return this.path + (s ? '?' + s : '')
  }

  read() {
    this.path = location.pathname
    this.query = new URLSearchParams(location.search)
  }
}

export const route = new Route()

/** What every view is asked with. */
export function scope(): { known: string; judgements: string } {
  return { known: route.get('known'), judgements: route.get('judgements') }
}

/** The address of a link with what every page is asked with. */
function kept(url: URL): URL {
  for (const name of sticky) {
    const v = route.get(name)
    if (v && !url.searchParams.has(name)) url.searchParams.set(name, v)
  }
  return url
}

// Addresses that links were given to carry what is asked with, and their own.
const lent = new WeakMap<Element, { own: string; made: string }>()

function linkOf(e: Event): { a: Element; url: URL; href: string } | undefined {
  const a = (e.target as Element | null)?.closest?.('a')
  let href = a instanceof SVGAElement ? a.href.baseVal : a?.getAttribute('href')
  const was = a && lent.get(a)
  if (was?.made === href) href = was?.own
  if (!a || !href || a.hasAttribute('download') || a.getAttribute('target')) return undefined
  const url = new URL(href, location.href)
  if (url.origin !== location.origin || url.pathname.startsWith('/api/') || url.pathname === '/sign-out') return undefined
  return { a, url, href }
}

/** Follows links within the workbench without loading the page. */
export function followLinks() {
  addEventListener('popstate', () => route.read())
  // What is opened in a window of its own, or copied, keeps the day too.
  const keep = (e: Event) => {
    const link = linkOf(e)
    if (!link) return
    let made = link.href
    if (sticky.some((name) => route.get(name))) {
      const url = kept(link.url)
      made = url.pathname + url.search + url.hash
    } else if (!lent.has(link.a)) return
    link.a.setAttribute('href', made)
    lent.set(link.a, { own: link.href, made })
  }
  document.addEventListener('pointerdown', keep, true)
  document.addEventListener('focusin', keep, true)
  document.addEventListener('click', (e) => {
    if (e.defaultPrevented || e.button !== 0 || e.metaKey || e.ctrlKey || e.shiftKey || e.altKey) return
    const link = linkOf(e)
    if (!link) return
    const { url } = link
    e.preventDefault()
    if (url.pathname === location.pathname && url.search === location.search && url.hash) {
      location.hash = url.hash
      return
    }
    route.go(url.pathname + url.search + url.hash)
  })
}
