/** Files that a user names, read or refused with one clear sentence. */
import { open, stat } from 'node:fs/promises'
import { fail } from '@sund/model'
import type { Context } from './context.js'

const MAX_SCRIPT = 1_000_000

/** The text of a script; `-` reads standard input. Refuses what is no text, with `usage.*`. */
export async function readScript(
  file: string,
  { terminal, signal }: Context,
): Promise<{ name: string; text: string }> {
  if (file === '-') {
    const bytes = await terminal.during('Reading the script from standard input', () => standardInput(signal))
    return { name: '(standard input)', text: decode(bytes, 'Standard input') }
  }
  await checkFile(file)
  const handle = await openFile(file)
  return { name: file, text: decode(await readAll(handle.createReadStream(), file), file) }
}

/** Refuses a path that is not a readable, ordinary file. */
export async function checkFile(file: string): Promise<void> {
  const there = await stat(file).catch(() => null)
  if (there === null) fail('usage.not-found', `There is no file ${file}.`, 'Check the name and the folder.')
  if (there.isDirectory()) fail('usage.arguments', `${file} is a folder.`, 'Name the file itself.')
  await (await openFile(file)).close()
}

async function openFile(file: string) {
  return open(file).catch((error: NodeJS.ErrnoException) =>
    error.code === 'EACCES' || error.code === 'EPERM'
      ? fail('environment.permission', `${file} may not be read.`, 'Make it readable and try again.')
      : fail('usage.not-found', `${file} cannot be read.`, 'Check the name and the folder.'),
  )
}

async function standardInput(signal: AbortSignal): Promise<Uint8Array> {
  signal.addEventListener('abort', () => process.stdin.destroy(), { once: true })
  return readAll(process.stdin, 'Standard input')
}

/** All bytes of a stream, or a refusal as soon as they are too many: it may never end. */
async function readAll(stream: AsyncIterable<Uint8Array>, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    size += chunk.length
    if (size > MAX_SCRIPT)
      fail(
        'usage.too-large',
        `${name} is larger than a script may be (1 MB).`,
        'Split the script, or check that this is the right file.',
      )
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function decode(bytes: Uint8Array, name: string): string {
  const notText = (): never =>
    fail('usage.arguments', `${name} is not a text file in UTF-8.`, 'Save the script as UTF-8 text.')
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\u0000') ? notText() : text
  } catch {
    return notText()
  }
}
