/** The first page: for each role what it came for, then what to do next in one sentence; for everyone else what Sund is, and a study that runs. */
import { Patients } from '../apps/patients-page.js'
import { useReader } from '../cases/who.js'
import { MyStart } from '../mine/overview.js'
import { useTitle } from '../shell/title.js'
import { Administrator } from './administrator.js'
import { Anyone } from './anyone.js'
import { Handler } from './handler.js'
import { More } from './more.js'
import { Researcher } from './researcher.js'

export function StartPage() {
  useTitle('')
  const { side } = useReader()
  return (
    <article className="page start">
      {side === 'anyone' ? (
        <Anyone />
      ) : side === 'citizen' ? (
        <MyStart />
      ) : side === 'clinician' ? (
        <Patients />
      ) : side === 'handler' || side === 'auditor' ? (
        <Handler />
      ) : side === 'administrator' ? (
        <Administrator />
      ) : (
        <Researcher />
      )}
      <More side={side} />
    </article>
  )
}
