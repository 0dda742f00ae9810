/**
 * A person's variants: alleles from the mother and the father where both are in the country, else drawn by frequency. Those who
 * have an illness carry more of the alleles that make it commoner, as much as the published odds ratios say.
 *
 * A genome does not hang on who asks for it: it follows from the identifier and place of the person and of the ancestors
 * known, so that a child's alleles are the parents' whichever of them the biobank has.
 */
import { APART, LINKED, type Outcome, VARIANTS } from '../../codes/variants.js'
import type { Person } from '../../person.js'
import { Random } from '../../random.js'

/** Stream of a person's own genome, apart from the register's. */
const GENOME = 1150

/**
 * Share of people who ever get it, near enough to keep an allele's frequency in the whole population where it should be; a
 * fiftieth where not listed.
 */
const EVER: Partial<Record<Outcome, number>> = {
  adhd: 0.04,
  'allergic-rhinitis': 0.15,
  asthma: 0.1,
  'atrial-fibrillation': 0.04,
  'chronic-kidney-disease': 0.04,
  copd: 0.04,
  dementia: 0.03,
  depression: 0.12,
  'diabetes-type-2': 0.06,
  gout: 0.03,
  hyperlipidaemia: 0.12,
  hypertension: 0.22,
  hypothyroidism: 0.05,
  'iron-deficiency': 0.05,
  'ischaemic-heart-disease': 0.06,
  migraine: 0.1,
  obesity: 0.22,
  osteoarthritis: 0.13,
  osteoporosis: 0.05,
  psoriasis: 0.04,
  stroke: 0.03,
}
const RARELY = 0.02

/** A variant as the draw needs it. */
interface Locus {
  outcome: Outcome | undefined
  /** Lies on other chromosomes than the leading allele of its group. */
  apart: boolean
  /** Frequency of the counted allele by `Signs.all`. */
  frequency: readonly number[]
  /** How often a parent with one copy hands it on by `Signs.own`. */
  handedOn: readonly number[]
}

/** What is known of a person that tells of the alleles of an outcome. */
interface Signs {
  /** 1 for a person with the outcome. */
  own: number
  /** Two for the outcome, one for each child with it, four at most: a child has half of the alleles. */
  all: number
}
const MOST_SIGNS = 4
const NO_SIGNS: Signs = { own: 0, all: 0 }

/**
 * Frequencies by Bayes' rule from the odds ratio of each copy: p·OR / (1 − p + p·OR) among those with the outcome, and among the
 * others what makes the mean right; √OR in place of OR for each child with it. A parent's two alleles are a frequency of one half.
 */
const LOCI: readonly Locus[] = VARIANTS.map(([rs, , , frequency, outcome, oddsRatio = 1]) => {
  const ever = (outcome && EVER[outcome]) ?? RARELY
  const among = (p: number, ratio: number) => (p * ratio) / (1 - p + p * ratio)
  const without = (p: number) => (p - ever * among(p, oddsRatio)) / (1 - ever)
  return {
    outcome,
    apart: APART.has(rs),
    frequency: Array.from({ length: MOST_SIGNS + 1 }, (_, signs) =>
      signs === 0 ? without(frequency) : among(frequency, oddsRatio ** (signs / 2)),
    ),
    handedOn: [without(0.5), among(0.5, oddsRatio)],
  }
})

const OUTCOMES = [...new Set(LOCI.flatMap(({ outcome }) => outcome ?? []))]

/** Places in `VARIANTS` of what is inherited together, the leading one first; most stand alone. */
const GROUPS: readonly (readonly number[])[] = (() => {
  const place = new Map(VARIANTS.map(([rs], i) => [rs, i]))
  const placeOf = (rs: string): number => {
    const found = place.get(rs)
    if (found === undefined) throw new Error(`${rs} is linked but not listed`)
    return found
  }
  const linked = LINKED.map((group) => group.map(placeOf))
  const taken = new Set(linked.flat())
  return [...linked, ...VARIANTS.flatMap((_, i) => (taken.has(i) ? [] : [[i]]))]
})()

/** Copies from the mother by place in `VARIANTS`, then those from the father: 0 or 1 each. */
export type Genome = Uint8Array

const known = new WeakMap<Person, Genome>()

/** The person's genome: the same for the same country, whenever it is asked for. */
export function genomeOf(person: Person): Genome {
  let genome = known.get(person)
  if (genome === undefined) {
    genome = makeGenome(person)
    known.set(person, genome)
  }
  return genome
}

/** Copies of the counted allele of the variant at this place: 0, 1 or 2. */
export const copiesOf = (genome: Genome, place: number): number =>
  (genome[place] as number) + (genome[VARIANTS.length + place] as number)

function makeGenome(person: Person): Genome {
  const genome = new Uint8Array(2 * VARIANTS.length)
  const random = new Random(person.identifier, GENOME, person.index)
  const signs = new Map<Outcome | undefined, Signs>(
    OUTCOMES.map((outcome) => [outcome, signsOf(person, outcome)]),
  )
  for (const [side, parent] of [person.mother, person.father].entries()) {
    const own = genome.subarray(side * VARIANTS.length, (side + 1) * VARIANTS.length)
    const parental = parent && genomeOf(parent)
    for (const group of GROUPS)
      if (parental) inherit(own, parental, group, signs, random)
      else draw(own, group, signs, random)
  }
  return genome
}

type AllSigns = ReadonlyMap<Outcome | undefined, Signs>

/** Alleles of one chromosome of unknown descent. */
function draw(own: Uint8Array, group: readonly number[], signs: AllSigns, random: Random): void {
  const chromosome = random.uniform()
  for (const place of group) {
    const { outcome, apart, frequency } = LOCI[place] as Locus
    const share = frequency[(signs.get(outcome) ?? NO_SIGNS).all] as number
    own[place] = (apart ? chromosome >= 1 - share : chromosome < share) ? 1 : 0
  }
}

/** One of the two chromosomes of a parent. */
function inherit(
  own: Uint8Array,
  parental: Genome,
  group: readonly number[],
  signs: AllSigns,
  random: Random,
): void {
  const lead = group[0] as number
  const { outcome, handedOn } = LOCI[lead] as Locus
  const counted = handedOn[(signs.get(outcome) ?? NO_SIGNS).own] as number
  const [first, second] = [parental[lead], parental[VARIANTS.length + lead]]
  const ofFirst = first === second ? 0.5 : first === 1 ? counted : 1 - counted
  const from = random.chance(ofFirst) ? 0 : VARIANTS.length
  for (const place of group) own[place] = parental[from + place] as number
}

const hasOutcome = ({ traits, illnesses }: Person, outcome: Outcome): boolean =>
  outcome === 'obesity' ? traits.bmi >= 30 : illnesses.has(outcome)

function signsOf(person: Person, outcome: Outcome): Signs {
  const own = hasOutcome(person, outcome) ? 1 : 0
  let all = 2 * own
  for (const child of person.children) if (hasOutcome(child, outcome)) all++
  return { own, all: Math.min(all, MOST_SIGNS) }
}
