/** Looking through cases or what is public of them, by words and by status. What is looked for stands in the address. */
import { Field, Label, Search, Select } from '@digdir/designsystemet-react'
import type { CaseStatus } from '@sund/model'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useId } from 'react'
import { changed } from '../shell/search.js'
import { useReading } from '../words/reading.js'

export function Finder({
  page,
  find,
  status,
  every,
}: {
  page: '/cases' | '/register'
  /** What the fields are called, and the choice of any status. */
  find: string
  status: string
  every: string
}) {
  const { words } = useReading()
  const { statuses } = words.cases
  const search = useSearch({ from: page })
  const navigate = useNavigate({ from: page })
  const id = useId()
  const look = (part: { query?: string | undefined; status?: string | undefined }) =>
    void navigate({ search: (now) => changed(now, { ...part, offset: undefined }), replace: true })
  return (
    <search className="inbox-filters">
      <Search>
        <Search.Input
          aria-label={find}
          placeholder={find}
          value={search.query ?? ''}
          maxLength={200}
          onChange={(event) => look({ query: event.target.value || undefined })}
        />
        <Search.Clear aria-label={words.variables.clear} onClick={() => look({ query: undefined })} />
      </Search>
      <Field>
        <Label htmlFor={id}>{status}</Label>
        <Select
          id={id}
          value={search.status ?? ''}
          onChange={(event) => look({ status: event.target.value || undefined })}
        >
          <Select.Option value="">{every}</Select.Option>
          {(Object.keys(statuses) as CaseStatus[]).map((one) => (
            <Select.Option key={one} value={one}>
              {statuses[one]}
            </Select.Option>
          ))}
        </Select>
      </Field>
    </search>
  )
}
