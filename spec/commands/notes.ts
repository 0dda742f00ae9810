/** Names for values, and notes among the results. */
import type { CommandSpec } from '../types.js'

export const NOTES: readonly CommandSpec[] = [
  {
    command: 'let',
    rows: [
      {
        title: 'a name for a value, used with a dollar sign',
        script: `
let limit = 2 * 20
create-dataset d
import people/AGE as age
keep if age >= $limit
summarize age`,
        expect: '',
      },
    ],
  },
  {
    command: 'for',
    rows: [
      {
        title: 'lists in step, and names joined from values',
        script: `
create-dataset d
import people/AGE as age
for limit, name in 20 40, young old
generate over_ ++ $name = age >= $limit
end
summarize over_young over_old`,
        expect: '',
      },
      {
        title: 'nested lists give every combination, in order',
        script: `
for a in 1 2; b in x y
textblock
Again
endblock
end`,
        expect: '',
      },
    ],
  },
  {
    command: 'end',
    rows: [
      {
        title: 'without a loop before it, an error',
        script: `
end`,
        expect: '',
      },
    ],
  },
  {
    command: 'textblock',
    rows: [
      {
        title: 'Markdown shown where it stands',
        script: `
textblock
# Background
Ages are those of *1 January 2000*.
endblock`,
        expect: '# Background\nAges are those of *1 January 2000*.',
      },
    ],
  },
]
