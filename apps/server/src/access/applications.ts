/**
 * Applications while they are written: what the store keeps, seen in the world as it is today. It checks whoever asks against drafts and
 * organisations, and passes on to cases what is submitted; it decides nothing itself.
 */
import {
  type Access,
  begin,
  type CheckContext,
  check,
  type DecidedCase,
  type DraftRevision,
  type DraftSummary,
  dayOf,
  estimateFee,
  expectedTime,
  fieldsOf,
  formOf,
  formOn,
  type KeptFile,
  type KnownVariable,
  type KnownVariables,
  knownVariables,
  rulesOf,
  statisticsWouldDo,
  stillAsBegun,
  withAskedOnly,
} from '@sund/access'
import {
  type Actor,
  type Application,
  type ApplicationKind,
  type ApplicationPath,
  type Attachment,
  type Catalogue,
  type ChosenVariable,
  type Clock,
  type Country,
  type Draft,
  type ExpectedTime,
  Failure,
  type FeeEstimate,
  type FieldName,
  type Form,
  fail,
  type PermitRecord,
  type Point,
  type PrefillSource,
} from '@sund/model'
import type { Claimant, OrganisationDesk } from './organisations.js'

/** A draft with all that a page says of it. */
export interface DraftView {
  draft: Draft
  form: Form
  /** What the form asks of it as it stands, in order. */
  fields: FieldName[]
  /** What is known of the variables of its collection. */
  variables: KnownVariable[]
  points: Point[]
  fee: FeeEstimate
  expected: ExpectedTime
  /** What nobody has typed, and where it came from. */
  prefilled: FieldName[]
  sources: Partial<Record<FieldName, PrefillSource>>
  /** An answer in statistics might be enough (Art 69). */
  lighter: boolean
  /** Whether it is the reader's own: co-applicants edit it, and neither submit nor delete it. */
  own: boolean
  /** False once it was submitted, until its case waits for a completion. */
  editable: boolean
}

/** What is asked of cases. */
export interface CasePort {
  /** Begins the case of a draft, under the draft's identifier; `conflict.exists` where there is one. */
  submit(id: string, application: Application, actor: Actor): Promise<void>
  supplement(id: string, application: Application, actor: Actor): Promise<void>
  /** What the actor may do to a case; `usage.not-found` where they may not see it. */
  actions(id: string, actor: Actor): Promise<readonly string[]>
  /** A permit that the actor is named in; null where there is none. */
  permit(id: string, actor: Actor): Promise<PermitRecord | null>
  history(): Promise<readonly DecidedCase[]>
}

export interface Begins {
  kind: ApplicationKind
  permit: string | null
  path: ApplicationPath
  country: Country
}

export interface ApplicationDesk {
  list(person: Claimant): Promise<DraftSummary[]>
  /** A new draft, with everything in it that is known already. */
  begin(person: Claimant, wanted: Begins): Promise<DraftView>
  open(person: Claimant, id: string): Promise<DraftView>
  /** `conflict.revision` for one that was overtaken; `permission.denied` for an organisation that the person does not act for. */
  save(person: Claimant, id: string, revision: number, application: Application): Promise<DraftView>
  revisions(person: Claimant, id: string): Promise<DraftRevision[]>
  revision(person: Claimant, id: string, revision: number): Promise<Application>
  remove(person: Claimant, id: string): Promise<void>
  restore(person: Claimant, id: string): Promise<void>
  attach(
    person: Claimant,
    id: string,
    file: { name: string; kind: Attachment['kind']; content: Uint8Array },
  ): Promise<Attachment>
  /** A file, for who may see its draft or its case. */
  file(person: Claimant, hash: string): Promise<KeptFile>
  /** Makes a case of a draft, or sends the completion that its case waits for. `usage.request` with every point that blocks. */
  submit(person: Claimant, id: string): Promise<{ case: string }>
}

export interface ApplicationSettings {
  access: Pick<Access, 'drafts' | 'attachments'>
  organisations: OrganisationDesk
  catalogue(): Promise<Catalogue>
  collection(subject: string): Promise<readonly ChosenVariable[]>
  cases: CasePort
  clock: Clock
}

/** The secure environment of this installation, as forms name it. */
const ROOM = 'Sund'
/** Milliseconds for which what is known of past cases is good enough for an estimate. */
const HISTORY_AGE = 60_000

export function createApplicationDesk(settings: ApplicationSettings): ApplicationDesk {
  const { access, organisations, catalogue, cases, clock } = settings
  const { drafts, attachments } = access
  const variables = remembered(catalogue)
  let history: { at: number; cases: Promise<readonly DecidedCase[]> } | null = null
  const past = () => {
    const now = clock.now().getTime()
    if (history === null || now - history.at > HISTORY_AGE) history = { at: now, cases: cases.history() }
    history.cases.catch(() => {
      history = null
    })
    return history.cases
  }
  async function contextOf(application: Application, actor: Actor): Promise<CheckContext> {
    const named = application.permit === null ? null : await cases.permit(application.permit, actor)
    const today = dayOf(clock.now(), application.country)
    return {
      today,
      rules: rulesOf(application.country, today),
      variables: await variables(),
      directory: await organisations.directory(),
      permit: (id) => (named?.permit.id === id ? named : null),
    }
  }

  async function view(
    person: Claimant,
    draft: Draft,
    begun: Awaited<ReturnType<typeof drafts.open>>['begun'],
  ) {
    const { application } = draft
    const form =
      formOf(application) ??
      fail('data.version', 'This draft is on a form that is not known here.', 'Begin a new application.')
    const actor = await organisations.actorOf(person)
    const context = await contextOf(application, actor)
    const sources = stillAsBegun(application, begun, form, context.rules)
    return {
      draft,
      form,
      fields: fieldsOf(form, application, context.rules).map(({ name }) => name),
      variables: application.collection.flatMap(
        ({ register, variable }) => context.variables.find(register, variable) ?? [],
      ),
      points: check(application, context),
      fee: estimateFee(application, context.rules, context.directory),
      expected: expectedTime(application, context.rules, await past()),
      prefilled: Object.keys(sources) as FieldName[],
      sources,
      lighter: statisticsWouldDo(application),
      own: draft.owner === person.subject,
      editable: draft.case === null || (await mayComplete(draft.case, person)),
    }
  }
  async function open(person: Claimant, id: string): Promise<DraftView> {
    const { draft, begun } = await drafts.open(person.subject, id)
    return view(person, draft, begun)
  }

  return {
    list: ({ subject }) => drafts.list(subject),
    open,
    async begin(person, { kind, permit: id, path, country }) {
      const actor = await organisations.actorOf(person)
      const record = id === null ? null : await cases.permit(id, actor)
      if (kind !== 'new' && record === null)
        fail('usage.not-found', 'You have no such permit.', 'List your permits and pick one.')
      const own = await organisations.of(person)
      const organisation = own.find(({ body }) => body === null) ?? own[0] ?? null
      const [mine, theirs] = await Promise.all([
        drafts.latest({ owner: person.subject }),
        organisation ? drafts.latest({ organisation: organisation.id }) : null,
      ])
      const land = record?.permit.country ?? country
      const today = dayOf(clock.now(), land)
      const begun = begin({
        kind,
        path: record?.permit.path ?? path,
        country: land,
        permit: record && { record, application: await drafts.latest({ case: record.permit.case }) },
        form: formOn(today),
        today,
        rules: rulesOf(land, today),
        variables: await variables(),
        person,
        organisation,
        collection: await settings.collection(person.subject),
        earlier: { own: mine, organisation: theirs },
        room: ROOM,
      })
      return view(person, await drafts.create(person.subject, begun), begun)
    },
    async save(person, id, revision, application) {
      const { draft, begun } = await drafts.open(person.subject, id)
      if (draft.case !== null && !(await mayComplete(draft.case, person)))
        fail('conflict.exists', 'This application was submitted.', 'Open its case to see what can be done.')
      const { organisation } = application
      if (organisation !== null && organisation !== draft.application.organisation) {
        const own = await organisations.of(person)
        if (!own.some((one) => one.id === organisation))
          fail(
            'permission.denied',
            'You can apply for an organisation that you act for.',
            'Choose one of yours, or ask its administrator for a role.',
          )
      }
      return view(person, await drafts.save(person.subject, id, revision, application), begun)
    },
    revisions: ({ subject }, id) => drafts.revisions(subject, id),
    revision: ({ subject }, id, revision) => drafts.revision(subject, id, revision),
    remove: ({ subject }, id) => drafts.remove(subject, id),
    restore: ({ subject }, id) => drafts.restore(subject, id),
    attach: ({ subject }, id, file) => attachments.attach(subject, id, file),
    async file(person, hash) {
      const actor = await organisations.actorOf(person)
      return attachments.read(person.subject, hash, (id) =>
        cases.actions(id, actor).then(
          () => true,
          (thrown: unknown) => {
            if (thrown instanceof Failure && thrown.errors[0].code === 'usage.not-found') return false
            throw thrown
          },
        ),
      )
    },
    async submit(person, id) {
      const { draft } = await drafts.open(person.subject, id)
      if (draft.owner !== person.subject)
        fail('permission.denied', 'The one who began an application submits it.', 'Ask them to do so.')
      const form =
        formOf(draft.application) ??
        fail('data.version', 'This draft is on a form that is not known here.', 'Begin a new application.')
      const actor = await organisations.actorOf(person)
      const context = await contextOf(draft.application, actor)
      const application = withAskedOnly(draft.application, form, context.rules)
      const blocking = check(application, context).filter(({ weight }) => weight === 'blocks')
      if (blocking.length > 0)
        fail(
          'usage.request',
          `The application cannot be submitted yet: ${blocking.map(({ at, code }) => `${at} (${code})`).join(', ')}.`,
          'The page of the draft lists what is missing.',
        )
      if (draft.case !== null) {
        await cases.supplement(draft.case, application, actor)
        return { case: draft.case }
      }
      // The case has the identifier of its draft: what was submitted twice, or cut short in between, is one case.
      await cases.submit(id, application, actor).catch((thrown: unknown) => {
        if (!(thrown instanceof Failure) || thrown.errors[0].code !== 'conflict.exists') throw thrown
      })
      await drafts.submitted(person.subject, id, id)
      return { case: id }
    },
  }

  async function mayComplete(caseId: string, person: Claimant): Promise<boolean> {
    return (await cases.actions(caseId, await organisations.actorOf(person))).includes('supplement')
  }
}

/** The variables of a catalogue, made once for each catalogue that there is. */
export function remembered(catalogue: () => Promise<Catalogue>): () => Promise<KnownVariables> {
  const known = new WeakMap<Catalogue, KnownVariables>()
  return async () => {
    const now = await catalogue()
    const variables = known.get(now) ?? knownVariables(now)
    known.set(now, variables)
    return variables
  }
}
