/** Where letters go: a folder of files for trying out, or a mail server. What a sink throws says whether the letter may be under way all the same. */
import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fail } from '@sund/model'
import { createTransport } from 'nodemailer'
import { bytesOf, type Message } from './message.js'

export interface Sink {
  /** Resolves when the letter has been taken over. Throws a `NotSent`. */
  send(message: Message): Promise<void>
  close(): Promise<void>
}

/** Why a letter was not sent, without what it says or whom it is for. */
export class NotSent extends Error {
  constructor(
    readonly problem: string,
    /** `never`: it would fail again; `later`: it was certainly not taken, and may be another time; `unknown`: it may have been taken. */
    readonly again: 'never' | 'later' | 'unknown',
  ) {
    super(problem)
  }
}

/** A folder of `.eml` files. The same letter is the same file, so that writing it twice is writing it once. */
export function folderSink(folder: string): Sink {
  return {
    async send(message) {
      const file = join(folder, `${message.name}.eml`)
      const draft = `${file}.${randomUUID()}`
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        const handle = await open(draft, 'wx', 0o600)
        try {
          await handle.writeFile(await bytesOf(message))
          await handle.sync()
        } finally {
          await handle.close()
        }
        await rename(draft, file)
      } catch (error) {
        await rm(draft, { force: true }).catch(() => undefined)
        throw new NotSent((error as NodeJS.ErrnoException).code ?? 'folder', 'later')
      }
    },
    close: async () => undefined,
  }
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/

/** A mail server by URL: `smtp://user:password@host:587` or `smtps://…`. Without TLS only on this machine, or where the URL says `?requireTLS=false`. */
export function smtpSink(url: string): Sink {
  if (!URL.canParse(url) || !/^smtps?:$/.test(new URL(url).protocol))
    fail(
      'usage.arguments',
      'The address of the mail server is none.',
      'Give SUND_SMTP_URL as smtp://user:password@host:587.',
    )
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 3,
    requireTLS: !LOOPBACK.test(new URL(url).hostname),
    // Shorter than a letter is given to be sent, so that nobody takes it over meanwhile.
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 60_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async send({ mail }) {
      try {
        await transport.sendMail(mail)
      } catch (error) {
        throw notSent(error as { responseCode?: number; syscall?: string; code?: string })
      }
    },
    close: async () => transport.close(),
  }
}

/** A server's own refusal and a connection that was never made are certain; whatever else happened may have happened after it was taken. */
function notSent({
  responseCode,
  syscall,
  code = 'smtp',
}: {
  responseCode?: number
  syscall?: string
  code?: string
}): NotSent {
  if (responseCode !== undefined)
    return new NotSent(`smtp ${responseCode}`, responseCode >= 500 ? 'never' : 'later')
  if (syscall === 'connect' || code === 'EDNS') return new NotSent(code, 'later')
  return new NotSent(code, 'unknown')
}
