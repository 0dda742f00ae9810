/** Sealed data open whole and unchanged for the one they are meant for, or not at all. */
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Failure } from '@sund/model'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  collect,
  createVault,
  generateAgreementKey,
  openSealed,
  publicHalf,
  readOrCreateKeys,
  readOrCreateSecret,
  sealTo,
} from '../src/index.js'

const CHUNK = 65_536
const key = generateAgreementKey()
const seal = (plain: Uint8Array, context = 'run relation') => collect(sealTo(publicHalf(key), context, plain))
const open = (sealed: Uint8Array, context = 'run relation', by = key) =>
  collect(openSealed(by, context, sealed))
const codeOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'no error',
    (error) => (error instanceof Failure ? error.errors[0].code : `not typed: ${String(error)}`),
  )
const filled = (bytes: number) => Uint8Array.from({ length: bytes }, (_, i) => (i * 31) ^ (i >> 8))

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sund-network-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('a delivery', () => {
  test.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])(
    'of %i bytes opens to what was sealed',
    async (size) => {
      const plain = filled(size)
      const sealed = await seal(plain)
      expect(Buffer.compare(await open(sealed), plain)).toBe(0)
    },
  )

  test('may come in pieces of any size', async () => {
    const plain = filled(2 * CHUNK + 17)
    const sealed = await seal(plain)
    const piecesOf = async function* (bytes: Uint8Array, size: number) {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
    }
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 7, max: 200_000 }), async (size) => {
        expect(
          Buffer.compare(await collect(openSealed(key, 'run relation', piecesOf(sealed, size))), plain),
        ).toBe(0)
        const again = await collect(sealTo(publicHalf(key), 'c', piecesOf(plain, size)))
        expect(Buffer.compare(await open(again, 'c'), plain)).toBe(0)
      }),
      { numRuns: 20 },
    )
  })

  test('does not open when any bit of it is another', async () => {
    const sealed = await seal(filled(300))
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length * 8 - 1), async (bit) => {
        const changed = Uint8Array.from(sealed)
        changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7))
        expect(await codeOf(open(changed))).toBe('data.file')
      }),
      { numRuns: 300 },
    )
  })

  test('has one spelling: bits of its key envelope that say nothing may not differ either', async () => {
    const sealed = await seal(filled(1))
    const ends = [...sealed.keys()].filter((at) => sealed[at + 1] === '.'.charCodeAt(0) && at < 300)
    const lastOfEnvelope = 15 + Buffer.from(sealed).readUInt16BE(14)
    expect(ends.length).toBeGreaterThanOrEqual(3)
    for (const at of [...ends, lastOfEnvelope])
      for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
        const changed = Uint8Array.from(sealed)
        changed[at] = letter.charCodeAt(0)
        if (changed[at] !== sealed[at]) expect(await codeOf(open(changed))).toBe('data.file')
      }
  })

  test('does not open when chunks are cut off, swapped, repeated or left out', async () => {
    const sealed = await seal(filled(3 * CHUNK))
    const start = sealed.length - 3 * (CHUNK + 16)
    const [head, a, b, c] = [
      sealed.subarray(0, start),
      ...[0, 1, 2].map((i) => sealed.subarray(start + i * (CHUNK + 16), start + (i + 1) * (CHUNK + 16))),
    ] as [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
    expect(await codeOf(open(Buffer.concat([head, a, b, c])))).toBe('no error')
    for (const chunks of [[a, b], [a], [], [b, a, c], [a, a, b, c], [a, c], [a, b, c, c]])
      expect(await codeOf(open(Buffer.concat([head, ...chunks])))).toBe('data.file')
    for (const length of [0, 5, 15, 17, start - 1, start + 1, sealed.length - 1])
      expect(await codeOf(open(sealed.subarray(0, length)))).toBe('data.file')
  })

  test('opens only by its key and in its context', async () => {
    const sealed = await seal(filled(10))
    expect(await codeOf(open(sealed, 'another relation'))).toBe('data.file')
    expect(await codeOf(open(sealed, 'run relation', generateAgreementKey()))).toBe('data.file')
  })

  test('is sealed to X25519 keys only, and differently each time', async () => {
    for (const wrong of [
      null,
      {},
      { kty: 'OKP', crv: 'X25519', x: 'short' },
      { ...publicHalf(key), crv: 'Ed25519' },
    ])
      expect(await codeOf(collect(sealTo(wrong, '', filled(1))))).toBe('usage.request')
    expect(await seal(filled(50))).not.toEqual(await seal(filled(50)))
  })

  test('goes from file to file', async () => {
    const [plain, sealed, opened] = ['plain', 'sealed', 'opened'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    await writeFile(plain, filled(5 * CHUNK + 3))
    await pipeline(sealTo(publicHalf(key), 'f', createReadStream(plain)), createWriteStream(sealed))
    await pipeline(openSealed(key, 'f', createReadStream(sealed)), createWriteStream(opened))
    expect((await readFile(opened)).equals(await readFile(plain))).toBe(true)
    expect((await readFile(sealed)).includes(Buffer.from(filled(64)))).toBe(false)
  })
})

describe('a vault', () => {
  const vault = createVault(filled(32))

  test('opens what it sealed, in the same context only', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.string(), fc.string(), (plain, context, other) => {
        const sealed = vault.seal(plain, context)
        expect(Buffer.compare(vault.open(sealed, context), plain)).toBe(0)
        if (other !== context) expect(() => vault.open(sealed, other)).toThrow(Failure)
      }),
    )
  })

  test('opens nothing that is changed, cut off, or of another key', () => {
    const sealed = vault.seal(filled(40), 'tokens')
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Uint8Array.from(sealed)
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7))
      expect(() => vault.open(changed, 'tokens')).toThrow(Failure)
    }
    for (let length = 0; length < sealed.length; length++)
      expect(() => vault.open(sealed.subarray(0, length), 'tokens')).toThrow(Failure)
    expect(() => createVault(filled(33).subarray(1)).open(sealed, 'tokens')).toThrow(Failure)
    expect(() => createVault(filled(31))).toThrow(/32 bytes/)
  })
})

describe('key files', () => {
  test('are made once, for their owner alone, and read again', async () => {
    const file = join(folder, 'keys', 'hub.json')
    const made = await Promise.all(Array.from({ length: 5 }, () => readOrCreateKeys(file)))
    for (const keys of made) expect(keys).toEqual(made[0])
    expect(await readOrCreateKeys(file)).toEqual(made[0])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const secret = await readOrCreateSecret(join(folder, 'secret'), 32)
    expect(await readOrCreateSecret(join(folder, 'secret'), 32)).toEqual(secret)
    expect((await stat(join(folder, 'secret'))).mode & 0o777).toBe(0o600)
  })

  test('that are damaged or unreachable say which and what to do, and stay as they were', async () => {
    const file = join(folder, 'broken')
    await writeFile(file, '{"signing":')
    expect(await codeOf(readOrCreateKeys(file))).toBe('data.file')
    expect(await codeOf(readOrCreateSecret(file, 32))).toBe('data.file')
    expect(await readFile(file, 'utf8')).toBe('{"signing":')
    expect(await codeOf(readOrCreateSecret(join(file, 'below'), 32))).toBe('environment.permission')
  })
})
