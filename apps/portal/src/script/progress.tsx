/** One sentence on what is happening to a run and for how long, and how to stop it. */
import { Button } from '@digdir/designsystemet-react'
import type { RunView } from '@sund/server/client'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { cancelRun, runQuery } from '../api/queries.js'
import { useReading } from '../words/reading.js'
import { stepSentence } from './steps.js'

export function RunProgressLine({ view }: { view: RunView }) {
  const { words } = useReading()
  const client = useQueryClient()
  const seconds = useSeconds()
  const { progress } = view
  const sentence = stepSentence(progress, words)
  return (
    <div className="progress">
      <p className="progress-sentence" role="status">
        {sentence}.
      </p>
      <progress
        max={1}
        {...(progress.share === null ? {} : { value: progress.share })}
        aria-label={sentence}
      />
      <div className="progress-foot">
        <span className="quiet">{words.write.progress(seconds)}</span>
        <Button
          variant="secondary"
          data-size="sm"
          onClick={() =>
            void cancelRun(view.id).then((next) => client.setQueryData(runQuery(view.id).queryKey, next))
          }
        >
          {words.write.cancel}
        </Button>
      </div>
    </div>
  )
}

/** Whole seconds since this page began to follow the run, counting. */
function useSeconds(): number {
  const [seconds, set] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => set((passed) => passed + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  return seconds
}
