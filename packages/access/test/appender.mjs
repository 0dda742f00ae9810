// Appends events to the folder it is given until it is killed, and prints each position once it is acknowledged.
import { openAccess } from '@sund/access'
import { systemClock } from '@sund/model'

const { log } = await openAccess({ folder: process.argv[2] }, systemClock)
for (;;) {
  const { position } = await log.append({ type: 'signed-in', actor: 'bo', payload: {} })
  process.stdout.write(`${position}\n`)
}
