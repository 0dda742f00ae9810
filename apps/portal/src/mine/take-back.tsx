/** Takes back what one entered oneself. */
import { Button } from '@digdir/designsystemet-react'
import type { HeldItem } from '@sund/model'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { changedMine, takeBack } from '../api/mine.js'
import { Problem } from '../shell/states.js'
import { useReading } from '../words/reading.js'

export function TakeBack({
  item: { holder, key },
  onDone,
}: {
  item: Pick<HeldItem, 'holder' | 'key'>
  onDone?: () => void
}) {
  const { measure } = useReading().words.mine
  const client = useQueryClient()
  const taking = useMutation({
    mutationFn: () => takeBack(client, holder, key),
    onSuccess: () => {
      onDone?.()
      return changedMine(client)
    },
  })
  return (
    <>
      <div className="actions">
        <Button
          variant="secondary"
          data-size="sm"
          disabled={taking.isPending}
          onClick={() => taking.mutate()}
        >
          {measure.undo}
        </Button>
      </div>
      {taking.error && <Problem error={taking.error} />}
    </>
  )
}
