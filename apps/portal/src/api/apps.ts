/** What the pages ask of apps. The shapes are the model's and the server's own. */
import type { AppDetails, AppRevision, AppStatus, LocalisedText } from '@sund/model'
import type { AuthorizationRequest, ChosenEncounter, ChosenPatient, GalleryApp } from '@sund/server/client'
import { queryOptions } from '@tanstack/react-query'
import { get, send } from './access.js'

export const galleryQuery = queryOptions({
  queryKey: ['apps'],
  queryFn: () => get<{ apps: GalleryApp[] }>('/api/apps'),
})

export const registrationsQuery = queryOptions({
  queryKey: ['apps', 'registrations'],
  queryFn: () => get<{ revisions: AppRevision[] }>('/api/apps/registrations'),
})

export const serversQuery = queryOptions({
  queryKey: ['apps', 'servers'],
  queryFn: () => get<{ servers: { holder: LocalisedText; base: string }[] }>('/api/apps/servers'),
})

const authorization = (id: string, part: string): string =>
  `/api/apps/authorizations/${encodeURIComponent(id)}/${part}`

/** What an app asks: of this browser alone, and anew each time. */
export const askedQuery = (id: string) =>
  queryOptions({
    queryKey: ['apps', 'asked', id],
    queryFn: () => get<AuthorizationRequest>(authorization(id, 'request')),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })

/** The answer; where the browser goes next. */
export const answerApp = (
  id: string,
  allow: { as: string; scopes: string[]; patient: string | null } | null,
) => send<{ url: string }>('POST', authorization(id, 'answer'), { allow })

export const registerApp = (app: string, publisher: string, details: AppDetails) =>
  send<AppRevision>('PUT', `/api/apps/registrations/${encodeURIComponent(app)}`, { publisher, details })

export const decideApp = (
  app: string,
  revision: number,
  status: Exclude<AppStatus, 'submitted'>,
  reason: string,
) => send<AppRevision>('POST', `/api/apps/registrations/${app}/${revision}/decision`, { status, reason })

/** By POST, so that no name stands in an address. */
export const findPatients = (holder: string, text: string) =>
  send<{ patients: ChosenPatient[]; more: boolean }>('POST', '/api/apps/patients', { holder, text })

/** Of one patient; each time it is asked is a look that the patient can see, so it is asked once a page. */
export const encountersQuery = (holder: string, patient: string) =>
  queryOptions({
    queryKey: ['apps', 'encounters', holder, patient],
    queryFn: () =>
      send<{ encounters: ChosenEncounter[] }>('POST', '/api/apps/encounters', { holder, patient }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })

export const launchApp = (app: string, on: { holder: string; patient: string; encounter: string | null }) =>
  send<{ url: string }>('POST', `/api/apps/${encodeURIComponent(app)}/launches`, on)
