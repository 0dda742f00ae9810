/** Morphology of tumours: ICD-O-3 of the World Health Organization, the commonest types with behaviour 3 (malignant). */
import type { CodeRow } from '../register.js'

export const MORPHOLOGY_SOURCE = 'ICD-O-3.2, WHO 2019; part: the commonest malignant types'

export const MORPHOLOGY: readonly CodeRow[] = [
  [
    '8000/3',
    'Malignant neoplasm, not specified',
    'Ondartet svulst, uspesifisert',
    'Ondartet svulst uden specifikation',
  ],
  ['8010/3', 'Carcinoma, not specified', 'Karsinom, uspesifisert', 'Karcinom uden specifikation'],
  ['8041/3', 'Small cell carcinoma', 'Småcellet karsinom', 'Småcellet karcinom'],
  ['8046/3', 'Non-small cell carcinoma', 'Ikke-småcellet karsinom', 'Ikke-småcellet karcinom'],
  ['8070/3', 'Squamous cell carcinoma', 'Plateepitelkarsinom', 'Planocellulært karcinom'],
  ['8120/3', 'Urothelial carcinoma', 'Urotelialt karsinom', 'Urotelialt karcinom'],
  [
    '8130/3',
    'Papillary urothelial carcinoma',
    'Papillært urotelialt karsinom',
    'Papillært urotelialt karcinom',
  ],
  ['8140/3', 'Adenocarcinoma', 'Adenokarsinom', 'Adenokarcinom'],
  ['8170/3', 'Hepatocellular carcinoma', 'Hepatocellulært karsinom', 'Hepatocellulært karcinom'],
  ['8260/3', 'Papillary adenocarcinoma', 'Papillært adenokarsinom', 'Papillært adenokarcinom'],
  ['8310/3', 'Clear cell adenocarcinoma', 'Klarcellet adenokarsinom', 'Klarcellet adenokarcinom'],
  ['8380/3', 'Endometrioid adenocarcinoma', 'Endometrioid adenokarsinom', 'Endometrioidt adenokarcinom'],
  ['8461/3', 'High-grade serous carcinoma', 'Høygradig serøst karsinom', 'Højgradigt serøst karcinom'],
  ['8480/3', 'Mucinous adenocarcinoma', 'Mucinøst adenokarsinom', 'Mucinøst adenokarcinom'],
  [
    '8500/3',
    'Infiltrating duct carcinoma',
    'Infiltrerende duktalt karsinom',
    'Infiltrerende duktalt karcinom',
  ],
  ['8520/3', 'Lobular carcinoma', 'Lobulært karsinom', 'Lobulært karcinom'],
  [
    '8720/3',
    'Malignant melanoma, not specified',
    'Malignt melanom, uspesifisert',
    'Malignt melanom uden specifikation',
  ],
  ['8721/3', 'Nodular melanoma', 'Nodulært melanom', 'Nodulært melanom'],
  ['8742/3', 'Lentigo maligna melanoma', 'Lentigo maligna-melanom', 'Lentigo maligna-melanom'],
  [
    '8743/3',
    'Superficial spreading melanoma',
    'Superfisielt spredende melanom',
    'Superficielt spredende melanom',
  ],
  ['9061/3', 'Seminoma', 'Seminom', 'Seminom'],
  ['9070/3', 'Embryonal carcinoma', 'Embryonalt karsinom', 'Embryonalt karcinom'],
  ['9400/3', 'Astrocytoma', 'Astrocytom', 'Astrocytom'],
  ['9440/3', 'Glioblastoma', 'Glioblastom', 'Glioblastom'],
  [
    '9591/3',
    'Non-Hodgkin lymphoma, not specified',
    'Non-Hodgkins lymfom, uspesifisert',
    'Non-Hodgkin-lymfom uden specifikation',
  ],
  ['9650/3', 'Hodgkin lymphoma', 'Hodgkins lymfom', 'Hodgkins lymfom'],
  [
    '9680/3',
    'Diffuse large B-cell lymphoma',
    'Diffust storcellet B-cellelymfom',
    'Diffust storcellet B-cellelymfom',
  ],
  ['9690/3', 'Follicular lymphoma', 'Follikulært lymfom', 'Follikulært lymfom'],
  ['9702/3', 'Peripheral T-cell lymphoma', 'Perifert T-cellelymfom', 'Perifert T-cellelymfom'],
  ['9732/3', 'Multiple myeloma', 'Myelomatose', 'Myelomatose'],
  ['9823/3', 'Chronic lymphocytic leukaemia', 'Kronisk lymfatisk leukemi', 'Kronisk lymfatisk leukæmi'],
  ['9861/3', 'Acute myeloid leukaemia', 'Akutt myelogen leukemi', 'Akut myeloid leukæmi'],
]
