/** Puts the program in the place of the page that the server sent, once it has
 * something to show. */
export function ready() {
  const page = document.getElementById('page')
  if (!page) return
  page.remove()
  document.getElementById('app')?.classList.add('ready')
}
