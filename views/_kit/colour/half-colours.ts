import { halfTable } from '../../../lib/protocol/float16.ts';
import { codeOfTurned } from '../marks/grid.ts';
import type { ColourMap } from './colour-map.ts';

// Kept for as long as the map is: 256 KiB that never change.
const made = new WeakMap<ColourMap, Uint32Array>();

/** The packed pixel of every float16 code; 0, transparent, where the code is no finite number. */
export function halfColours(map: ColourMap): Uint32Array {
  const held = made.get(map);
  if (held) return held;
  const numbers = halfTable();
  const pixels = Uint32Array.from(numbers, (value) => (Number.isFinite(value) ? map.pixel(value) : 0));
  made.set(map, pixels);
  return pixels;
}

const turned = new WeakMap<ColourMap, Uint32Array>();

/** The same by turned code, see {@link codeOfTurned}. */
export function turnedColours(map: ColourMap): Uint32Array {
  const held = turned.get(map);
  if (held) return held;
  const pixels = halfColours(map);
  const colours = pixels.map((_, index) => pixels[codeOfTurned(index)]!);
  turned.set(map, colours);
  return colours;
}
