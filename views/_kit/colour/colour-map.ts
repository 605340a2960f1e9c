import { type Lab, labOf, type Rgb, rgbOf, rgbOfLab } from './oklab.ts';

/** A stop: a value and the colour it gets. */
export type Stop = readonly [value: number, hex: string];

/** Entries of a table: fine enough that neighbours differ by at most one step of 8 bits. */
const ENTRIES = 1024;

/** Values to colours, by a table: domain ends included, values beyond are clamped. */
export interface ColourMap {
  readonly domain: readonly [number, number];
  /** One packed pixel per entry, as `ImageData` keeps them on this machine's byte order. */
  readonly table: Uint32Array;
  /** Packed pixel of a value. The value must not be NaN. */
  pixel(value: number): number;
  /** Channels of a value. */
  rgb(value: number): Rgb;
  /** CSS colour of a value. */
  css(value: number): string;
}

const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** One opaque pixel as `ImageData` keeps it on this machine. */
export function packed([r, g, b]: Rgb): number {
  return (LITTLE_ENDIAN ? 0xff000000 | (b << 16) | (g << 8) | r : (r << 24) | (g << 16) | (b << 8) | 0xff) >>> 0;
}

/** The colour at `value` between stops, interpolated in OKLab. */
function between(stops: readonly (readonly [number, Lab])[], value: number): Rgb {
  const upper = stops.findIndex(([at]) => value <= at);
  if (upper <= 0) return rgbOfLab(stops[upper === 0 ? 0 : stops.length - 1]![1]);
  const [lowAt, low] = stops[upper - 1]!;
  const [highAt, high] = stops[upper]!;
  const share = (value - lowAt) / (highAt - lowAt);
  return rgbOfLab(low.map((part, index) => part + share * (high[index]! - part)) as unknown as Lab);
}

/** A map through `stops` (rising values), interpolated in OKLab. */
export function colourMap(stops: readonly Stop[]): ColourMap {
  const lab = stops.map(([value, hex]) => [value, labOf(rgbOf(hex))] as const);
  const low = lab[0]![0];
  const high = lab[lab.length - 1]![0];
  const colours = Array.from({ length: ENTRIES }, (_, index) =>
    between(lab, low + ((high - low) * index) / (ENTRIES - 1)),
  );
  const table = Uint32Array.from(colours, packed);
  // made when first asked for: hundreds are asked for in a frame, the same ones again and again
  const styles: string[] = [];
  const scale = (ENTRIES - 1) / (high - low);
  const entry = (value: number) => Math.min(ENTRIES - 1, Math.max(0, Math.round((value - low) * scale)));
  return {
    domain: [low, high],
    table,
    pixel: (value) => table[entry(value)]!,
    rgb: (value) => colours[entry(value)]!,
    css: (value) => {
      const at = entry(value);
      styles[at] ??= `rgb(${colours[at]!.join(',')})`;
      return styles[at];
    },
  };
}

/** `hexes` spread evenly over `low` to `high`. */
export function evenStops(hexes: readonly string[], low = 0, high = 1): readonly Stop[] {
  return hexes.map((hex, index) => [low + ((high - low) * index) / (hexes.length - 1), hex] as const);
}
