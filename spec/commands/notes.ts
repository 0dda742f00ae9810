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
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| age | 4 | 0 | 48.75 | 8.53913 | 40.15 | 43.75 | 47.5 | 52.5 | 59.7 |`,
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
        expect: `
| variable | n | missing | mean | sd | p1 | p25 | p50 | p75 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
| over_young | 9 | 0 | 0.777778 | 0.440959 | 0 | 1 | 1 | 1 | 1 |
| over_old | 9 | 0 | 0.444444 | 0.527046 | 0 | 0 | 0 | 1 | 1 |`,
      },
      {
        title: 'nested lists give every combination, in order',
        script: `
for a in 1 2; b in x y
textblock
Again
endblock
end`,
        expect: `
Again

Again

Again

Again`,
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
        expect: `
\`script.syntax\` at 1:1: This end has no for. Remove it, or write for above it.`,
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
        expect: `
# Background
Ages are those of *1 January 2000*.`,
      },
    ],
  },
]
