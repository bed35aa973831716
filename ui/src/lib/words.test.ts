import { describe, expect, it } from 'vitest'
import { list, percent, sentence } from './figures'
import { around, asStated, day, dayBefore, inner, nextPeriod, period, plural, publicAddress, span, tally } from './words'

describe('words', () => {
  it('writes days out and leaves what is no day', () => {
    expect(day('2031-03-04')).toBe('4 March 2031')
    expect(day('soon')).toBe('soon')
    expect(day(undefined)).toBe('')
  })
  it('makes sentences of what the server says of an actor', () => {
    expect(sentence('no dated act of or on x:ilan is told of by 2031-04-15', { id: 'x:ilan', label: 'Ilan Torvald' })).toBe('No dated act of or on Ilan Torvald is told of by 15 April 2031.')
    expect([list([]), list(['a']), list(['a', 'b']), list(['a', 'b', 'c'])]).toEqual(['', 'a', 'a and b', 'a, b and c'])
  })
  it('rounds probabilities and does not claim certainty', () => {
    expect(percent(0.126)).toBe('13 %')
    expect(percent(0.004)).toBe('<1 %')
    expect(percent(0.996)).toBe('>99 %')
  })
  it('names periods by their length', () => {
    expect(period('2031-04-01', 'month')).toBe('April 2031')
    expect(period('2031-04-01', 'quarter')).toBe('2nd quarter 2031')
    expect(period('2031-01-01', 'year', true)).toBe('2031')
  })
  it('keeps months and years what they are', () => {
    expect(day('2031-03')).toBe('March 2031')
    expect(day('2031')).toBe('2031')
    expect(period('2031', 'month', true)).toBe('2031')
    expect(period('2031-03', 'month', true)).toBe('Mar 2031')
    expect(span('2030', '2031-04')).toBe('2030 to April 2031')
  })
  it('steps over the turn of the year', () => {
    expect(nextPeriod('2031-12-01', 'month')).toBe('2032-01-01')
    expect(nextPeriod('2031-10-01', 'quarter')).toBe('2032-01-01')
    expect(nextPeriod('2031-01-01', 'month', -1)).toBe('2030-12-01')
    expect(nextPeriod('0999-01-01', 'year')).toBe('1000-01-01')
    expect(dayBefore('2032-01-01')).toBe('2031-12-31')
    expect(dayBefore('2032-03-01')).toBe('2032-02-29')
  })
  it('counts in words', () => {
    expect(plural(1, 'copy', 'copies')).toBe('1 copy')
    expect(plural(2500, 'document')).toBe('2,500 documents')
    expect(tally({ plus: 4, minus: 1, open: 2, disputed: 1 })).toBe('+4 −1 · 2 open · 1 disputed')
    expect(tally({ plus: 0, minus: 0, open: 0 })).toBe('0')
  })
  it('finds words once, or not at all', () => {
    expect(around('a b a', 'b')).toEqual(['a ', 'b', ' a'])
    expect(around('a', 'x')).toEqual(['a', '', ''])
    expect(around('a', undefined)).toEqual(['a', '', ''])
  })
  it('links to public addresses alone', () => {
    expect(publicAddress('https://example.org/a')).toBe('https://example.org/a')
    expect(publicAddress('javascript:alert(1)')).toBe('')
    expect(publicAddress(' https://x')).toBe('')
  })
  it('claims no day that a text does not tell', () => {
    expect(asStated('2030-01-01', '2030')).toBe('2030')
    expect(asStated('2034-01-01', 'after 2033')).toBe('2034')
    expect(asStated('2013-06-01', 'June 2013')).toBe('June 2013')
    expect(asStated('2031-02-01', 'last month')).toBe('February 2031')
    expect(asStated('2031-06-01', 'June 1, 2031')).toBe('1 June 2031')
    expect(asStated('2031-01-01', 'Monday')).toBe('1 January 2031')
    expect(asStated('2031-01-01')).toBe('1 January 2031')
    expect(asStated(undefined, '2030')).toBe('')
  })
  it('tells from which month to which', () => {
    expect(span('2030-01-01', '2031-04-15')).toBe('January 2030 to April 2031')
    expect(span('2031-04-02', '2031-04-15')).toBe('April 2031')
    expect(span(undefined, undefined)).toBe('')
  })
  it('turns quotation marks of quoted words into inner ones', () => {
    expect(inner('"The deliveries protect a friend,"')).toBe('The deliveries protect a friend,')
    expect(inner('"No," he said. "Never"')).toBe('‘No,’ he said. ‘Never’')
    expect(inner("''No,'' he said")).toBe('‘No,’ he said')
    expect(inner('a “secret” protocol')).toBe('a ‘secret’ protocol')
  })
})
