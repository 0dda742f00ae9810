import { readFileSync } from 'node:fs'
import { it } from 'vitest'
import { render } from '/tmp/h/survival/main/spec/render.js'
import { openWorld, runRow, specSources } from '/tmp/h/survival/main/spec/world.js'

it('rows', async () => {
  const world = await openWorld(specSources())
  const scripts = readFileSync(process.env.ROWS as string, 'utf8').split(/^---$/m)
  for (const script of scripts) {
    const { results, errors } = await runRow(world, script)
    console.log(script.trim() + '\n=>\n' + render(results, errors) + '\n')
  }
  await world[Symbol.asyncDispose]()
}, 60000)
