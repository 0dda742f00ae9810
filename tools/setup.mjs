/**
 * What must be true before Sund can run from a clone: a Node that works, installed dependencies, a fresh build. Shared by
 * `npm start` and `npm test`. Plain JavaScript on purpose: it runs before anything is installed, and an old Node must
 * get far enough to say so. Everything is written to standard error; standard output belongs to the answer.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')

const LEAST_NODE = [20, 19]
/** Bytes that an install and a build need, with room to spare. */
const LEAST_DISK = 1.5e9
/** Exit code of the error class `environment` (packages/model/src/errors.ts). */
const EXIT_ENVIRONMENT = 9

/** Something about this machine that stops Sund, in one sentence, and what to do about it. */
export class Obstacle extends Error {
  /**
   * @param {string} message
   * @param {string} next
   * @param {string} [details] output of the program that failed
   */
  constructor(message, next, details = '') {
    super(message)
    this.next = next
    this.details = details
  }
}

/**
 * Makes the clone ready. Does nothing, quickly, when it is.
 * @param {{ portal: boolean }} wanted whether the portal is needed too
 */
export async function setup({ portal }) {
  await install()
  for (const one of BUILDS) if (portal || one.name !== 'portal') await build(one)
}

/**
 * Runs `main`; an obstacle ends the process with its sentence and exit code 9.
 * @param {() => Promise<number>} main resolves to the exit code
 */
export async function run(main) {
  try {
    process.exitCode = await main()
  } catch (thrown) {
    if (!(thrown instanceof Obstacle)) throw thrown
    if (thrown.details !== '') process.stderr.write(`${thrown.details.trimEnd()}\n\n`)
    process.stderr.write(`sund: ${thrown.message}\n      ${thrown.next}\n`)
    process.exitCode = EXIT_ENVIRONMENT
  }
}

/** @param {string} version */
export function checkNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [leastMajor = 0, leastMinor = 0] = LEAST_NODE
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return
  throw new Obstacle(
    `Sund needs Node ${LEAST_NODE.join('.')} or newer and this is Node ${version}.`,
    'Install a newer Node from https://nodejs.org (or with your version manager) and try again.',
  )
}

/** Sees that this Node will do and that everything in package-lock.json is installed. */
export async function install() {
  checkNode(process.versions.node)
  if (missingPackage(ROOT) === null) return
  checkWritable(ROOT)
  await checkDisk(ROOT)
  const options = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const clean = await step('Installing dependencies', npm(['ci', ...options]))
  if (clean.code === 0) return
  // `npm ci` refuses when package.json and the lock disagree, as they may in the middle of a change.
  const outcome = /EUSAGE/.test(clean.output)
    ? await step('Installing dependencies', npm(['install', ...options]))
    : clean
  if (outcome.code !== 0) throw installObstacle(outcome.output)
}

/** @param {string} output of npm */
function installObstacle(output) {
  const because = (/** @type {RegExp} */ pattern) => pattern.test(output)
  if (because(/ENOSPC/))
    return new Obstacle('The disk is full.', 'Free some space and run the same command again.')
  if (because(/EACCES|EPERM|EROFS/))
    return new Obstacle(
      `npm may not write in ${ROOT}.`,
      'Make the folder yours (or clone somewhere you may write) and try again.',
    )
  if (because(/ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN/))
    return new Obstacle(
      'The package registry cannot be reached.',
      'Check the network (or `npm config get registry`) and run the same command again.',
      output,
    )
  return new Obstacle('The dependencies could not be installed.', 'What npm said stands above.', output)
}

/**
 * The first package of package-lock.json that is not installed as locked, or null. npm writes its own lock into
 * node_modules when an install is complete, so an interrupted or outdated one shows as a difference.
 * @param {string} root
 * @returns {string | null}
 */
export function missingPackage(root) {
  const locked = packagesOf(path.join(root, 'package-lock.json'))
  const installed = packagesOf(path.join(root, 'node_modules', '.package-lock.json'))
  for (const [name, entry] of Object.entries(locked)) {
    if (!/(^|\/)node_modules\//.test(name)) continue
    const there = installed[name]
    if (there === undefined ? !entry.optional && !entry.extraneous : there.version !== entry.version)
      return name
    if (there !== undefined && !fs.existsSync(path.join(root, name, 'package.json'))) return name
  }
  return null
}

/**
 * @param {string} lock
 * @returns {Record<string, { version?: string, optional?: boolean, extraneous?: boolean }>}
 */
function packagesOf(lock) {
  try {
    return JSON.parse(fs.readFileSync(lock, 'utf8')).packages || {}
  } catch {
    return {}
  }
}

/** What is built, from which files, and how. Later ones build on earlier ones. */
export const BUILDS = [
  {
    name: 'packages',
    doing: 'Compiling',
    inputs: ['tsconfig.json', 'tsconfig.base.json', 'packages/*/src', 'apps/server/src', 'apps/cli/src'],
    outputs: ['apps/cli/dist/index.js', 'apps/server/dist/index.js'],
    command: (/** @type {boolean} */ whole) => [
      bin('typescript/bin/tsc'),
      '-b',
      ...(whole ? ['--force'] : []),
    ],
    folder: '.',
  },
  {
    name: 'store',
    doing: 'Preparing the store',
    inputs: ['packages/store/package.json', 'packages/store/src/empty.ts'],
    outputs: ['packages/store/dist/index.js'],
    command: () => ['--input-type=module', '--eval', "await (await import('@sund/store')).prepareStores()"],
    folder: 'packages/store',
  },
  {
    name: 'portal',
    doing: 'Building the portal',
    inputs: [
      'packages/model/src',
      'packages/figures/src',
      'packages/engine/src/language',
      'apps/server/src/http',
      'apps/portal',
    ],
    outputs: ['apps/portal/dist/index.html'],
    command: () => [bin('vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
    folder: 'apps/portal',
  },
]

/** When each was last built: the fingerprint of its inputs by its name. */
const STAMPS = path.join(ROOT, 'node_modules', '.sund-build.json')

/**
 * Builds one of them unless nothing has changed since it was last built.
 * @param {(typeof BUILDS)[number]} wanted
 */
export async function build({ name, doing, inputs, outputs, command, folder }) {
  const stamp = fingerprint(ROOT, inputs)
  const whole = outputs.some((file) => !fs.existsSync(path.join(ROOT, file)))
  const stamps = readStamps(STAMPS)
  if (!whole && stamps[name] === stamp) return
  checkWritable(path.join(ROOT, folder))
  const { code, output } = await step(doing, node(command(whole), path.join(ROOT, folder)))
  if (code !== 0)
    throw new Obstacle(`${doing} failed.`, 'Mend what stands above and run the same command again.', output)
  fs.writeFileSync(STAMPS, JSON.stringify({ ...stamps, [name]: stamp }))
}

/**
 * @param {string} file
 * @returns {Record<string, string>}
 */
function readStamps(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    return {}
  }
}

/**
 * Hash of names, sizes and times of everything under `inputs` (one `*` may stand for any folder).
 * @param {string} root
 * @param {readonly string[]} inputs
 */
export function fingerprint(root, inputs) {
  const hash = createHash('sha256')
  const visit = (/** @type {string} */ relative) => {
    const stat = fs.statSync(path.join(root, relative), { throwIfNoEntry: false })
    if (stat === undefined) return
    if (!stat.isDirectory()) return void hash.update(`${relative}\0${stat.size}\0${stat.mtimeMs}\n`)
    for (const name of fs.readdirSync(path.join(root, relative)).sort())
      if (!['node_modules', 'dist', 'test'].includes(name)) visit(`${relative}/${name}`)
  }
  for (const input of inputs) {
    const [before = '', after] = input.split('/*')
    if (after === undefined) visit(input)
    else for (const name of fs.readdirSync(path.join(root, before)).sort()) visit(`${before}/${name}${after}`)
  }
  return hash.digest('hex')
}

/** @param {string} folder */
function checkWritable(folder) {
  try {
    fs.accessSync(folder, fs.constants.W_OK)
  } catch {
    throw new Obstacle(
      `${folder} cannot be written to.`,
      'Make the folder yours (or clone somewhere you may write) and try again.',
    )
  }
}

/** @param {string} folder */
async function checkDisk(folder) {
  const { bavail, bsize } = await fs.promises.statfs(folder)
  if (bavail * bsize >= LEAST_DISK) return
  const megabytes = (/** @type {number} */ bytes) => Math.round(bytes / 1e6).toLocaleString('en')
  throw new Obstacle(
    `Only ${megabytes(bavail * bsize)} MB are free where ${folder} lies and Sund needs ${megabytes(LEAST_DISK)} MB.`,
    'Free some space and run the same command again.',
  )
}

/**
 * Shows on standard error what is being done once it has taken a second, and how long it took.
 * @template T
 * @param {string} doing
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(doing, work) {
  const began = Date.now()
  const live = Boolean(process.stderr.isTTY)
  const seconds = () => Math.round((Date.now() - began) / 1000)
  let shown = 0
  const timer = setInterval(() => {
    if (live) process.stderr.write(`\r${doing} … ${seconds()} s`)
    else if (shown === 0 || seconds() - shown >= 30) process.stderr.write(`${doing} … ${seconds()} s\n`)
    else return
    shown = Math.max(1, seconds())
  }, 1000)
  try {
    return await work
  } finally {
    clearInterval(timer)
    if (shown > 0) process.stderr.write(`${live ? '\r' : ''}${doing} took ${seconds()} s.   \n`)
  }
}

/** @param {string} script path under node_modules */
export function bin(script) {
  return path.join(ROOT, 'node_modules', script)
}

/** @param {readonly string[]} args */
function npm(args) {
  const script = process.env.npm_execpath
  return script !== undefined && /\.c?js$/.test(script)
    ? node([script, ...args])
    : execute(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, ROOT)
}

/**
 * Runs a script with this Node; its output is kept, and shown only by whoever needs it.
 * @param {readonly string[]} args
 */
export function node(args, folder = ROOT) {
  return execute(process.execPath, args, folder)
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} folder
 * @returns {Promise<{ code: number, output: string }>} code 127 when the program is not there
 */
export function execute(program, args, folder) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', (error) => resolve({ code: 127, output: error.message }))
    child.on('close', (code) => resolve({ code: code === null ? 1 : code, output }))
  })
}
