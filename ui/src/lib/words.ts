// Numbers, days and names in words.

export function plural(n: number, one: string, many = one + 's'): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`
}

export const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** "4 March 2031" of "2031-03-04", "March 2031" of "2031-03"; what is neither stays as it is. */
export function day(s: string | undefined): string {
  const m = /^(-?\d{4})-(\d\d)(?:-(\d\d))?$/.exec(s ?? '')
  if (!m) return s ?? ''
  return `${m[3] ? Number(m[3]) + ' ' : ''}${months[Number(m[2]) - 1] ?? ''} ${m[1]}`
}

/** "Mar 2031", "2nd quarter 2031" or "2031": the period that starts on a day; of a year it is the year. */
export function period(from: string, step: string, short = false): string {
  const [y = '', m] = from.split('-')
  const month = Number(m)
  if (step === 'year' || !m) return y
  if (step === 'quarter') {
    const q = Math.floor((month - 1) / 3) + 1
    return short ? `Q${q} ${y}` : `${['1st', '2nd', '3rd', '4th'][q - 1]} quarter ${y}`
  }
  const name = months[month - 1] ?? ''
  return short ? `${name.slice(0, 3)} ${y}` : `${name} ${y}`
}

/** The first day of the period after the one that starts on a day, or so many after it. */
export function nextPeriod(from: string, step: string, n = 1): string {
  const [y = 0, m = 1] = from.split('-').map(Number)
  const add = step === 'year' ? 12 : step === 'quarter' ? 3 : 1
  const at = y * 12 + (m - 1) + add * n
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}-01`
}

/** The day before a day. */
export function dayBefore(s: string): string {
  const d = new Date(s + 'T00:00:00Z')
  d.setUTCDate(d.getUTCDate() - 1)
  return d.toISOString().slice(0, 10)
}

/** "March 2031" where both ends are in it, else "March 2031 to April 2032": days that
 * texts put less exactly claim no more than that. */
export function span(first: string | undefined, last: string | undefined): string {
  if (!first) return ''
  return [...new Set([first, last ?? first].map((d) => period(d, 'month')))].join(' to ')
}

/** A day no more exactly than its text puts it: "2030" of 2030-01-01 stated as "in 2030",
 * "June 2013" of 2013-06-01 stated as "June 2013". */
export function asStated(date: string | undefined, stated = ''): string {
  if (!date?.endsWith('-01') || /day|\b\d\d?\b/i.test(stated)) return day(date)
  if (/month/i.test(stated) || months.some((m) => stated.includes(m.slice(0, 3)))) return period(date, 'month')
  return date.endsWith('-01-01') && /year|decade|\d{4}/i.test(stated) ? period(date, 'year') : day(date)
}

/** Words to stand between “ and ”: quotation marks in them become inner ones, a pair
 * around all of them goes. */
export function inner(s: string): string {
  return s.replace(/''|``/g, '"').replace(/^["“]([^"“”]*)["”]$/, '$1').replace(/“|(?<=^|[\s(—])"/g, '‘').replace(/["”]/g, '’')
}

export function tone(sign: number): 'plus' | 'minus' | 'neither' {
  return sign > 0 ? 'plus' : sign < 0 ? 'minus' : 'neither'
}

export function signOf(sign: number): string {
  return sign > 0 ? '+' : sign < 0 ? '−' : '·'
}

export function signWord(sign: number): string {
  return sign > 0 ? 'friendly' : sign < 0 ? 'hostile' : 'neither friendly nor hostile'
}

/** "+4 −1 · 2 open": how a layer stands. */
export function tally(t: { plus: number; minus: number; open: number; neutral?: number; disputed?: number }): string {
  const out: string[] = []
  if (t.plus) out.push(`+${t.plus}`)
  if (t.minus) out.push(`−${t.minus}`)
  if (t.neutral) out.push(`·${t.neutral}`)
  const rest: string[] = []
  if (t.open) rest.push(`${t.open} open`)
  if (t.disputed) rest.push(`${t.disputed} disputed`)
  return [out.join(' '), ...rest].filter(Boolean).join(' · ') || '0'
}

export function spaced(s: string): string {
  return s === 'igo' ? 'organisation of states' : s === 'own voice' ? 'the outlet itself' : s.replaceAll('_', ' ')
}

/** Splits text around the first place of some words, for marking them. */
export function around(text: string, words: string | undefined): [string, string, string] {
  const i = words ? text.indexOf(words) : -1
  if (i < 0 || !words) return [text, '', '']
  return [text.slice(0, i), words, text.slice(i + words.length)]
}

/** A public address, or nothing for what is not one. */
export function publicAddress(s: string | undefined): string {
  return s && /^https?:\/\//i.test(s) ? s : ''
}
