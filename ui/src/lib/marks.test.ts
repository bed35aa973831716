import { describe, expect, it } from 'vitest'
import { covering, nest } from './marks'

describe('marks', () => {
  it('finds the shortest first', () => {
    const list = [{ start: 0, end: 10, n: 'long' }, { start: 2, end: 5, n: 'short' }, { start: 5, end: 9, n: 'after' }]
    expect(covering(list, 4).map((m) => m.n)).toEqual(['short', 'long'])
    expect(covering(list, 5).map((m) => m.n)).toEqual(['after', 'long'])
    expect(covering(list, 10)).toEqual([])
  })
  it('nests voices inside the voices that report them', () => {
    const say = (n: number, ...names: string[]) => ({ n, chain: names.map((name) => ({ name })) })
    const root = nest('The Courier', [say(1), say(2, 'North One'), say(3, 'North One', 'experts'), say(4, 'Ana')])
    expect(root.items.map((i) => i.n)).toEqual([1])
    expect(root.inner.map((v) => v.name)).toEqual(['North One', 'Ana'])
    expect(root.inner[0]?.inner[0]?.items.map((i) => i.n)).toEqual([3])
  })
})
