/** The page: to sign in, to read one's blood pressure, and to be told plainly when that has ended. */
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import { ask, type Connection, connect, forget, USUAL_SERVER } from './connection.js'
import { type Person, personOf, type Reading, readingsOf, statusOf } from './readings.js'
import { LANGUAGE, words } from './words.js'

type State =
  | { at: 'start' }
  | { at: 'fetching' }
  | { at: 'read'; client: Connection; person: Person | null; readings: Reading[] }
  | { at: 'stopped'; why: string }

export function App() {
  const [state, setState] = useState<State>({ at: 'fetching' })

  const fetchAll = useCallback(async (client: Connection) => {
    try {
      const [person, readings] = await Promise.all([personOf(client), readingsOf(client)])
      setState({ at: 'read', client, person, readings })
    } catch (thrown) {
      forget()
      setState({ at: 'stopped', why: whyOf(statusOf(thrown)) })
    }
  }, [])

  useEffect(() => {
    document.title = words.title
    document.documentElement.lang = LANGUAGE
    let gone = false
    connect().then(
      (client) => {
        if (gone) return
        if (client === null) setState({ at: 'start' })
        else void fetchAll(client)
      },
      () => {
        forget()
        if (!gone) setState({ at: 'stopped', why: words.denied })
      },
    )
    return () => {
      gone = true
    }
  }, [fetchAll])

  return (
    <main>
      <h1>{words.title}</h1>
      {state.at === 'start' && <Start />}
      {state.at === 'fetching' && <p role="status">{words.fetching}</p>}
      {state.at === 'read' && (
        <>
          <Readings person={state.person} readings={state.readings} />
          <p className="actions">
            <button type="button" onClick={() => void fetchAll(state.client)}>
              {words.again}
            </button>
            <button type="button" className="quiet" onClick={restart}>
              {words.leave}
            </button>
          </p>
        </>
      )}
      {state.at === 'stopped' && (
        <>
          <p role="alert">{state.why}</p>
          <button type="button" onClick={restart}>
            {words.restart}
          </button>
        </>
      )}
    </main>
  )
}

function Start() {
  const [server, setServer] = useState(USUAL_SERVER)
  const [failed, setFailed] = useState(false)
  const begin = (event: FormEvent) => {
    event.preventDefault()
    setFailed(false)
    ask(server).catch(() => setFailed(true))
  }
  return (
    <form onSubmit={begin}>
      <p>{words.lead}</p>
      <label htmlFor="server">{words.server}</label>
      <input
        id="server"
        type="url"
        required
        value={server}
        onChange={(event) => setServer(event.target.value)}
      />
      <button type="submit">{words.signIn}</button>
      {failed && <p role="alert">{words.failed}</p>}
    </form>
  )
}

function Readings({ person, readings }: { person: Person | null; readings: Reading[] }) {
  const day = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'long', timeStyle: 'short' })
  return (
    <>
      <h2>{person === null ? words.unnamed : words.of(person.name)}</h2>
      {readings.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{words.when}</th>
              <th scope="col">{words.pressure}</th>
            </tr>
          </thead>
          <tbody>
            {readings.map(({ id, at, systolic, diastolic }) => (
              <tr key={id}>
                <th scope="row">{day.format(new Date(at))}</th>
                <td>
                  {systolic}/{diastolic}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

/** 403: the person said so, and is not asked again unless they wish. 401: the sign-in has run out and could not be renewed. */
function whyOf(status: number | null): string {
  if (status === 403) return words.withdrawn
  return status === 401 ? words.ended : words.failed
}

function restart(): void {
  forget()
  window.location.assign(import.meta.env.BASE_URL)
}
