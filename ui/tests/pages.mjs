/** The pages to look at, by name; documents and claims are taken from the ledger.
 * Another ledger than the sample's has another pair and other windows: PAIR=A/B
 * WINDOW=year. */
export async function pages(base, pair = process.env.PAIR ?? 'XKE/XMA') {
  const get = async (p) => (await fetch(base + p)).json()
  const view = await get('/api/pairs/' + pair)
  const telling = view.statements.flatMap((s) => s.tellings).find((t) => t.paper) ?? (await anyTelling(get))
  const [a] = pair.split('/')
  return {
    overview: '/', pair: '/pair/' + pair, actor: '/actor/' + a, document: '/document/' + telling.paper.id, claim: '/claim/' + telling.claim,
    claims: '/claims', outlets: '/outlets', network: '/network?center=' + a, matrix: '/network', graph: '/network?view=graph', blocs: '/network?view=blocs', blocsOverTime: '/network?view=blocs&window=' + (process.env.WINDOW ?? 'month'), balance: '/network?view=balance', whatif: `/network?view=whatif&a=${a}&b=${pair.split('/')[1]}&suppose=flip`, whatifEmpty: '/network?view=whatif', forecasts: '/forecasts', hindsight: '/forecasts?hindsight=true', map: '/map', import: '/import', check: '/check', account: '/account', suppose: `/pair/${pair}?add=${a}+SANCTION+${pair.split('/')[1]}`,
    search: '/search?q=' + encodeURIComponent(`${view.a.label} ${view.b.label}`), documents: '/documents', actors: '/actors', error: `/pair/${a}/nowhere`,
  }
}

/** A claim and its document, where the pair's first statements are rows of tables. */
async function anyTelling(get) {
  const [claim] = (await get('/api/claims?limit=1')).claims
  return { claim: claim.claim, paper: claim.paper }
}
