/** A small register of people who do not exist, as files in a folder. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Register } from '@sund/model'

const words = (en: string, nb: string, da: string) => ({ en, nb, da })

export async function madeUpRegister(folder: string) {
  const path = join(folder, 'made-up.csv')
  const rows = Array.from({ length: 4000 }, (_, i) => `${20_000 + i},${1 + (i % 2)},${20 + ((i * 37) % 60)}`)
  await writeFile(path, `person,sex,age\n${rows.join('\n')}\n`)
  const metadata = Register.parse({
    name: 'sundland.people',
    title: words('People', 'Mennesker', 'Mennesker'),
    description: words(
      'People who do not exist.',
      'Mennesker som ikke finnes.',
      'Mennesker, som ikke findes.',
    ),
    holder: { name: 'sundland-people', title: words('People office', 'Folkekontoret', 'Folkekontoret') },
    source: 'Made for a test',
    licence: 'CC0-1.0',
    synthetic: true,
    tables: [
      {
        name: 'PERSON',
        title: words('People', 'Mennesker', 'Mennesker'),
        description: words('One row a person.', 'Én rad per person.', 'Én række pr. person.'),
        unit: 'PERSON',
        unitColumn: 'person',
        variables: [
          {
            name: 'SEX',
            title: words('Sex', 'Kjønn', 'Køn'),
            description: words('Sex.', 'Kjønn.', 'Køn.'),
            temporality: 'FIXED',
            dataType: 'STRING',
            domain: {
              codes: [
                { code: '1', title: words('Men', 'Menn', 'Mænd') },
                { code: '2', title: words('Women', 'Kvinner', 'Kvinder') },
              ],
            },
            sensitivity: 'PERSON_GENERAL',
            column: 'sex',
          },
          {
            name: 'AGE',
            title: words('Age', 'Alder', 'Alder'),
            description: words('Age in years.', 'Alder i år.', 'Alder i år.'),
            temporality: 'FIXED',
            dataType: 'LONG',
            domain: { unitOfMeasure: 'a' },
            sensitivity: 'PERSON_GENERAL',
            column: 'age',
          },
        ],
      },
    ],
  })
  return { metadata, files: [{ path }] }
}

export const MADE_UP_SCRIPT =
  'require sundland.people:1 as p\ncreate-dataset d\nimport p/SEX as sex\nimport p/AGE as age\ntabulate sex\n'
