import { describe, expect, it } from 'vitest'
import { csv } from './save'

describe('csv', () => {
  it('quotes what needs it', () => {
    expect(csv([['a', 'b "c"', 'd,e', 'f\ng', undefined, 3]])).toBe('a,"b ""c""","d,e","f\ng",,3\r\n')
  })
  it('keeps a spreadsheet from taking words for formulas', () => {
    expect(csv([['=HYPERLINK("x")', '+1', '-1.5', '@x', '-x']])).toBe('"\'=HYPERLINK(""x"")",+1,-1.5,\'@x,\'-x\r\n')
  })
})
