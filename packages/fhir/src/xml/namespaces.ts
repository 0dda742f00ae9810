/** The namespaces of FHIR XML (R4, xml.html). */
export const NAMESPACE = 'http://hl7.org/fhir'
/** Of narrative. */
export const XHTML = 'http://www.w3.org/1999/xhtml'
