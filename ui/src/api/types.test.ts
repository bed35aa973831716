import { readFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'
import { expect, it } from 'vitest'

it('types are those of the document', async () => {
  const url = new URL('../../../api/openapi.json', import.meta.url)
  const text = astToString(await openapiTS(url))
  const kept = readFileSync(new URL('./types.ts', import.meta.url), 'utf8')
  // The program that writes the file puts a comment before it.
  expect(kept.slice(kept.indexOf('export interface paths'))).toBe(text.slice(text.indexOf('export interface paths')))
})
