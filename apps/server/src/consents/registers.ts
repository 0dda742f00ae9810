/**
 * The registers that a holder serves of its FHIR store: what each is of stands in a file of the store's folder, beside its tables, and all of them follow the store
 * whenever it is open.
 */
import { readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type RegisterOfViews, readRegisterOfViews, registerOfViews } from '@sund/fhir'
import { Failure, fail, type Manifest, type Progress } from '@sund/model'
import { privateFolder } from '../roles/folders.js'
import type { Holder } from '../roles/holder.js'
import type { Derivations } from './derivations.js'
import type { MadeVersions } from './made.js'
import { viewDerivation } from './views.js'

export interface RegistersOfViews {
  /** Their names. */
  names(): readonly string[]
  /**
   * Serves a register from now on, or another description of one: fills its tables and makes a version. Started again after it was stopped, it goes on where it was. Throws
   * `usage.not-found` and `data.metadata` for what is wrong in it, `conflict.exists` where a register of that name was imported.
   */
  add(document: RegisterOfViews, progress?: Progress): Promise<Served>
}

export interface Served {
  manifest: Manifest
  /** Records of which a view could not be made, by where in it. */
  leftOut: Readonly<Record<string, number>>
}

interface Settings {
  holder: Holder
  derivations: Derivations
  made: MadeVersions
  /** Of the store; each register has a folder of its own in it. */
  folder: string
  least: () => number
  onLeftOut: (register: string, place: string) => void
  progress?: Progress
}

const FILE = 'register.json'

/** Opens those that there are. Throws `data.file` for a file that is no such description. */
export async function openRegistersOfViews(settings: Settings): Promise<RegistersOfViews> {
  const { holder, derivations, made, least, onLeftOut } = settings
  const folder = await privateFolder(join(settings.folder, 'registers'))
  const served = new Set<string>()

  async function serve(document: RegisterOfViews, progress?: Progress): Promise<Served> {
    const viewed = registerOfViews(document)
    const { name } = viewed.metadata
    // A file of tables is open once.
    await derivations.remove(name)
    served.delete(name)
    const leftOut: Record<string, number> = {}
    const derivation = await viewDerivation({
      viewed,
      holder,
      folder: join(folder, name),
      least,
      onLeftOut(place) {
        leftOut[place] = (leftOut[place] ?? 0) + 1
        onLeftOut(name, place)
      },
    })
    try {
      const manifest = await derivations.add(derivation, progress)
      served.add(name)
      return { manifest, leftOut }
    } catch (thrown) {
      derivation.close?.()
      throw thrown
    }
  }

  for (const name of (await readdir(folder)).sort()) {
    const document = await stored(join(folder, name, FILE))
    if (document === null) continue
    await serve(document, (step, share) => settings.progress?.(`${name}, ${step}`, share))
  }
  return {
    names: () => [...served].sort(),
    async add(document, progress) {
      const { name } = readRegisterOfViews(document)
      const isImported =
        made.latest(name) === null && (await holder.list()).some(({ register }) => register.name === name)
      if (isImported)
        fail('conflict.exists', `${name} is a register that was imported here.`, 'Choose another name.')
      const done = await serve(document, progress)
      const path = join(await privateFolder(join(folder, name)), FILE)
      await writeFile(`${path}.new`, `${JSON.stringify(document, null, 2)}\n`, { mode: 0o600 })
      await rename(`${path}.new`, path)
      return done
    },
  }
}

async function stored(path: string): Promise<RegisterOfViews | null> {
  const text = await readFile(path, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    // Whoever began and was stopped before there was anything to serve.
    if (thrown.code === 'ENOENT') return null
    throw thrown
  })
  if (text === null) return null
  try {
    return JSON.parse(text) as RegisterOfViews
  } catch {
    throw new Failure({
      code: 'data.file',
      message: 'What a register of views is of cannot be read.',
      next: 'Mend the file, or remove it and describe the register anew: sund fhir register.',
      file: { file: path },
    })
  }
}
