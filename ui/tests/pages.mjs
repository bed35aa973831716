/** The pages to look at, by name; documents and claims are taken from the ledger. */
export async function pages(base) {
  const get = async (p) => (await fetch(base + p)).json()
  const pair = await get('/api/pairs/XKE/XMA')
  const telling = pair.statements[0].tellings[0]
  return {
    overview: '/', pair: '/pair/XKE/XMA', actor: '/actor/XKE', document: '/document/' + telling.paper.id, claim: '/claim/' + telling.claim,
    claims: '/claims', outlets: '/outlets', network: '/network?center=XKE', matrix: '/network', map: '/map', import: '/import', check: '/check', search: '/search?q=kestria+marisia+drones',
    documents: '/documents', actors: '/actors', error: '/pair/XKE/nowhere',
  }
}
