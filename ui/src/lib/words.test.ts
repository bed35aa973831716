import { describe, expect, it } from 'vitest'
import { percent } from './figures'
import { around, day, dayBefore, nextPeriod, period, plural, publicAddress, tally } from './words'

describe('words', () => {
  it('writes days out and leaves what is no day', () => {
    expect(day('2031-03-04')).toBe('4 March 2031')
    expect(day('soon')).toBe('soon')
    expect(day(undefined)).toBe('')
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
  it('steps over the turn of the year', () => {
    expect(nextPeriod('2031-12-01', 'month')).toBe('2032-01-01')
    expect(nextPeriod('2031-10-01', 'quarter')).toBe('2032-01-01')
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
})
