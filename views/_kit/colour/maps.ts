import type { ThemeName } from '../theme/tokens.ts';
import { type ColourMap, colourMap, evenStops, type Stop } from './colour-map.ts';
import type { Rgb } from './oklab.ts';

/** Colours of the guide. `seq` 0…1, `time` 0…1, `div` −1…1, `flux` log10 of a gradient norm −12…3, `mfcc` 0…1. */
export interface ColourMaps {
  readonly seq: ColourMap;
  readonly time: ColourMap;
  readonly div: ColourMap;
  readonly flux: ColourMap;
  readonly cividis: ColourMap;
  readonly mfcc: ColourMap;
}

const VIRIDIS = [
  '#440154',
  '#482878',
  '#3e4989',
  '#31688e',
  '#26828e',
  '#1f9e89',
  '#35b779',
  '#6ece58',
  '#b5de2b',
  '#fde725',
];
const CIVIDIS = [
  '#00224e',
  '#123570',
  '#3b496c',
  '#575d6d',
  '#707173',
  '#8a8678',
  '#a59c74',
  '#c3b369',
  '#e1cc55',
  '#fee838',
];
const SEQ = {
  dark: [
    '#18141f',
    '#33215c',
    '#414086',
    '#355f8d',
    '#2a788e',
    '#21918c',
    '#22a884',
    '#44bf70',
    '#7ad151',
    '#bddf26',
    '#fde725',
  ],
  light: ['#fbfcf4', '#e3ecae', '#a9d76a', '#57bd74', '#25a085', '#277f8e', '#33628d', '#3f4788', '#472b7a', '#3b0f58'],
};
const DIV_AT = [-1, -0.5, -0.15, 0, 0.15, 0.5, 1];
const DIV = {
  dark: ['#86c5ff', '#3a78b8', '#22384f', '#1a1e24', '#482a2a', '#b84c3e', '#ffa48f'],
  light: ['#0f4586', '#5495cd', '#c9deee', '#f6f6f4', '#f5d5c7', '#dd7557', '#9c1527'],
};
/** The same in both themes, so that pictures can be compared. */
const FLUX: readonly Stop[] = [
  [-12, '#05050b'],
  [-9, '#12112f'],
  [-7, '#1f2060'],
  [-5, '#2c3d96'],
  [-3.5, '#2f64ac'],
  [-2, '#2d8aa3'],
  [-1, '#4aa592'],
  [0, '#8fbf7f'],
  [1, '#ecca5a'],
  [2, '#ff9033'],
  [3, '#fb3b3b'],
];
const MFCC = { dark: ['#14171c', '#767f8a'], light: ['#ffffff', '#8a929c'] };
/** The part of viridis that reads on the paper of each theme. */
const TIME_PART = { dark: [0.28, 1], light: [0, 0.86] } as const;

/** The part `from`…`to` of a map of 0…1, stretched to 0…1 again. */
function part(map: ColourMap, from: number, to: number): ColourMap {
  const at = (value: number) => from + (to - from) * Math.min(1, Math.max(0, value));
  return {
    ...map,
    pixel: (value) => map.pixel(at(value)),
    rgb: (value) => map.rgb(at(value)),
    css: (value) => map.css(at(value)),
  };
}

/** The colour maps of a theme. */
export function colourMaps(theme: ThemeName): ColourMaps {
  const [from, to] = TIME_PART[theme];
  return {
    seq: colourMap(evenStops(SEQ[theme])),
    time: part(colourMap(evenStops(VIRIDIS)), from, to),
    div: colourMap(DIV[theme].map((hex, index) => [DIV_AT[index]!, hex] as const)),
    flux: colourMap(FLUX),
    cividis: colourMap(evenStops(CIVIDIS)),
    mfcc: colourMap(evenStops(MFCC[theme])),
  };
}

/** Black or white, whichever reads on the colour (luminance threshold 0.22). */
export function inkOn(rgb: Rgb): '#0b0d10' | '#ffffff' {
  const linear = rgb.map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]! > 0.22 ? '#0b0d10' : '#ffffff';
}
