/**
 * How fast noise is drawn, and whether it is what it should be: draws of the discrete Gaussian a second for several σ, each with the chi-squared test of
 * all draws against the exact probabilities. `npx tsc -b && node bench/noise.mjs --draws 10000000`.
 */
import { parseArgs } from 'node:util'
import { systemRandomness } from '@sund/model'
import { createSampler } from '@sund/privacy/testing'

const { values } = parseArgs({ options: { draws: { type: 'string', default: '1000000' } } })
const draws = Number(values.draws)
const sampler = createSampler(systemRandomness)

for (const sigma of [1, 3, 10, 100, 1000, 10_000, 1_000_000]) {
  const draw = sampler.discreteGaussian({ numerator: BigInt(sigma) ** 2n, denominator: 1n })
  const far = 8 * sigma
  // Large σ are classed in 200 parts.
  const width = Math.max(1, Math.round(far / 100))
  const classes = new Float64Array(2 * Math.floor(far / width) + 1)
  const middle = (classes.length - 1) / 2
  const began = performance.now()
  for (let i = 0; i < draws; i++) {
    const place = middle + Math.round(draw() / width)
    if (place >= 0 && place < classes.length) classes[place]++
  }
  const seconds = (performance.now() - began) / 1000
  const expected = new Float64Array(classes.length)
  let whole = 0
  for (let y = -far - width; y <= far + width; y++) {
    const weight = Math.exp(-(y * y) / (2 * sigma * sigma))
    whole += weight
    const place = middle + Math.round(y / width)
    if (place >= 0 && place < classes.length) expected[place] += weight
  }
  let [statistic, degrees] = [0, -1]
  for (let i = 0; i < classes.length; i++) {
    const of = (draws * expected[i]) / whole
    if (of < 10) continue
    statistic += (classes[i] - of) ** 2 / of
    degrees++
  }
  // Chance exceeds this once in a thousand times (Wilson and Hilferty 1931).
  const spread = 2 / (9 * degrees)
  const most = degrees * (1 - spread + 3.0902 * Math.sqrt(spread)) ** 3
  console.log(
    `σ ${sigma}: ${Math.round(draws / seconds).toLocaleString('en')} draws a second, chi-squared ${statistic.toFixed(1)} of ${degrees}, at most ${most.toFixed(1)}`,
  )
}
