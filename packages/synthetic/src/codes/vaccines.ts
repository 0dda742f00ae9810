/**
 * Vaccines by the Anatomical Therapeutic Chemical classification (ATC, group J07), on which the Norwegian vaccination register's
 * own codes are built. A part: those given in the Nordic programmes and to travellers.
 */
import type { CodeRow } from '../register.js'

// biome-ignore format: a vaccine a line
export const VACCINES = [
  ['J07AH08', 'Meningococcus A, C, W-135, Y, conjugated', 'Meningokokk A, C, W-135, Y, konjugert', 'Meningokok A, C, W-135, Y, konjugeret'],
  ['J07AL01', 'Pneumococcus, purified polysaccharides', 'Pneumokokk, renset polysakkarid', 'Pneumokok, oprenset polysaccharid'],
  ['J07AL02', 'Pneumococcus, conjugated', 'Pneumokokk, konjugert', 'Pneumokok, konjugeret'],
  ['J07AN01', 'Tuberculosis, live attenuated (BCG)', 'Tuberkulose, levende svekket (BCG)', 'Tuberkulose, levende svækket (BCG)'],
  ['J07AP03', 'Typhoid, purified polysaccharide', 'Tyfoid, renset polysakkarid', 'Tyfus, oprenset polysaccharid'],
  ['J07BA01', 'Tick-borne encephalitis, inactivated', 'Skogflåttencefalitt, inaktivert', 'Flåtbåren hjernebetændelse (TBE), inaktiveret'],
  ['J07BB02', 'Influenza, inactivated, split virus or surface antigen', 'Influensa, inaktivert, splittvirus eller overflateantigen', 'Influenza, inaktiveret, splitvirus eller overfladeantigen'],
  ['J07BB03', 'Influenza, live attenuated', 'Influensa, levende svekket', 'Influenza, levende svækket'],
  ['J07BC01', 'Hepatitis B, purified antigen', 'Hepatitt B, renset antigen', 'Hepatitis B, oprenset antigen'],
  ['J07BC02', 'Hepatitis A, inactivated', 'Hepatitt A, inaktivert', 'Hepatitis A, inaktiveret'],
  ['J07BC20', 'Hepatitis A and B, combinations', 'Hepatitt A og B, kombinasjoner', 'Hepatitis A og B, kombinationer'],
  ['J07BD52', 'Measles, mumps and rubella, live attenuated', 'Meslinger, kusma og røde hunder, levende svekket', 'Mæslinger, fåresyge og røde hunde, levende svækket'],
  ['J07BH01', 'Rotavirus, live attenuated', 'Rotavirus, levende svekket', 'Rotavirus, levende svækket'],
  ['J07BK01', 'Varicella, live attenuated', 'Vannkopper, levende svekket', 'Skoldkopper, levende svækket'],
  ['J07BK03', 'Zoster, purified antigen', 'Helvetesild, renset antigen', 'Helvedesild, oprenset antigen'],
  ['J07BL01', 'Yellow fever, live attenuated', 'Gulfeber, levende svekket', 'Gul feber, levende svækket'],
  ['J07BM01', 'Papillomavirus (types 6, 11, 16, 18)', 'Humant papillomavirus (type 6, 11, 16, 18)', 'Humant papillomavirus (type 6, 11, 16, 18)'],
  ['J07BM02', 'Papillomavirus (types 16, 18)', 'Humant papillomavirus (type 16, 18)', 'Humant papillomavirus (type 16, 18)'],
  ['J07BM03', 'Papillomavirus (types 6, 11, 16, 18, 31, 33, 45, 52, 58)', 'Humant papillomavirus (type 6, 11, 16, 18, 31, 33, 45, 52, 58)', 'Humant papillomavirus (type 6, 11, 16, 18, 31, 33, 45, 52, 58)'],
  ['J07BN01', 'Covid-19, RNA-based', 'Covid-19, mRNA-basert', 'Covid-19, RNA-baseret'],
  ['J07BN02', 'Covid-19, viral vector, non-replicating', 'Covid-19, virusvektor, ikke-replikerende', 'Covid-19, virusvektor, ikke-replikerende'],
  ['J07CA02', 'Diphtheria, pertussis, poliomyelitis and tetanus', 'Difteri, kikhoste, poliomyelitt og stivkrampe', 'Difteri, kighoste, polio og stivkrampe'],
  ['J07CA06', 'Diphtheria, Haemophilus influenzae B, pertussis, poliomyelitis and tetanus', 'Difteri, Haemophilus influenzae B, kikhoste, poliomyelitt og stivkrampe', 'Difteri, Haemophilus influenzae B, kighoste, polio og stivkrampe'],
  ['J07CA09', 'Diphtheria, Haemophilus influenzae B, pertussis, poliomyelitis, tetanus and hepatitis B', 'Difteri, Haemophilus influenzae B, kikhoste, poliomyelitt, stivkrampe og hepatitt B', 'Difteri, Haemophilus influenzae B, kighoste, polio, stivkrampe og hepatitis B'],
] as const satisfies readonly CodeRow[]

export type Vaccine = (typeof VACCINES)[number][0]
