/** The two questions before an application: what is needed, and who leads. Of a permit that is to be changed both are known. */
import { Button, Fieldset, Heading, Paragraph, Radio } from '@digdir/designsystemet-react'
import { ApplicationPath, COUNTRIES } from '@sund/model'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { applicationsQuery, beginApplication, collectionQuery, draftQuery } from '../api/applications.js'
import { sessionQuery } from '../api/queries.js'
import { SignIn } from '../shell/layout.js'
import { Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { useReading } from '../words/reading.js'

export function NewApplicationPage() {
  const { words } = useReading()
  const { applications } = words
  const { new: texts } = applications
  const { kind = 'new', permit } = useSearch({ from: '/applications/new' })
  const changes = kind !== 'new' && permit !== undefined
  useTitle(changes ? applications.kinds[kind] : texts.title)
  const { data: session } = useQuery(sessionQuery)
  const signedIn = session?.researcher != null
  const { data: collection } = useQuery({ ...collectionQuery, enabled: signedIn && !changes })
  const own = session?.organisations[0]?.country
  const [path, setPath] = useState<ApplicationPath>('permit')
  const [chosen, setCountry] = useState<(typeof COUNTRIES)[number] | null>(null)
  const country = chosen ?? own ?? 'NO'
  const navigate = useNavigate()
  const client = useQueryClient()
  const { mutate, error, isPending } = useMutation({
    mutationFn: () =>
      beginApplication({ kind: changes ? kind : 'new', permit: changes ? permit : null, path, country }),
    onSuccess: async (view) => {
      client.setQueryData(draftQuery(view.draft.id).queryKey, view)
      void client.invalidateQueries({ queryKey: applicationsQuery.queryKey, exact: true })
      await navigate({ to: '/applications/$draft', params: { draft: view.draft.id }, replace: true })
    },
  })
  return (
    <article className="page">
      <Heading level={1} data-size="md">
        {changes ? applications.kinds[kind] : texts.title}
      </Heading>
      <Paragraph className="prose lead">{changes ? texts.of(permit) : texts.lead}</Paragraph>
      {session && !signedIn ? (
        <div className="actions">
          <SignIn />
        </div>
      ) : (
        <form
          className="begin-application"
          onSubmit={(event) => {
            event.preventDefault()
            if (!isPending) mutate()
          }}
        >
          {!changes && (
            <>
              <Fieldset>
                <Fieldset.Legend>{texts.what}</Fieldset.Legend>
                {ApplicationPath.options.map((one) => (
                  <Radio
                    key={one}
                    name="path"
                    value={one}
                    checked={path === one}
                    label={texts[one]}
                    description={texts[`${one}Hint`]}
                    onChange={() => setPath(one)}
                  />
                ))}
              </Fieldset>
              <Fieldset>
                <Fieldset.Legend>{texts.where}</Fieldset.Legend>
                <Fieldset.Description>{texts.whereHint}</Fieldset.Description>
                {COUNTRIES.map((one) => (
                  <Radio
                    key={one}
                    name="country"
                    value={one}
                    checked={country === one}
                    label={texts.countries[one]}
                    onChange={() => setCountry(one)}
                  />
                ))}
              </Fieldset>
              {collection && <Paragraph>{texts.collection(collection.variables.length)}</Paragraph>}
            </>
          )}
          {error && <Problem error={error} />}
          <div className="actions">
            <Button type="submit" aria-disabled={isPending}>
              {texts.go}
            </Button>
          </div>
        </form>
      )}
    </article>
  )
}
