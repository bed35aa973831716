import { ask, Failure } from './api'
import { route } from './route.svelte'
import { ready } from './shell'

/** What an address answers, asked again when the address or the ledger changes.
 * The old answer stays until the new one is there. */
export function resource<T>(address: () => string | null) {
  let data = $state.raw<T>()
  let error = $state.raw<Failure>()
  let loading = $state(false)
  const asked = $derived(address())
  $effect(() => {
    const to = asked
    void route.fresh
    if (!to) return
    const stop = new AbortController()
    loading = true
    ask<T>(to, stop.signal)
      .then(
        (v) => {
          data = v
          error = undefined
        },
        (e: unknown) => {
          if (!stop.signal.aborted) {
            error = e instanceof Failure ? e : new Failure({ detail: String(e), code: 'internal', status: 0 })
            data = undefined
          }
        },
      )
      .finally(() => {
        if (stop.signal.aborted) return
        loading = false
        ready()
      })
    return () => stop.abort()
  })
  return {
    get data() {
      return data
    },
    set data(v: T | undefined) {
      data = v
    },
    get error() {
      return error
    },
    get loading() {
      return loading
    },
  }
}
