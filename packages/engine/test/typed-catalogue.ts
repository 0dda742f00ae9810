/** A catalogue written out `as const`, as a project that uses the typed builder has it. */
const variable = <const N extends string, const D extends string, const T extends string>(
  name: N,
  dataType: D,
  temporality: T,
) =>
  ({
    name,
    dataType,
    temporality,
    title: { en: name },
    description: { en: name },
    domain: {},
    sensitivity: 'PUBLIC',
  }) as const

export const typedCatalogue = [
  {
    register: {
      name: 'us.olmsted.population',
      title: { en: 'Population' },
      description: { en: 'Population' },
      holder: { name: 'population', title: { en: 'Population' } },
      source: 'tests',
      licence: 'none',
      tables: [
        {
          name: 'PERSON',
          title: { en: 'Person' },
          description: { en: 'Person' },
          unit: 'PERSON',
          unitColumn: 'id',
          links: [{ name: 'MATCHED_SET', unit: 'MATCHED_SET', title: { en: 'Matched set' } }],
          variables: [
            variable('SEX', 'STRING', 'FIXED'),
            variable('AGE', 'LONG', 'FIXED'),
            variable('DEATH', 'LONG', 'FIXED'),
            variable('FOLLOW_UP_DAYS', 'LONG', 'FIXED'),
          ],
        },
        {
          name: 'BODY',
          title: { en: 'Body' },
          description: { en: 'Body' },
          unit: 'PERSON',
          unitColumn: 'id',
          fromColumn: 'from',
          untilColumn: 'until',
          links: [],
          variables: [variable('BMI', 'DOUBLE', 'STATUS')],
        },
        {
          name: 'CONTACT',
          title: { en: 'Contact' },
          description: { en: 'Contact' },
          unit: 'PERSON',
          unitColumn: 'id',
          fromColumn: 'day',
          links: [],
          variables: [variable('DIAGNOSIS', 'STRING', 'EVENT')],
        },
      ],
    },
    version: '1.0.0',
    importedAt: '2026-01-01T00:00:00.000Z',
    contentHash: '0',
    figures: [],
  },
] as const
