/** What a file is, by what it contains and not by what it is called; and what it may be called. */
import { createHash } from 'node:crypto'
import { type Attachment, Attachment as AttachmentSchema, fail } from '@sund/model'
import { fileTypeFromBuffer } from 'file-type'

/** Most bytes of a file, and of all files of an application. */
export interface FileLimits {
  one: number
  together: number
}
export const FILE_LIMITS: FileLimits = { one: 10 * 2 ** 20, together: 50 * 2 ** 20 }

const EXTENSIONS: Record<Attachment['mediaType'], readonly string[]> = {
  'application/pdf': ['pdf'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'text/plain': ['txt', 'md', 'text'],
}

/** The attachment that a file makes. Refuses what is empty or of another type (`usage.request`) and what is too large (`usage.too-large`). */
export async function inspect(
  bytes: Uint8Array,
  wanted: string,
  kind: Attachment['kind'],
  limits: FileLimits = FILE_LIMITS,
): Promise<Attachment> {
  if (bytes.length > limits.one)
    fail('usage.too-large', 'The file is larger than 10 MB.', 'Attach a smaller one.')
  if (bytes.length === 0) fail('usage.request', 'The file is empty.', 'Choose another file.')
  const mediaType = await mediaTypeOf(bytes)
  if (mediaType === null)
    return fail(
      'usage.request',
      'The file is no PDF, PNG, JPEG or plain text in UTF-8, whatever its name says.',
      'Save it as PDF and attach that.',
    )
  const hash = createHash('sha256').update(bytes).digest('hex')
  return { hash, name: fileName(wanted, mediaType), mediaType, bytes: bytes.length, kind }
}

async function mediaTypeOf(bytes: Uint8Array): Promise<Attachment['mediaType'] | null> {
  const found = await fileTypeFromBuffer(bytes)
  if (found === undefined) return isPlainText(bytes) ? 'text/plain' : null
  const known = AttachmentSchema.shape.mediaType.safeParse(found.mime)
  return known.success ? known.data : null
}

/** UTF-8 without control characters but tabs and ends of lines. */
function isPlainText(bytes: Uint8Array): boolean {
  try {
    return !/[\0-\x08\x0b\x0e-\x1f\x7f]/.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return false
  }
}

/** A name without folders, without what systems give a meaning to or eyes do not see, and with the extension of its type. */
export function fileName(wanted: string, mediaType: Attachment['mediaType']): string {
  const extensions = EXTENSIONS[mediaType]
  const clean = wanted
    .normalize('NFC')
    .replace(/^.*[/\\]/, '')
    .replace(/[\p{C}\p{Zl}\p{Zp}<>:"|?*]/gu, '')
    .replace(/\s+/g, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  const [, stem = '', extension = ''] = /^(.*?)(?:\.([a-z0-9]{1,5}))?$/i.exec(clean) ?? []
  const own = extensions.includes(extension.toLowerCase())
  // What looked like an extension of another type stays in the name, so that nothing of it is lost.
  const kept = [...(own ? stem : clean)].slice(0, 180).join('').trim() || 'file'
  return `${kept}.${own ? extension.toLowerCase() : extensions[0]}`
}
