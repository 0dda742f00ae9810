/** What one withholds in one's records, each time with what the holder has proved of it: since when nobody is given it, what became of registers, and the signed proof to keep. */
import { Heading } from '@digdir/designsystemet-react'
import { useQuery } from '@tanstack/react-query'
import { placesQuery, withdrawalsQuery } from '../api/mine.js'
import { Part } from '../cases/case-page.js'
import { useVariableTitles } from '../cases/titles.js'
import { Loading, Problem } from '../shell/states.js'
import { listWords, momentWords } from '../words/dates.js'
import { useReading } from '../words/reading.js'

type Proved = Awaited<ReturnType<NonNullable<typeof withdrawalsQuery.queryFn>>>['proofs'][number]

export function Withdrawals() {
  const { withheld } = useReading().words.choices
  const { data, error, refetch } = useQuery(withdrawalsQuery)
  return (
    <Part id="withheld" title={withheld.title}>
      <p className="hint prose">{withheld.lead}</p>
      {error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading lines={2} />
      ) : data.proofs.length === 0 ? (
        <p className="quiet">{withheld.none}</p>
      ) : (
        <ol className="look-list">
          {data.proofs.map((one) => (
            <li key={one.jws}>
              <One proved={one} />
            </li>
          ))}
        </ol>
      )}
    </Part>
  )
}

function One({ proved: { proof, jws } }: { proved: Proved }) {
  const { words, say } = useReading()
  const { withheld, levels } = words.choices
  const { data } = useQuery(placesQuery)
  const titles = useVariableTitles(proof.registers)
  const title = data?.places.find(({ holder }) => holder === proof.holder)?.title
  const holder = title === undefined ? proof.holder : say(title)
  const moment = (at: string) => momentWords(at, words.locale)
  return (
    <>
      <Heading level={3} data-size="2xs">
        {withheld.at(holder, moment(proof.writtenAt))}
      </Heading>
      <p>{withheld.since(moment(proof.inForceAt))}</p>
      <dl className="fact-list">
        {proof.registers.map(({ register, before, after, closed }) => (
          <div key={register}>
            <dt>{titles.register(register)}</dt>
            <dd>
              {after !== null && withheld.made(after.version, before?.version ?? null)}{' '}
              {closed.length > 0 &&
                withheld.closed(
                  listWords(
                    closed.map((level) => levels[level][0]),
                    words.locale,
                  ),
                )}
            </dd>
          </div>
        ))}
      </dl>
      <p>
        <a
          className="ds-link"
          href={`data:application/jose,${jws}`}
          download={withheld.file(proof.holder, proof.consent.id, proof.consent.version)}
        >
          {withheld.download}
          <span className="ds-sr-only">
            {' '}
            {holder}, {moment(proof.writtenAt)}
          </span>
        </a>
      </p>
    </>
  )
}
