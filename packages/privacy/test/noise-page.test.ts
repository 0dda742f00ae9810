import { expect, it } from 'vitest'
import { noisePage } from './noise-page.js'

it('stands in docs/noise.md as the open policy has it (else: npm run manual)', async () => {
  await expect(noisePage()).toMatchFileSnapshot('../../../docs/noise.md')
})
