/**
 * Figures of a run as files: each stands alone, with its title and what it says in words, in a folder that the user named. The
 * same drawing as in the portal; the page it needs to draw on is made in memory.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Drawable } from '@sund/figures/reading'
import { fail, type RunDocument } from '@sund/model'
import type { Context } from './context.js'

const WIDTH = 760

/** Makes the folder when it is not there; refuses before anything runs when it cannot be made. */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: NodeJS.ErrnoException) =>
    error.code === 'EACCES' || error.code === 'EPERM'
      ? fail('environment.permission', `${folder} may not be written to.`, 'Name another folder.')
      : fail('usage.arguments', `The folder ${folder} cannot be made.`, 'Name a folder, not a file.'),
  )
}

/**
 * Writes every figure and survival curve as `NN-type.svg`, NN its place among the results from 1. A file of that name is
 * replaced. Answers one line for each file, for the user.
 */
export async function writeFigures(
  { results, synthetic = false }: Pick<RunDocument, 'results' | 'synthetic'>,
  folder: string,
  { language }: Context,
): Promise<string[]> {
  const drawn = results.flatMap(({ index, body }) =>
    body.kind === 'figure' || body.kind === 'survival' ? [{ index, body }] : [],
  )
  if (drawn.length === 0) return ['There is no figure among the results.']
  const [{ drawFigure }, { JSDOM }] = await Promise.all([import('@sund/figures'), import('jsdom')])
  const { document } = new JSDOM('').window
  const lines: string[] = []
  for (const { index, body } of drawn) {
    const path = join(folder, `${String(index + 1).padStart(2, '0')}-${typeOf(body)}.svg`)
    const picture = drawFigure(body, {
      language,
      width: WIDTH,
      document,
      theme: 'paper',
      synthetic,
      id: `figure-${index + 1}`,
    })
    picture.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
    await writeFile(path, `<?xml version="1.0" encoding="UTF-8"?>\n${picture.outerHTML}\n`).catch(() =>
      fail(
        'environment.permission',
        `${path} cannot be written.`,
        'Name another folder, or make room for it.',
      ),
    )
    lines.push(`Wrote ${path}`)
  }
  return lines
}

const typeOf = (body: Drawable): string => (body.kind === 'survival' ? 'survival' : body.figure.type)
