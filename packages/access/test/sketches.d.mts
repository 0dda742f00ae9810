import type { LedgerIndex, SealedSketch } from '@sund/model'

export function sketch(seed: string, changed?: number): SealedSketch
export function plainIndex(): LedgerIndex
