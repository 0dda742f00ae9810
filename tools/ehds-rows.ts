/**
 * What law asks of a service of access, one row each, and the parts of it that a test must show: by name, and what the name of such a test says. Apart
 * from the page made of it, since this is what people change.
 */

export interface Row {
  number: number
  requirement: string
  /** Articles of Regulation (EU) 2025/327, or the law. */
  source: string
  /** Folders and files that do it. Each must exist. */
  code: readonly string[]
  parts: Readonly<Record<string, RegExp>>
}

/** In the order of their numbers, which are those of `row N` in names of tests. */
export const ROWS: readonly Row[] = [
  {
    number: 1,
    requirement: 'A description of data names its category of health data, from a fixed list',
    source: 'Art 51',
    code: ['packages/access/src/catalogue'],
    parts: { 'each dataset': /each dataset|every dataset/, 'fixed list': /controlled list|fixed list/ },
  },
  {
    number: 2,
    requirement:
      'One purpose, of those allowed; some of them for public bodies only; each prohibited use is confirmed not to be meant, or blocks',
    source: 'Art 53, 54',
    code: ['packages/access/src/applications', 'packages/access/src/rules'],
    parts: {
      'one purpose': /one purpose|exactly one|one of the six/,
      'public bodies': /public bod/,
      'prohibited uses': /prohibit|forbidden use/,
    },
  },
  {
    number: 3,
    requirement:
      'A public register: an application from the moment it is received, what was decided and why within 30 working days',
    source: 'Art 57',
    code: ['apps/server/src/http/routes/register.ts', 'packages/access/src/cases/store/readers.ts'],
    parts: {
      'on receipt': /on receipt|received|as soon as/,
      reasons: /reason/,
      '30 working days': /30 working days/,
    },
  },
  {
    number: 4,
    requirement:
      'A holder delivers in three months, and may take three more once; verifies its description every year; shows what its label rests on',
    source: 'Art 60',
    code: ['packages/access/src/cases/permit.ts'],
    parts: {
      'three months': /three months|3 months/,
      extension: /exten/,
      yearly: /year/,
      label: /label/,
    },
  },
  {
    number: 5,
    requirement:
      "Results are registered within 18 months, with reminders; findings that matter to a person's health can be reported",
    source: 'Art 61',
    code: ['packages/access/src/cases/permit.ts'],
    parts: { '18 months': /18 months|eighteen/, reminder: /remind/, finding: /finding/ },
  },
  {
    number: 6,
    requirement:
      'One estimate of fees for all holders, before the decision; who withdraws pays for work done; reduced classes',
    source: 'Art 62',
    code: ['packages/access/src/applications'],
    parts: { 'one estimate': /estimate/, withdrawing: /withdr[ae]w/, 'reduced classes': /reduc/ },
  },
  {
    number: 7,
    requirement:
      'A suspected breach: four weeks to reply, work stopped at once where it must be, exclusion for up to five years',
    source: 'Art 63',
    code: ['packages/access/src/cases/permit.ts'],
    parts: {
      'four weeks': /four weeks|4 weeks/,
      'stopped at once': /stop/,
      exclusion: /exclu/,
      'five years': /five years|5 years/,
    },
  },
  {
    number: 8,
    requirement: 'Anonymous data unless there is a reason for pseudonyms, and then the key lies elsewhere',
    source: 'Art 66',
    code: ['packages/access/src/applications'],
    parts: { anonymous: /anonym/, reason: /reason/, key: /\bkeys?\b/ },
  },
  {
    number: 9,
    requirement: 'Completeness is checked in three layers, and all that is missing is said at once',
    source: 'Art 67',
    code: ['packages/access/src/applications'],
    parts: {
      technical: /technical/,
      semantic: /semantic/,
      contextual: /contextual/,
      'at once': /at once|all missing/,
    },
  },
  {
    number: 10,
    requirement: 'One application reaches several holders, in several countries',
    source: 'Art 67, 68',
    code: ['packages/access/src/cases/tracks.ts'],
    parts: { holders: /every holder|holders/, countries: /countries/ },
  },
  {
    number: 11,
    requirement: 'What is assessed is fixed; each criterion has its reason and who assessed it',
    source: 'Art 68(1)–(2)',
    code: ['packages/access/src/cases/tracks.ts'],
    parts: { criteria: /criteri/, reason: /reason/, assessor: /assess(or|ed by)/ },
  },
  {
    number: 12,
    requirement:
      'A decision three months after completeness, three more once and with reasons; two and one where public health is urgent; four weeks to complete, while the clock is void, and it begins anew',
    source: 'Art 68(4)',
    code: [
      'packages/access/src/clocks',
      'packages/access/src/cases/case-transitions.ts',
      'packages/access/src/rules',
    ],
    parts: {
      'three months': /three months|3 months/,
      extension: /exten/,
      urgent: /urgen/,
      'four weeks': /four weeks|4 weeks/,
      void: /void/,
      anew: /anew/,
    },
  },
  {
    number: 13,
    requirement:
      'A permit is data, signed and dated; ten years at most, once ten more if asked for a month before; rows are deleted six months after its end',
    source: 'Art 68(10)–(12)',
    code: ['packages/access/src/cases/permit-terms.ts', 'packages/model/src/permits.ts'],
    parts: {
      structured: /structured|says who/,
      signed: /\bsigned\b/,
      'ten years': /ten years|10 years/,
      'a month before': /month before/,
      'renewed once': /renewed once|second renewal/,
      'six months': /six months|6 months|delet/,
    },
  },
  {
    number: 14,
    requirement:
      'An answer in statistics is a lighter path: three months to decide, three to answer; offered where it would do',
    source: 'Art 69',
    code: ['packages/access/src/applications', 'packages/access/src/cases'],
    parts: { 'lighter path': /light/, 'three months': /three months|3 months/, offered: /offer/ },
  },
  {
    number: 15,
    requirement:
      "Opting out needs no reason and is undone as easily; it holds for later permits; exceptions of law are recorded; one sees one's own choices",
    source: 'Art 71',
    code: ['packages/access/src/choices', 'apps/server/src/roles/opted-out.ts'],
    parts: {
      'opting out': /opt(s|ing|ed)? out|opt-out/,
      undone: /undo|revers/,
      'later permits': /later permits|permits issued after/,
      exceptions: /exception/,
      history: /histor/,
    },
  },
  {
    number: 16,
    requirement: 'A trusted holder proposes in two months, the access body decides in two more',
    source: 'Art 72',
    code: ['packages/access/src/cases/case-transitions.ts'],
    parts: {
      'two months': /two months|2 months/,
      proposes: /propos/,
      confirms: /confirm|access body decides/,
    },
  },
  {
    number: 17,
    requirement:
      'Named persons only; what they do is logged and kept for a year; only what is not personal leaves, after a check',
    source: 'Art 73',
    code: [
      'packages/access/src/decide.ts',
      'apps/server/src/roles/permits.ts',
      'packages/privacy/src/release.ts',
    ],
    parts: { 'named persons': /named/, log: /\blog/, 'checked results': /checked|leaves|released/ },
  },
  {
    number: 18,
    requirement: 'A case and a permit have the states that countries tell each other',
    source: 'Art 75',
    code: ['packages/model/src/cases.ts', 'packages/model/src/permits.ts'],
    parts: { 'of a case': /\bcase|goes through the states/, 'of a permit': /permit|granted, amended/ },
  },
  {
    number: 19,
    requirement:
      'The catalogue is open and readable by machines; each dataset has a label of quality and utility',
    source: 'Art 77–79',
    code: ['packages/access/src/catalogue'],
    parts: { catalogue: /catalogue|dcat/, label: /label/ },
  },
  {
    number: 20,
    requirement:
      'Norway: 30 working days, 60 where registers are linked; one dispensation for several registers; appeal in three weeks; an ethics committee decides beside the others where a dated rule says so',
    source: 'helseregisterloven § 19',
    code: ['packages/access/src/rules/norway.ts', 'packages/access/src/clocks'],
    parts: {
      '30 working days': /30 working days/,
      '60 when linked': /60/,
      dispensation: /dispens/,
      appeal: /appeal/,
      ethics: /ethics/,
    },
  },
  {
    number: 21,
    requirement:
      'Citizens see which permits may have their data, whose and why; they opt out by level, for a child, and on paper through a clerk',
    source: 'Art 8, 9, 71',
    code: ['apps/server/src/access/choices.ts', 'apps/portal/src/choices'],
    parts: { told: /told|sees? which/, level: /level/, child: /child/, paper: /paper/ },
  },
]

/** What stands in code and texts of a law and is only Sund's reading of it: what is said, by which provision, and where. */
export const TO_CONFIRM: readonly (readonly [says: string, provision: string, where: string])[] = [
  ['Chapter IV holds from 26 March 2029', 'Art 105', 'packages/access/src/rules/ehds.ts'],
  [
    'Paragraphs and points where the table above has the article alone, such as who may have a purpose, the 18 months, findings and the yearly verification',
    'Art 51(1), 53(1)(a)–(c), 60(3), 61(4)–(5), 62(3), 63(2), 71(3)–(4)',
    'packages/model/src, packages/access/src/rules',
  ],
  [
    'No permit comes of silence; a permit is the ground for making data available; ethics as national law says',
    'Art 67, 68',
    'packages/access/src/rules/ehds.ts',
  ],
  [
    'How days are counted, and which days end no limit',
    'Regulation (EEC, Euratom) No 1182/71 Art 2 and 3; domstolloven §§ 148–149, forvaltningsloven § 30, helligdagsfredloven § 2; retsplejeloven § 148 a',
    'packages/access/src/clocks',
  ],
  [
    'Norway: three weeks to appeal; one dispensation for several registers; no decision by silence; when an ethics committee decides, and from which day',
    'forvaltningsloven §§ 11 a and 29; helseregisterloven § 19 e and forskrift om nasjonal løsning for tilgjengeliggjøring av helsedata § 7; helseforskningsloven §§ 9 and 33',
    'packages/access/src/rules/norway.ts',
  ],
  [
    'Denmark: no ethics committee for registers alone, no dispensation, no decision by silence',
    'komitéloven § 14(2); databeskyttelsesloven § 10',
    'packages/access/src/rules/denmark.ts',
  ],
  [
    'Who treats a patient, and who sees their own records, where nobody has said anything',
    'Art 3; helsepersonelloven §§ 25 and 45, pasientjournalloven § 19; sundhedsloven §§ 41 and 42 a',
    'packages/fhir/src/consent/defaults.ts',
  ],
  [
    'Legal bases that an application chooses from, pseudonyms, minimisation',
    'Regulation (EU) 2016/679 Art 4(5), 5(1)(c) and 6',
    'packages/access/src/applications/forms/law.ts, GLOSSARY.md',
  ],
]
