import { type ColourMap, packed } from '../../_kit/colour/colour-map.ts';
import type { ColourMaps } from '../../_kit/colour/maps.ts';
import type { Rgb } from '../../_kit/colour/oklab.ts';
import type { Field } from '../../_kit/marks/field.ts';

/** More than these are drawn without the input below: several share a pixel, and a mixture says nothing. */
export const MOST_OVERLAID = { features: 128, steps: 512 } as const;

export interface FrameLayers {
  readonly time: number;
  readonly features: number;
  /** First step drawn, 1-based, and how many. */
  readonly first: number;
  readonly steps: number;
  /** Saliency of a cell, scaled to −1…1; NaN: not a number. */
  readonly share: (feature: number, timestep: number) => number;
  /** The input of a cell, 0…1. */
  readonly input: (feature: number, timestep: number) => number;
  readonly isPadded: (timestep: number) => boolean;
}

/** Frames as a field, feature 0 on top: the input in grey, saliency in colour, the stronger the less grey shows through. */
export function overlayField(layers: FrameLayers, maps: ColourMaps): Field {
  const { features, first, steps, share, input } = layers;
  const rgb = (index: number): Rgb => {
    const row = Math.floor(index / steps);
    const timestep = first - 1 + (index % steps);
    return mixed(maps, share(row, timestep), input(row, timestep));
  };
  // a cell is its own number here, because its colour is made of two values
  const map: ColourMap = {
    domain: [0, Math.max(1, features * steps)],
    table: new Uint32Array(),
    rgb,
    pixel: (index) => packed(rgb(index)),
    css: (index) => `rgb(${rgb(index).join(',')})`,
  };
  return {
    ...{ rows: features, cols: steps, map },
    value: (row, col) => (Number.isFinite(share(row, first - 1 + col)) ? row * steps + col : Number.NaN),
    kind: (_, col) => (layers.isPadded(first - 1 + col) ? 'blank' : 'value'),
  };
}

/** One of the layers alone. */
export function singleField(
  layers: FrameLayers,
  maps: ColourMaps,
  which: 'input' | 'saliency',
  isSigned: boolean,
): Field {
  const { features, first, steps, share, input } = layers;
  const value = which === 'input' ? input : share;
  return {
    ...{ rows: features, cols: steps },
    map: which === 'input' ? maps.mfcc : isSigned ? maps.div : maps.seq,
    neutral: 0,
    value: (row, col) => value(row, first - 1 + col),
    kind: (_, col) => (layers.isPadded(first - 1 + col) ? 'blank' : 'value'),
  };
}

function mixed(maps: ColourMaps, share: number, input: number): Rgb {
  const size = Math.min(1, Math.abs(share));
  const grey = maps.mfcc.rgb(input);
  // full hue, so that what is little is thin and not another colour
  const hue = maps.div.rgb(Math.sign(share) * (0.45 + 0.55 * size));
  const cover = Math.min(1, size ** 0.7);
  return grey.map((channel, at) => Math.round(channel + cover * (hue[at]! - channel))) as unknown as Rgb;
}
