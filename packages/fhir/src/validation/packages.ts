/** FHIR packages as they are published (npm-style .tgz): the profiles in them. Apart from validation, which has no files. */
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { fail } from '@sund/model'

/** A profile: a StructureDefinition that constrains a type. */
export interface Profile {
  resourceType: 'StructureDefinition'
  url: string
  type: string
  snapshot: { element: unknown[] }
}

/** Larger than any published package of profiles when unpacked; more is refused before it fills the memory. */
const MAX_UNPACKED = 512 * 2 ** 20

/** Profiles of all packages in a folder; none where there is no folder. Throws `data.file` for what is no package, and for a profile that only says what differs. */
export async function profilesIn(folder: string): Promise<Profile[]> {
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.tgz')).sort()
  const profiles: Profile[] = []
  for (const file of files) profiles.push(...(await profilesOf(join(folder, file))))
  return profiles
}

async function profilesOf(path: string): Promise<Profile[]> {
  const file = basename(path)
  const packed = await readFile(path)
  let bytes: Buffer
  try {
    bytes = gunzipSync(packed, { maxOutputLength: MAX_UNPACKED })
  } catch {
    return fail('data.file', `${file} is no package of FHIR.`, 'Take the .tgz as it is published.', {
      file: { file },
    })
  }
  return [...entries(bytes)].flatMap(({ name, text }) => {
    if (!/^package\/[^/]+\.json$/.test(name)) return []
    const document = parsed(text)
    if (document?.['resourceType'] !== 'StructureDefinition' || document['derivation'] !== 'constraint')
      return []
    const { url, type, snapshot } = document as Partial<Profile>
    if (typeof url !== 'string' || typeof type !== 'string' || !Array.isArray(snapshot?.element))
      return fail(
        'data.file',
        `The profile in ${name} of ${file} has no snapshot, so what it asks cannot be known.`,
        'Take the package with snapshots, or make them with the publisher of HL7.',
        { file: { file } },
      )
    return [document as unknown as Profile]
  })
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The files of a tar archive (POSIX.1-1988 ustar): a header of 512 bytes with name and octal size, then the file in blocks of 512. */
function* entries(bytes: Buffer): Generator<{ name: string; text: string }> {
  const field = (at: number, from: number, length: number) =>
    bytes.toString('utf8', at + from, at + from + length).split('\0')[0] ?? ''
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0; ) {
    const size = Number.parseInt(field(at, 124, 12).trim() || '0', 8)
    if (!(size >= 0)) return
    const prefix = field(at, 345, 155)
    const name = `${prefix === '' ? '' : `${prefix}/`}${field(at, 0, 100)}`
    if (/^[0\0]$/.test(field(at, 156, 1) || '0'))
      yield { name, text: bytes.toString('utf8', at + 512, at + 512 + size) }
    at += 512 + Math.ceil(size / 512) * 512
  }
}
