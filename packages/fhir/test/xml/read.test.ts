/** FHIR XML into JSON: what repeats, types, primitives with more than a value, narrative and what is refused. */
import { Failure } from '@sund/model'
import { describe, expect, test } from 'vitest'
import { fromXml } from '../../src/index.js'

const patient = (inner: string) =>
  `<?xml version="1.0"?><Patient xmlns="http://hl7.org/fhir">${inner}</Patient>`

describe('what is read', () => {
  const cases: [string, string, object][] = [
    [
      'values by their type',
      '<active value="true"/><birthDate value="1980-02-01"/><multipleBirthInteger value="2"/>',
      { active: true, birthDate: '1980-02-01', multipleBirthInteger: 2 },
    ],
    [
      'what may repeat, as a list even of one',
      '<name><family value="N"/><given value="A"/><given value="B"/></name>',
      { name: [{ family: 'N', given: ['A', 'B'] }] },
    ],
    [
      'a primitive with an extension and no value, beside others',
      '<name><given value="A"/><given id="x"><extension url="u"><valueCode value="c"/></extension></given></name>',
      {
        name: [
          { given: ['A', null], _given: [null, { id: 'x', extension: [{ url: 'u', valueCode: 'c' }] }] },
        ],
      },
    ],
    [
      'extensions of a single primitive',
      '<birthDate value="1980"><extension url="t"><valueDateTime value="1980-01-01"/></extension></birthDate>',
      { birthDate: '1980', _birthDate: { extension: [{ url: 't', valueDateTime: '1980-01-01' }] } },
    ],
    [
      'identifiers of elements',
      '<contact id="c1"><gender value="male"/></contact>',
      { contact: [{ id: 'c1', gender: 'male' }] },
    ],
    [
      'the entities of XML and characters by number',
      '<name><family value="&lt;&amp;&quot;&#229;&#xE6;&apos;"/></name>',
      { name: [{ family: '<&"åæ\'' }] },
    ],
    [
      'contained resources',
      '<contained><Organization><id value="o"/><alias value="a"/></Organization></contained>',
      { contained: [{ resourceType: 'Organization', id: 'o', alias: ['a'] }] },
    ],
    [
      'narrative as it was written',
      '<text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p>a &amp; <b>b</b></p></div></text>',
      {
        text: {
          status: 'generated',
          div: '<div xmlns="http://www.w3.org/1999/xhtml"><p>a &amp; <b>b</b></p></div>',
        },
      },
    ],
  ]
  test.each(cases)('%s', (_what, xml, json) =>
    expect(fromXml(patient(xml))).toEqual({ resourceType: 'Patient', ...json }),
  )

  test('what refers to its own kind, as items of a questionnaire do', () => {
    const xml =
      '<Questionnaire xmlns="http://hl7.org/fhir"><item><linkId value="1"/><item><linkId value="1.1"/></item></item></Questionnaire>'
    expect(fromXml(xml)).toEqual({
      resourceType: 'Questionnaire',
      item: [{ linkId: '1', item: [{ linkId: '1.1' }] }],
    })
  })
  test('a Bundle', () => {
    const xml =
      '<Bundle xmlns="http://hl7.org/fhir"><type value="transaction"/><entry><resource><Observation><component><valueQuantity><value value="1.5"/></valueQuantity></component></Observation></resource></entry></Bundle>'
    expect(fromXml(xml)).toEqual({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [{ resource: { resourceType: 'Observation', component: [{ valueQuantity: { value: 1.5 } }] } }],
    })
  })
})

describe('what is refused, without a word of what was sent', () => {
  const secret = 'Kari13116900216'
  const cases: [string, string][] = [
    [
      'a document type, and with it entities that expand',
      `<!DOCTYPE x [<!ENTITY a "${secret}"><!ENTITY b "&a;&a;">]>${patient('<id value="&b;"/>')}`,
    ],
    ['an entity that XML has not', patient('<id value="&secret;"/>')],
    ['what is not well-formed', patient(`<id value="${secret}">`)],
    ['another namespace', `<Patient xmlns="urn:${secret}"><id value="1"/></Patient>`],
    ['no type of resource', `<Secret xmlns="http://hl7.org/fhir"><id value="${secret}"/></Secret>`],
    ['an element that the type has not', patient(`<shoeSize value="${secret}"/>`)],
    ['an attribute that FHIR has not', patient(`<id value="1" secret="${secret}"/>`)],
    ['one thing twice', patient(`<birthDate value="1980"/><birthDate value="${secret}"/>`)],
    ['what is neither true nor false', patient(`<active value="${secret}"/>`)],
    ['what is no number', patient(`<multipleBirthInteger value="${secret}"/>`)],
    ['text between elements', patient(`<name>${secret}</name>`)],
    [
      'what is nested without end',
      patient(`${'<extension url="u">'.repeat(500)}${'</extension>'.repeat(500)}`),
    ],
    ['nothing', ''],
  ]
  test.each(cases)('%s', (_what, xml) => {
    const thrown = (() => {
      try {
        return fromXml(xml)
      } catch (error) {
        return error
      }
    })()
    expect(thrown).toBeInstanceOf(Failure)
    expect(JSON.stringify((thrown as Failure).errors)).not.toContain(secret)
    expect((thrown as Failure).errors[0].code).toBe('usage.request')
  })
})
