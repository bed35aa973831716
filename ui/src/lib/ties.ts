import { seg, type UnfitTie, type WeighedTie } from './api'
import { route } from './route.svelte'

/** The tie as one that does not fit a split, where it is one. */
export function unfit(t: WeighedTie | UnfitTie): UnfitTie | undefined {
  return 'against' in t ? t : undefined
}

/** The address of the records behind a tie: those that do not fit, or all of them,
 * of the layer and days that the network is asked for. */
export function evidence(t: WeighedTie | UnfitTie): string {
  const q = new URLSearchParams()
  const u = unfit(t)
  if (u) q.set('sign', u.within ? 'hostile' : 'friendly')
  return pairAddress(t.a.id, t.b.id, q)
}

/** The address of a pair with the layer and days that the network is asked for. */
export function pairAddress(a: string, b: string, q = new URLSearchParams()): string {
  for (const name of ['layer', 'from', 'to']) if (route.get(name)) q.set(name, route.get(name))
  const s = q.toString()
  return `/pair/${seg(a)}/${seg(b)}${s ? '?' + s : ''}`
}
