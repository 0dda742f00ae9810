/** What waits for those who handle cases, the soonest due first. What is filtered stands in the address. */
import { Chip, Field, Heading, Label, Paragraph, Select } from '@digdir/designsystemet-react'
import type { InboxItem, TrackKind } from '@sund/model'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useId } from 'react'
import { inboxQuery } from '../api/access.js'
import { CorrectionsWaiting } from '../mine/desk-page.js'
import { DescriptionsDue, useDescriptionsDue } from '../organisation/descriptions.js'
import { changed } from '../shell/search.js'
import { Empty, Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { useReading } from '../words/reading.js'
import { duesOf, type InboxFilter, shownOf, trackKindOf } from './inbox.js'
import { InboxLine } from './inbox-line.js'

export function InboxPage() {
  const { words } = useReading()
  const { inbox } = words.cases
  useTitle(inbox.title)
  const filter = useSearch({ from: '/inbox' })
  const { data, error, refetch } = useQuery(inboxQuery)
  const descriptions = useDescriptionsDue()
  return (
    <article className="page">
      <Heading level={1} data-size="md">
        {inbox.title}
      </Heading>
      <Paragraph className="prose lead">{inbox.lead}</Paragraph>
      <CorrectionsWaiting />
      <DescriptionsDue due={descriptions} />
      {data ? (
        data.items.length === 0 ? (
          descriptions.length > 0 ? null : (
            <Empty title={inbox.empty}>{inbox.emptyNext}</Empty>
          )
        ) : (
          <Waiting items={data.items} filter={filter} />
        )
      ) : error ? (
        <Problem error={error} retry={() => void refetch()} />
      ) : (
        <Loading />
      )}
    </article>
  )
}

function Waiting({ items, filter }: { items: readonly InboxItem[]; filter: InboxFilter }) {
  const { words } = useReading()
  const { inbox } = words.cases
  const shown = shownOf(items, filter)
  const groups = duesOf(shown)
  return (
    <>
      <Filters items={items} filter={filter} />
      <p role="status" className="found">
        {inbox.count(shown.length)}
      </p>
      {shown.length === 0 && (
        <Empty
          title={inbox.none}
          action={
            <Link to="/inbox" search={{}} className="ds-link">
              {inbox.showAll}
            </Link>
          }
        >
          {inbox.noneNext}
        </Empty>
      )}
      {(['overdue', 'week', 'later'] as const).map(
        (group) =>
          groups[group].length > 0 && (
            <section key={group} aria-labelledby={`inbox-${group}`}>
              <Heading level={2} data-size="xs" id={`inbox-${group}`}>
                {inbox[group]}
              </Heading>
              <ol className="case-list">
                {groups[group].map((item) => (
                  <li key={`${item.id} ${item.track} ${item.clock}`}>
                    <InboxLine item={item} />
                  </li>
                ))}
              </ol>
            </section>
          ),
      )}
    </>
  )
}

function Filters({ items, filter }: { items: readonly InboxItem[]; filter: InboxFilter }) {
  const { words } = useReading()
  const { inbox, trackKinds } = words.cases
  const navigate = useNavigate({ from: '/inbox' })
  const id = useId()
  const kinds = [...new Set(items.map(trackKindOf))].filter((kind): kind is TrackKind => kind !== null)
  const whose = filter.whose ?? 'all'
  return (
    <div className="inbox-filters">
      <fieldset className="facets">
        <legend className="ds-sr-only">{inbox.whose}</legend>
        {(['all', 'mine'] as const).map((one) => (
          <Chip.Radio
            key={one}
            name="whose"
            value={one}
            checked={whose === one}
            onChange={() =>
              void navigate({ search: (now) => changed(now, { whose: one === 'all' ? undefined : one }) })
            }
          >
            {one === 'all' ? inbox.bodies : inbox.mine}
          </Chip.Radio>
        ))}
      </fieldset>
      {kinds.length > 1 && (
        <Field>
          <Label htmlFor={id}>{inbox.kind}</Label>
          <Select
            id={id}
            value={filter.part ?? ''}
            onChange={(event) =>
              void navigate({ search: (now) => changed(now, { part: event.target.value || undefined }) })
            }
          >
            <Select.Option value="">{inbox.everyKind}</Select.Option>
            {kinds.map((kind) => (
              <Select.Option key={kind} value={kind}>
                {trackKinds[kind]}
              </Select.Option>
            ))}
          </Select>
        </Field>
      )}
    </div>
  )
}
