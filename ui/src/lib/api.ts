// The API's types, and how it is asked. Types come from the OpenAPI document:
// `npm run types` writes them anew.
import type { components } from '../api/types'

type Schemas = components['schemas']
export type Pair = Schemas['PairView']
export type Around = Schemas['ContextView']
export type Forecast = Schemas['ForecastView']
export type ForecastIf = Schemas['ForecastIfView']
export type Actor = Schemas['ActorView']
export type ForecastActor = Schemas['ForecastActorView']
export type ForecastLine = Schemas['ForecastLine']
export type TrackRecord = Schemas['Record']
export type Told = Schemas['ForecastsView']
export type Doc = Schemas['DocumentView']
export type Mark = Schemas['Mark']
export type Claim = Schemas['ClaimView']
export type Claims = Schemas['ClaimsView']
export type Said = Schemas['SaidRow']
export type Outlets = Schemas['OutletsView']
export type Portraits = Schemas['PortraitView']
export type Overview = Schemas['OverviewView']
export type Search = Schemas['SearchView']
export type Phrase = Schemas['Phrase']
export type Network = Schemas['NetworkView']
export type Balance = Schemas['BalanceView']
export type Blocs = Schemas['BlocsView']
export type BlocWindow = Schemas['BlocWindow']
export type WhatIf = Schemas['WhatIfView']
export type WeighedTie = Schemas['WeighedTie']
export type UnfitTie = Schemas['UnfitTie']
export type Counted = Pick<Balance, 'actors' | 'ties' | 'all'>
export type Queue = Schemas['QueueView']
export type QueueItem = Schemas['QueueItem']
export type Decision = Schemas['Decision']
export type Verdict = Schemas['Verdict']
export type FeedList = Schemas['FeedList']
export type Me = Schemas['Me']
export type Account = Schemas['Account']
export type Run = Schemas['Run']
export type Statement = Schemas['Statement']
export type Telling = Schemas['Telling']
export type Period = Schemas['Period']
export type Standing = Schemas['Standing']
export type Count = Schemas['Count']
export type Cite = Schemas['Cite']
export type Paper = Schemas['Paper']
export type Party = Schemas['Party']
export type PairRow = Schemas['PairRow']
export type Speaker = Schemas['Speaker']
export type Citation = Schemas['Citation']
export type Problem = Schemas['Problem']
export type Documents = Schemas['DocumentsView']
export type Actors = Schemas['ActorsView']

/** What went wrong, as the server tells it. */
export class Failure extends Error {
  constructor(readonly problem: Pick<Problem, 'detail' | 'code' | 'hint' | 'status'>) {
    super(problem.detail)
  }
}

async function answer<T>(r: Response): Promise<T> {
  if (r.status === 401) {
    location.assign('/sign-in?to=' + encodeURIComponent(location.pathname + location.search))
    throw new Failure({ detail: 'Sign in first', code: 'forbidden', status: 401 })
  }
  if (r.status === 204) return undefined as T
  const body: unknown = await r.json().catch(() => null)
  if (!r.ok) {
    const p = body as Problem | null
    throw new Failure(p ?? { detail: `The server answered ${r.status}`, code: 'internal', status: r.status })
  }
  return body as T
}

function unreachable(e: unknown): never {
  if (e instanceof DOMException && e.name === 'AbortError') throw e
  if (e instanceof Failure) throw e
  throw new Failure({ detail: 'The server does not answer', code: 'internal', hint: 'is "entente serve" still running?', status: 0 })
}

/** Asks for an address of the API. */
export async function ask<T>(address: string, signal?: AbortSignal): Promise<T> {
  return fetch(address, { signal: signal ?? null, headers: { accept: 'application/json' } }).then((r) => answer<T>(r)).catch(unreachable)
}

/** Sends something to the API. */
export async function send<T>(method: 'POST' | 'DELETE' | 'PATCH', address: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method }
  if (body instanceof FormData) init.body = body
  else if (body !== undefined) {
    init.body = JSON.stringify(body)
    init.headers = { 'content-type': 'application/json' }
  }
  return fetch(address, init).then((r) => answer<T>(r)).catch(unreachable)
}

/** An address with the parameters that are not empty. */
export function address(path: string, query: Record<string, string | number | boolean | undefined>): string {
  const q = new URLSearchParams()
  for (const [k, v] of Object.entries(query)) if (v !== undefined && v !== '' && v !== false && v !== 0) q.set(k, String(v))
  const s = q.toString()
  return s ? `${path}?${s}` : path
}

/** A segment of a path. */
export const seg = encodeURIComponent
