/**
 * Laboratory tests as the Nordic laboratories code them: NPU (Nomenclature for Properties and Units, IFCC and IUPAC), with two
 * Danish codes of the same list (DNK). Titles are the short names of use, with the LOINC code that means the same; a
 * part: the tests that general practice orders most.
 */
import type { CodeRow } from '../register.js'

/** A test: its NPU code, its LOINC equivalent, its unit in UCUM, and its name. */
export type LaboratoryTest = readonly [
  npu: string,
  loinc: string,
  ucum: string,
  en: string,
  nb: string,
  da: string,
]

// biome-ignore format: a test a line
export const LABORATORY_TESTS = [
  ['DNK35302', '62238-1', 'mL/min/{1.73_m2}', 'P-Glomerular filtration rate, estimated (CKD-EPI)', 'P-Estimert GFR (CKD-EPI)', 'P-eGFR, estimeret (CKD-EPI)'],
  ['NPU01349', '26444-0', '10*9/L', 'B-Basophils', 'B-Basofile', 'B-Basofilocytter'],
  ['NPU01370', '14631-6', 'umol/L', 'P-Bilirubins', 'P-Bilirubin', 'P-Bilirubiner'],
  ['NPU01443', '2000-8', 'mmol/L', 'P-Calcium', 'P-Kalsium', 'P-Calcium'],
  ['NPU01448', '10334-1', 'k[IU]/L', 'P-Cancer antigen 125 (CA 125)', 'P-CA 125', 'P-Cancer-antigen 125 (CA 125)'],
  ['NPU01459', '22664-7', 'mmol/L', 'P-Urea', 'P-Karbamid', 'P-Karbamid'],
  ['NPU01536', '2075-0', 'mmol/L', 'P-Chloride', 'P-Klorid', 'P-Chlorid'],
  ['NPU01566', '14647-2', 'mmol/L', 'P-Cholesterol, total', 'P-Kolesterol, totalt', 'P-Kolesterol, total'],
  ['NPU01567', '14646-4', 'mmol/L', 'P-Cholesterol in HDL', 'P-HDL-kolesterol', 'P-Kolesterol HDL'],
  ['NPU01568', '22748-8', 'mmol/L', 'P-Cholesterol in LDL', 'P-LDL-kolesterol', 'P-Kolesterol LDL'],
  ['NPU01682', '14979-9', 's', 'P-Coagulation, surface-induced (APTT)', 'P-APTT', 'P-Koagulation, overfladeinduceret (APTT)'],
  ['NPU01685', '34714-6', '1', 'P-Coagulation (INR)', 'P-INR', 'P-Koagulation (INR)'],
  ['NPU01700', '14685-2', 'pmol/L', 'P-Cobalamin (vitamin B12)', 'P-Vitamin B12', 'P-Cobalamin (vitamin B12)'],
  ['NPU01933', '26449-9', '10*9/L', 'B-Eosinophils', 'B-Eosinofile', 'B-Eosinofilocytter'],
  ['NPU01944', '30428-7', 'fL', 'Ercs(B)-Mean corpuscular volume', 'Erc(B)-MCV', 'Erc(B)-Erytrocytvolumen (MCV)'],
  ['NPU01960', '26453-1', '10*12/L', 'B-Erythrocytes', 'B-Erytrocytter', 'B-Erytrocytter'],
  ['NPU01961', '20570-8', '1', 'B-Erythrocytes, volume fraction', 'B-Hematokrit (EVF)', 'B-Erytrocytter, volumenfraktion'],
  ['NPU02070', '14732-2', 'nmol/L', 'P-Folate', 'P-Folat', 'P-Folat'],
  ['NPU02192', '14749-6', 'mmol/L', 'P-Glucose', 'P-Glukose', 'P-Glukose'],
  ['NPU02508', '14798-3', 'umol/L', 'P-Iron', 'P-Jern', 'P-Jern'],
  ['NPU02593', '26464-8', '10*9/L', 'B-Leukocytes', 'B-Leukocytter', 'B-Leukocytter'],
  ['NPU02613', '14334-7', 'mmol/L', 'P-Lithium', 'P-Litium', 'P-Lithium'],
  ['NPU02636', '26474-7', '10*9/L', 'B-Lymphocytes', 'B-Lymfocytter', 'B-Lymfocytter'],
  ['NPU02647', '2601-3', 'mmol/L', 'P-Magnesium', 'P-Magnesium', 'P-Magnesium'],
  ['NPU02840', '26484-6', '10*9/L', 'B-Monocytes', 'B-Monocytter', 'B-Monocytter'],
  ['NPU02902', '26499-4', '10*9/L', 'B-Neutrophils', 'B-Nøytrofile', 'B-Neutrofilocytter'],
  ['NPU03096', '14879-1', 'mmol/L', 'P-Phosphate', 'P-Fosfat', 'P-Phosphat'],
  ['NPU03230', '2823-3', 'mmol/L', 'P-Potassium', 'P-Kalium', 'P-Kalium'],
  ['NPU03278', '2885-2', 'g/L', 'P-Protein', 'P-Protein', 'P-Protein'],
  ['NPU03404', '4537-7', 'mm/h', 'B-Sedimentation rate', 'B-Senkningsreaksjon (SR)', 'B-Sænkningsreaktion (SR)'],
  ['NPU03429', '2951-2', 'mmol/L', 'P-Sodium', 'P-Natrium', 'P-Natrium'],
  ['NPU03568', '26515-7', '10*9/L', 'B-Thrombocytes', 'B-Trombocytter', 'B-Trombocytter'],
  ['NPU03577', '3016-3', 'm[IU]/L', 'P-Thyrotropin (TSH)', 'P-Tyreotropin (TSH)', 'P-Thyrotropin (TSH)'],
  ['NPU03579', '14920-3', 'pmol/L', 'P-Thyroxine, free (T4)', 'P-Tyroksin, fritt (T4)', 'P-Thyroxin, frit (T4)'],
  ['NPU04073', '13965-9', 'umol/L', 'P-Homocysteine', 'P-Homocystein', 'P-Homocystein'],
  ['NPU04094', '14927-8', 'mmol/L', 'P-Triglyceride', 'P-Triglyserid', 'P-Triglycerid'],
  ['NPU04998', '14682-9', 'umol/L', 'P-Creatinine', 'P-Kreatinin', 'P-Kreatinin'],
  ['NPU08669', '2857-1', 'ug/L', 'P-Prostate specific antigen (PSA)', 'P-Prostataspesifikt antigen (PSA)', 'P-Prostataspecifikt antigen (PSA)'],
  ['NPU09356', '14933-6', 'umol/L', 'P-Urate', 'P-Urat', 'P-Urat'],
  ['NPU10267', '68438-1', 'nmol/L', 'P-25-hydroxyvitamin D', 'P-25-hydroksyvitamin D', 'P-25-hydroxyvitamin D (D3+D2)'],
  ['NPU19651', '1742-6', 'U/L', 'P-Alanine transaminase (ALT)', 'P-Alaninaminotransferase (ALAT)', 'P-Alanintransaminase (ALAT)'],
  ['NPU19653', '1805-1', 'U/L', 'P-Amylase, pancreatic', 'P-Amylase, pankreas', 'P-Amylase, pancreastype'],
  ['NPU19654', '1920-8', 'U/L', 'P-Aspartate transaminase (AST)', 'P-Aspartataminotransferase (ASAT)', 'P-Aspartattransaminase (ASAT)'],
  ['NPU19656', '2157-6', 'U/L', 'P-Creatine kinase', 'P-Kreatinkinase (CK)', 'P-Kreatinkinase (CK)'],
  ['NPU19657', '2324-2', 'U/L', 'P-Gamma-glutamyltransferase (GGT)', 'P-Gamma-glutamyltransferase (GT)', 'P-Gamma-glutamyltransferase (GGT)'],
  ['NPU19658', '14804-9', 'U/L', 'P-Lactate dehydrogenase', 'P-Laktatdehydrogenase (LD)', 'P-Laktatdehydrogenase (LDH)'],
  ['NPU19661', '9318-7', 'mg/g', 'U-Albumin/creatinine ratio', 'U-Albumin/kreatinin-ratio', 'U-Albumin/kreatinin-ratio'],
  ['NPU19673', '1751-7', 'g/L', 'P-Albumin', 'P-Albumin', 'P-Albumin'],
  ['NPU19719', '2039-6', 'ug/L', 'P-Carcinoembryonic antigen (CEA)', 'P-Karsinoembryonalt antigen (CEA)', 'P-Carcinoembryonalt antigen (CEA)'],
  ['NPU19748', '1988-5', 'mg/L', 'P-C-reactive protein (CRP)', 'P-C-reaktivt protein (CRP)', 'P-C-reaktivt protein (CRP)'],
  ['NPU19763', '2276-4', 'ug/L', 'P-Ferritin', 'P-Ferritin', 'P-Ferritin'],
  ['NPU21571', '33762-6', 'ng/L', 'P-Natriuretic peptide B, N-terminal (NT-proBNP)', 'P-NT-proBNP', 'P-NT-proBNP'],
  ['NPU23745', '33863-2', 'mg/L', 'P-Cystatin C', 'P-Cystatin C', 'P-Cystatin C'],
  ['NPU26880', '28539-5', 'pg', 'Ercs(B)-Mean corpuscular haemoglobin', 'Erc(B)-MCH', 'Erc(B)-Hæmoglobinindhold (MCH)'],
  ['NPU27300', '59261-8', 'mmol/mol', 'Hb(B)-Haemoglobin A1c (IFCC)', 'Hb(B)-HbA1c (IFCC)', 'Hb(B)-Hæmoglobin A1c (IFCC)'],
  ['NPU27501', '67151-1', 'ng/L', 'P-Troponin T', 'P-Troponin T', 'P-Troponin T'],
  ['NPU27783', '6768-6', 'U/L', 'P-Alkaline phosphatase', 'P-Alkalisk fosfatase (ALP)', 'P-Basisk phosphatase'],
  ['NPU28289', '48065-7', 'mg/L{FEU}', 'P-Fibrin D-dimer', 'P-D-dimer', 'P-Fibrin D-dimer'],
  ['NPU28309', '718-7', 'g/L', 'B-Haemoglobin', 'B-Hemoglobin', 'B-Hæmoglobin'],
] as const satisfies readonly LaboratoryTest[]

export type Npu = (typeof LABORATORY_TESTS)[number][0]

/** Tests as a code list: names with their LOINC code. */
export const NPU: readonly CodeRow[] = LABORATORY_TESTS.map(([npu, loinc, , en, nb, da]) => [
  npu,
  `${en} [LOINC ${loinc}]`,
  `${nb} [LOINC ${loinc}]`,
  `${da} [LOINC ${loinc}]`,
])

/** Units of measure of the tests, in UCUM. */
export const UCUM: readonly CodeRow[] = [
  ['1', 'ratio or fraction', 'forholdstall', 'forholdstal'],
  ['10*12/L', '10¹² per litre', '10¹² per liter', '10¹² pr. liter'],
  ['10*9/L', '10⁹ per litre', '10⁹ per liter', '10⁹ pr. liter'],
  ['U/L', 'units per litre', 'enheter per liter', 'enheder pr. liter'],
  ['fL', 'femtolitre', 'femtoliter', 'femtoliter'],
  ['g/L', 'gram per litre', 'gram per liter', 'gram pr. liter'],
  [
    'k[IU]/L',
    'thousand international units per litre',
    'tusen internasjonale enheter per liter',
    'tusinde internationale enheder pr. liter',
  ],
  [
    'mL/min/{1.73_m2}',
    'millilitre per minute and 1.73 m²',
    'milliliter per minutt og 1,73 m²',
    'milliliter pr. minut og 1,73 m²',
  ],
  [
    'm[IU]/L',
    'thousandth of an international unit per litre',
    'tusendels internasjonal enhet per liter',
    'tusindedel international enhed pr. liter',
  ],
  ['mg/L', 'milligram per litre', 'milligram per liter', 'milligram pr. liter'],
  [
    'mg/L{FEU}',
    'milligram per litre, fibrinogen equivalents',
    'milligram per liter, fibrinogenekvivalenter',
    'milligram pr. liter, fibrinogenækvivalenter',
  ],
  ['mg/g', 'milligram per gram', 'milligram per gram', 'milligram pr. gram'],
  ['mm/h', 'millimetre in an hour', 'millimeter på en time', 'millimeter på en time'],
  ['mmol/L', 'millimole per litre', 'millimol per liter', 'millimol pr. liter'],
  ['mmol/mol', 'millimole per mole', 'millimol per mol', 'millimol pr. mol'],
  ['ng/L', 'nanogram per litre', 'nanogram per liter', 'nanogram pr. liter'],
  ['nmol/L', 'nanomole per litre', 'nanomol per liter', 'nanomol pr. liter'],
  ['pg', 'picogram', 'pikogram', 'pikogram'],
  ['pmol/L', 'picomole per litre', 'pikomol per liter', 'picomol pr. liter'],
  ['s', 'second', 'sekund', 'sekund'],
  ['ug/L', 'microgram per litre', 'mikrogram per liter', 'mikrogram pr. liter'],
  ['umol/L', 'micromole per litre', 'mikromol per liter', 'mikromol pr. liter'],
]
