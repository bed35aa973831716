const key = 'entente-theme'

/** Light, dark, or as the system says (""). */
export function theme(): string {
  try {
    return localStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}

export function setTheme(t: string) {
  try {
    if (t) localStorage.setItem(key, t)
    else localStorage.removeItem(key)
  } catch {
    // The choice lasts as long as the page.
  }
  apply(t)
}

export function apply(t = theme()) {
  if (t) document.documentElement.dataset['theme'] = t
  else delete document.documentElement.dataset['theme']
}
