import { openStage } from './stage.js'
import type { Register } from '@sund/model'
const v = (name: string, dataType: any, domain: any) => ({ name, title: { en: name }, description: { en: name }, temporality: 'FIXED' as const, dataType, domain, sensitivity: 'PERSON_SPECIAL' as const })
export const R: Register = { name: 'attack.people', title: { en: 'p' }, description: { en: 'p' }, holder: { name: 'north', title: { en: 'North' } }, source: 'made', licence: 'CC0-1.0', synthetic: true,
 tables: [{ name: 'PERSONS', title: { en: 'P' }, description: { en: 'P' }, unit: 'PERSON', unitColumn: 'id', links: [], variables: [
  v('BIRTH', 'LONG', { unitOfMeasure: 'd' }), v('SECRET', 'LONG', { unitOfMeasure: '1' }), v('ILL', 'STRING', { codes: [{ code: '0', title: { en: 'no' } }, { code: '1', title: { en: 'yes' } }] }), v('INCOME', 'DOUBLE', { unitOfMeasure: 'NOK' })] }] }
export async function main(script?: string) {
  const N = 2000
  const s = await openStage([{ metadata: R, lines: ['id,BIRTH,SECRET,ILL,INCOME', ...Array.from({ length: N }, (_, i) => `P${i},${(i * 7919) % N},${i % 3 === 0 ? 1 : 0},${i % 3 === 0 ? 1 : 0},${100 + (i * 31) % 997}`)] }])
  const head = 'require attack.people as p\ncreate-dataset d\nimport p/BIRTH as b\nimport p/SECRET as s\nimport p/ILL as ill\nimport p/INCOME as inc\n'
  const show = async (body: string) => { const t = Date.now(); const a = await s.ask(s.account(), head + body); console.log('##', body.replaceAll('\n', ' ; '), Date.now() - t, 'ms'); for (const r of a.results.values()) console.log(JSON.stringify(r.body).slice(0, 1500), r.withheld.map(w => w.rule).join()); if (a.errors.length) console.log(JSON.stringify(a.errors)) }
  for (const i of [0, 1]) {
    const b = (i * 7919) % N
    await show(`keep if s == 1\ndrop if b == ${b}\nsummarize s`)
    await show(`tabulate ill if b == ${b}`)
    await show(`tabulate s if b == ${b}`)
    await show(`generate one = b == ${b}\ntabulate one ill`)
    await show(`generate inc2 = inc * (b != ${b})\nregress inc s\nregress inc2 s`)
    await show(`tabulate s if b != ${b}`)
    await show(`summarize inc if s == 1 & b == ${b}`)
    await show(`regress inc s if b >= ${b} & b <= ${b+1}`)
  }
  const many = Array.from({ length: 100 }, (_, i) => `tabulate s if b != ${i}`).join('\n')
  for (let k = 0; k < 2; k++) { const t = Date.now(); const a = await s.ask(s.account(), head + many); console.log('100 tabs', Date.now() - t, a.results.size, JSON.stringify(a.errors)) }
  const m2 = Array.from({ length: 100 }, (_, i) => `regress inc s if b != ${i}`).join('\n')
  { const t = Date.now(); const a = await s.ask(s.account(), head + m2); console.log('100 regs', Date.now() - t, a.results.size, JSON.stringify(a.errors)) }
  await s.close()
}
