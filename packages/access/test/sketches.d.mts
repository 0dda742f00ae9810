import type { LedgerIndex, Sketch } from '@sund/model'

export function sketch(seed: string, changed?: number): Sketch
export function plainIndex(): LedgerIndex
