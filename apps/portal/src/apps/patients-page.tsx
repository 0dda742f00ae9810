/** For who treats people: to find one of them, and to open an app from their record, with an encounter if it is about one. */
import { Button, Field, Heading, Label, Paragraph, Select } from '@digdir/designsystemet-react'
import type { ChosenPatient } from '@sund/server/client'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { encountersQuery, galleryQuery, launchApp } from '../api/apps.js'
import { useReader } from '../cases/who.js'
import { Empty, Loading, Problem } from '../shell/states.js'
import { useTitle } from '../shell/title.js'
import { fullDay } from '../words/dates.js'
import { useReading } from '../words/reading.js'
import { useOrganisationTitle } from './organisation-title.js'
import { PatientPicker } from './patient-picker.js'

export function PatientsPage() {
  const { patients } = useReading().words.apps
  useTitle(patients.title)
  return (
    <article className="page">
      <Patients />
    </article>
  )
}

/** The same as the first page of the portal, which has its own frame. */
export function Patients() {
  const { patients } = useReading().words.apps
  const { known, memberships } = useReader()
  const titleOf = useOrganisationTitle()
  const id = useId()
  const holders = memberships
    .filter(({ roles }) => roles.includes('clinician'))
    .map(({ organisation }) => organisation)
  const [said, setSaid] = useState<string | null>(null)
  const [patient, setPatient] = useState<ChosenPatient | null>(null)
  const holder = said ?? holders[0]
  return (
    <>
      <Heading level={1} data-size="md">
        {patients.title}
      </Heading>
      <Paragraph className="prose lead">{patients.lead}</Paragraph>
      {!known ? (
        <Loading lines={2} />
      ) : holder === undefined ? (
        <Empty title={patients.nobody}>{patients.nobodyNext}</Empty>
      ) : (
        <>
          {holders.length > 1 && (
            <Field>
              <Label htmlFor={id}>{patients.holder}</Label>
              <Select
                id={id}
                value={holder}
                onChange={({ target }) => {
                  setSaid(target.value)
                  setPatient(null)
                }}
              >
                {holders.map((one) => (
                  <Select.Option key={one} value={one}>
                    {titleOf(one)}
                  </Select.Option>
                ))}
              </Select>
            </Field>
          )}
          <PatientPicker key={holder} holder={holder} chosen={patient?.id ?? null} onChoose={setPatient} />
          {patient !== null && <Open key={patient.id} holder={holder} patient={patient} />}
        </>
      )}
    </>
  )
}

/** What can be opened for a patient who was chosen. */
function Open({ holder, patient }: { holder: string; patient: ChosenPatient }) {
  const { words, say } = useReading()
  const { patients } = words.apps
  const id = useId()
  const { data: gallery, error } = useQuery(galleryQuery)
  const { data: visits } = useQuery(encountersQuery(holder, patient.id))
  const [encounter, setEncounter] = useState<string | null>(null)
  const opening = useMutation({
    mutationFn: (app: string) => launchApp(app, { holder, patient: patient.id, encounter }),
    onSuccess: ({ url }) => window.location.assign(url),
  })
  const apps = gallery?.apps.filter(({ details }) => details.launchUrl !== null)
  const busy = opening.isPending || opening.isSuccess
  return (
    <section className="case-part" aria-labelledby={`${id}-title`}>
      <Heading level={2} data-size="xs" id={`${id}-title`}>
        {patients.openFor(patient.name)}
      </Heading>
      {visits !== undefined && visits.encounters.length > 0 && (
        <Field>
          <Label htmlFor={`${id}-encounter`}>{patients.encounter}</Label>
          <Select
            id={`${id}-encounter`}
            value={encounter ?? ''}
            disabled={busy}
            onChange={({ target }) => setEncounter(target.value === '' ? null : target.value)}
          >
            <Select.Option value="">{patients.noEncounter}</Select.Option>
            {visits.encounters.map((one) => (
              <Select.Option key={one.id} value={one.id}>
                {[
                  one.title ?? patients.classes[one.class ?? ''] ?? patients.unnamed,
                  ...(one.begins === null ? [] : [fullDay(one.begins, words.locale)]),
                ].join(', ')}
              </Select.Option>
            ))}
          </Select>
        </Field>
      )}
      {error && <Problem error={error} />}
      {apps?.length === 0 && <p className="quiet">{patients.noApps}</p>}
      <ul className="look-list">
        {apps?.map(({ id: app, details }) => (
          <li key={app}>
            <Heading level={3} data-size="2xs">
              {say(details.title)}
            </Heading>
            <p className="quiet">{say(details.summary)}</p>
            <div className="actions">
              <Button data-size="sm" disabled={busy} onClick={() => opening.mutate(app)}>
                {patients.open}
                <span className="ds-sr-only"> {say(details.title)}</span>
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {opening.error && <Problem error={opening.error} />}
    </section>
  )
}
