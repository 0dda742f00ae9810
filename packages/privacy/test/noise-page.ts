/** The page docs/noise.md: what the noise of counts is under open terms, in numbers that are computed and never typed. */
import { OPEN_POLICY } from '@sund/model'
import { type NoiseFacts, noiseFacts } from '@sund/privacy'

const percent = (share: number): string => `${(100 * share).toFixed(2)}`

export function noisePage(facts: NoiseFacts = noiseFacts(OPEN_POLICY)): string {
  const { bound, variance, from, counts } = facts
  const threshold = counts[0]?.count ?? 0
  const moves = Array.from({ length: 2 * bound + 1 }, (_, index) => index - bound)
  const row = ({ count, ...row }: NoiseFacts['counts'][number]) => [
    count === from ? `${from} or more` : `${count}`,
    ...moves.map((move) => {
      const share = row.moves.find((one) => one.move === move)?.share ?? 0
      return share === 0 ? '' : percent(share)
    }),
    row.mean.toFixed(4),
    row.variance.toFixed(4),
  ]
  const full = counts.find((row) => Math.abs(row.variance - variance) < 0.005)?.count ?? from
  const deviation = Math.sqrt(variance)
  return `<!-- Made by npm run manual from packages/privacy/test/noise-page.ts: change that. -->
# The noise of counts

Every count of people under open terms is moved by a small whole number (rule T5 of [the rules](protection.md)). How it is moved is no secret, and
whoever works with the counts can account for it: the table below is exact, since it states how many of the 65,536 keys that a set of people can have give
each move. The policy of a result may have other numbers: each result states its own bound and variance (\`protection\`, rule \`T5\`: \`bound\`, \`variance\`, and
\`from\`, the count from which they are those of the last row).

A count of none is told as none. One of fewer than ${threshold} is not told (T2). Any other is moved so, in percent of all sets of people of that size:

${table(['count', ...moves.map((move) => (move > 0 ? `+${move}` : `${move}`)), 'mean', 'variance'], counts.map(row))}

**Mean.** Exactly zero for every count that is told, the smallest included: there is nothing to correct for in an average of many counts. A count of ${threshold} stays
${threshold}, since it could only be moved upwards. Counts that are told as ${threshold} are ${threshold} or up to ${bound} more.

**Variance.** ${variance.toFixed(2)} for counts of ${full} or more, a standard deviation of ${deviation.toFixed(2)}; at ${threshold + 1} ${counts[1]?.variance.toFixed(2)}, at ${threshold} none. A count
of ${100} has a relative standard error of ${percent(deviation / 100)} % from noise, one of 500 ${percent(deviation / 500)} %, one of 10,000 ${percent(deviation / 10_000)} %: far less than chance has in a count of so many events
(10 %, 4.5 %, 1 %).

**To account for it.** Add ${variance.toFixed(0)} to the variance of each count. A share a/b of two counts has about (a/b)² · ${variance.toFixed(0)} · (1/a² + 1/b²) more. A chi-squared test over
k cells with expected counts e is too large by about ${variance.toFixed(0)} · Σ 1/e on average. A regression over a table of counts sees noise of that variance in its
outcome. Moves of sets that are not the same are independent, also where one set is part of the other.

**Margins are not the sums of their cells.** A margin is a set of people of its own with a move of its own, so a row of k cells differs from its margin by a
deviation of about ${deviation.toFixed(2)} · √(k + 1). Take the margin, not the sum of the cells, where both are told: its noise is that of one count. That sums and margins
disagree is what protects people; making them agree would let each be worked out more exactly from the others.

**Sums and means.** Means are rounded by about what two people could change and are otherwise not moved. A sum is the mean that is told times the count that is told
of those with a value, so that sum, mean and count agree exactly.

**How the table is made.** Of all distributions over the moves −${bound} … ${bound} that never take a count under ${threshold}, with mean zero and a variance of at most ${OPEN_POLICY.noise.variance}, it is the one of greatest
entropy (Fraser and Wooton 2005; Marley and Leaver 2011; Giessing 2016), with ${threshold} standing where the published method has none. At ${threshold + 1} the greatest entropy lies below that
variance. \`packages/privacy/test/t5-perturbation.test.ts\` holds the method against the published tables of the R package ptable.
`
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
