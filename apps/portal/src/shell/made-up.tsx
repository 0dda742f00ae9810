/**
 * The marks of made-up people: a banner on every page of a hub that has such registers, and a badge beside whatever rests on them.
 * What the hub said last is remembered, so that the banner is there from the start and moves nothing when the answer comes.
 */
import { Tag } from '@digdir/designsystemet-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { sessionQuery } from '../api/queries.js'
import { useReading } from '../words/reading.js'

const REMEMBERED = 'sund.synthetic'
const SHARES = ['none', 'some', 'all'] as const
type Share = (typeof SHARES)[number]

/** Whether the registers of this hub are made up; what was so last time until the hub answers. */
export function useSynthetic(): Share {
  const { data: session } = useQuery(sessionQuery)
  const known = session?.synthetic
  useEffect(() => {
    if (known !== undefined) localStorage.setItem(REMEMBERED, known)
  }, [known])
  return known ?? SHARES.find((share) => share === localStorage.getItem(REMEMBERED)) ?? 'none'
}

export function MadeUpBanner() {
  const { words } = useReading()
  const share = useSynthetic()
  if (share === 'none') return null
  return (
    <aside className="made-up" aria-label={words.synthetic.badge}>
      <strong>{words.synthetic.title[share]}</strong> {words.synthetic.text[share]}
    </aside>
  )
}

export function MadeUpBadge() {
  const { words } = useReading()
  return (
    <Tag data-size="sm" data-color="warning" className="made-up-badge">
      {words.synthetic.badge}
    </Tag>
  )
}
