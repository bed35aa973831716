// Probabilities, weights and moments in words. They stand apart from lib/words, which the
// first page needs.
import { day, months } from './words'

/** "12 %" of 0.12; below and above what a forecast can tell "<1 %" and ">99 %". */
export function percent(p: number): string {
  return p < 0.01 ? '<1 %' : p > 0.99 ? '>99 %' : `${Math.round(100 * p)} %`
}

/** "+0.12", "−0.30": a number with its sign. */
export function signed(n: number): string {
  return (n < 0 ? '−' : '+') + Math.abs(n).toFixed(2)
}

/** "63.2" of 63.2, "1,200" of 1200: a weight in records of full confidence. */
export function weight(w: number): string {
  return w.toLocaleString('en', { maximumFractionDigits: 1 })
}

/** "63.2" where both bounds are one, else "60.1 to 63.2". */
export function bounds(lower: number, upper: number): string {
  return weight(lower) === weight(upper) ? weight(upper) : `${weight(lower)} to ${weight(upper)}`
}

/** "27 November 2026, 14:05" in the reader's time: a moment told in RFC 3339. */
export function moment(s: string | undefined): string {
  const d = new Date(s ?? '')
  if (Number.isNaN(d.getTime())) return s ?? ''
  const two = (n: number) => String(n).padStart(2, '0')
  return `${d.getDate()} ${months[d.getMonth()]} ${d.getFullYear()}, ${two(d.getHours())}:${two(d.getMinutes())}`
}

/** "a", "a and b", "a, b and c". */
export function list(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter(Boolean).join(' and ')
}

/** What a server says of an actor, as a sentence of a page: with the actor's name for
 * its key and days in words. */
export function sentence(said: string, ...actors: readonly { id: string; label: string }[]): string {
  const spoken = said.split(' ').map((w) => actors.find((a) => a.id === w)?.label ?? day(w)).join(' ')
  return spoken.charAt(0).toUpperCase() + spoken.slice(1) + '.'
}
