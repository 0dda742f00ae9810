/** Each class of mistakes has its own exit code, told with what to do next and never with what a bug said. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ERROR_CLASSES, ERROR_CODES, type ErrorClass, type ErrorCode, Failure } from '@sund/model'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { tell } from '../src/failures.js'
import { makePlace, type Place } from './sund.js'

describe('what is told', () => {
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const)
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text)
      return true
    })
  afterEach(() => {
    said.stdout = ''
    said.stderr = ''
  })
  afterAll(() => vi.restoreAllMocks())

  const oneOf = (wanted: ErrorClass) =>
    (Object.entries(ERROR_CODES) as [ErrorCode, ErrorClass][]).find(
      ([, of]) => of === wanted,
    )?.[0] as ErrorCode
  test.each(Object.entries(ERROR_CLASSES) as [ErrorClass, { exitCode: number }][])(
    'of class %s ends with its code',
    (name, { exitCode }) => {
      const failure = new Failure({ code: oneOf(name), message: 'It is wrong.', next: 'Mend it.' })
      expect(tell(failure, false)).toBe(exitCode)
      expect(said.stderr).toContain('It is wrong.')
      expect(said.stderr).toContain('→ Mend it.')
      expect(said.stdout).toBe('')
      expect(tell(failure, true)).toBe(exitCode)
      expect(JSON.parse(said.stdout).errors).toMatchObject([{ code: oneOf(name) }])
    },
  )

  test('of a bug has a reference and not its message', () => {
    expect(tell(new Error('secret 19127000001'), false)).toBe(70)
    expect(said.stderr).toMatch(/reference [0-9a-f]{8}/)
    expect(said.stderr).not.toContain('secret')
  })

  test('of a file that the system refuses is about this machine', () => {
    const refused = Object.assign(new Error('EACCES'), { code: 'EACCES', path: '/some/file' })
    expect(tell(refused, false)).toBe(9)
    expect(said.stderr).toContain('/some/file may not be read')
  })
})

describe('the program', { timeout: 60_000 }, () => {
  let place: Place
  const write = (name: string, text: string) => {
    writeFileSync(join(place.folder, name), text)
    return name
  }
  beforeAll(() => {
    place = makePlace()
  })
  afterAll(() => place.remove())

  test('that cannot reach its database ends with 8', async () => {
    const { code, stdout, stderr } = await place.shell(
      'DATABASE_URL=postgres://nobody@127.0.0.1:1/nothing sund log',
    )
    expect({ code, stdout }).toEqual({ code: 8, stdout: '' })
    expect(stderr).toContain('→')
  })

  test('that makes a mistake of its own ends with 70, and says nothing of what it had at hand', async () => {
    const broken = write(
      'broken.mjs',
      `const write = process.stdout.write
process.stdout.write = () => { process.stdout.write = write; throw new Error('secret 19127000001') }`,
    )
    const { code, stderr } = await place.shell(
      `NODE_OPTIONS="--import ${join(place.folder, broken)}" sund help`,
    )
    expect(code).toBe(70)
    expect(stderr).toMatch(/reference [0-9a-f]{8}/)
    expect(stderr).not.toContain('secret')
  })

  describe('checking syntax alone', () => {
    const home = () => join(place.folder, 'nowhere', 'at', 'all')
    afterEach(() => rmSync(join(place.folder, 'nowhere'), { recursive: true, force: true }))

    test('needs no home and no register', async () => {
      // A home that is below a file cannot even be made.
      write('nowhere', 'a file')
      const script = write(
        'good.sund',
        'require no.such.register as r\ncreate-dataset d\nimport r/X\ntabulate X\n',
      )
      const { code, stdout, stderr } = await place.sund(['check', '--syntax', script, '--home', home()])
      expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: 'Nothing is wrong with it.\n' })
      const json = await place.sund(['check', '--syntax', '--json', script, '--home', home()])
      expect(JSON.parse(json.stdout)).toMatchObject({ errors: [], uses: [], commands: [] })
    })

    test('says line and column of each mistake, with code 3', async () => {
      const script = write('bad.sund', 'create-dataset d\ngenerate x = (1 + \ntabulat x\n')
      const { code, stdout, stderr } = await place.sund(['check', '--syntax', script, '--home', home()])
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
      expect(stderr).toMatch(/bad\.sund:2:\d+/)
      expect(stderr).toContain('bad.sund:3:1')
      const json = await place.sund(['check', '--syntax', '--json', script, '--home', home()])
      expect(json.code).toBe(3)
      expect(
        JSON.parse(json.stdout).errors.map(({ position }: { position: { line: number } }) => position.line),
      ).toEqual([2, 3])
    })
  })
})
