import { assert } from '../../../base/errors.ts';

/** Complex transforms of one length, in place. Holds scratch memory, so one plan serves one caller at a time. */
export interface FourierPlan {
  readonly size: number;
  /** re, im ← Σ_n (re + i·im)_n e^(−2πi kn/size), unscaled. The inverse (unscaled) is the same with re and im swapped. */
  forward(re: Float64Array, im: Float64Array): void;
}

/**
 * A plan for lengths 2^a·3^b (Stockham autosort, decimation in frequency, radices 4, 2 and 3).
 * Checked: the plain sum of a discrete Fourier transform to 1e-12.
 */
export function fourierPlan(size: number): FourierPlan {
  const cos = Float64Array.from({ length: size }, (_, i) => Math.cos((2 * Math.PI * i) / size));
  const sin = Float64Array.from({ length: size }, (_, i) => -Math.sin((2 * Math.PI * i) / size));
  const spareRe = new Float64Array(size);
  const spareIm = new Float64Array(size);
  const passes = passesOf(size, cos, sin);
  return {
    size,
    forward(re, im) {
      for (let at = 0; at < passes.length; at++) {
        const { pass, butterfly } = passes[at]!;
        if (at % 2 === 0) butterfly(pass, re, im, spareRe, spareIm);
        else butterfly(pass, spareRe, spareIm, re, im);
      }
      if (passes.length % 2 === 0) return;
      re.set(spareRe);
      im.set(spareIm);
    },
  };
}

type Radix = 2 | 3 | 4;

/** One pass: `stride` interleaved transforms of `length`, split by the radix. The table of roots is of the whole size. */
interface Pass {
  readonly length: number;
  readonly stride: number;
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

type Butterfly = (
  pass: Pass,
  fromRe: Float64Array,
  fromIm: Float64Array,
  toRe: Float64Array,
  toIm: Float64Array,
) => void;

const BUTTERFLIES: { readonly [radix in Radix]: Butterfly } = { 2: radix2, 3: radix3, 4: radix4 };

function passesOf(size: number, cos: Float64Array, sin: Float64Array) {
  const passes: { readonly pass: Pass; readonly butterfly: Butterfly }[] = [];
  let length = size;
  for (const radix of [4, 2, 3] as const) {
    while (length % radix === 0) {
      passes.push({ pass: { length, stride: size / length, cos, sin }, butterfly: BUTTERFLIES[radix] });
      length /= radix;
    }
  }
  assert(length === 1 && size >= 1, `a Fourier length of factors 2 and 3, got ${size}`);
  return passes;
}

function radix2(
  { length, stride, cos, sin }: Pass,
  fromRe: Float64Array,
  fromIm: Float64Array,
  toRe: Float64Array,
  toIm: Float64Array,
): void {
  const half = length >> 1;
  const far = stride * half;
  for (let p = 0; p < half; p++) {
    const wr = cos[p * stride]!;
    const wi = sin[p * stride]!;
    let i = stride * p;
    let o = 2 * stride * p;
    for (let q = 0; q < stride; q++, i++, o++) {
      const dr = fromRe[i]! - fromRe[i + far]!;
      const di = fromIm[i]! - fromIm[i + far]!;
      toRe[o] = fromRe[i]! + fromRe[i + far]!;
      toIm[o] = fromIm[i]! + fromIm[i + far]!;
      toRe[o + stride] = dr * wr - di * wi;
      toIm[o + stride] = dr * wi + di * wr;
    }
  }
}

function radix3(
  { length, stride, cos, sin }: Pass,
  fromRe: Float64Array,
  fromIm: Float64Array,
  toRe: Float64Array,
  toIm: Float64Array,
): void {
  const third = length / 3;
  const far = stride * third;
  const height = Math.sqrt(3) / 2;
  for (let p = 0; p < third; p++) {
    const at = p * stride;
    const w1r = cos[at]!;
    const w1i = sin[at]!;
    const w2r = cos[2 * at]!;
    const w2i = sin[2 * at]!;
    let i = stride * p;
    let o = 3 * stride * p;
    for (let q = 0; q < stride; q++, i++, o++) {
      const sumRe = fromRe[i + far]! + fromRe[i + 2 * far]!;
      const sumIm = fromIm[i + far]! + fromIm[i + 2 * far]!;
      const turnRe = height * (fromIm[i + far]! - fromIm[i + 2 * far]!);
      const turnIm = height * (fromRe[i + 2 * far]! - fromRe[i + far]!);
      const midRe = fromRe[i]! - 0.5 * sumRe;
      const midIm = fromIm[i]! - 0.5 * sumIm;
      toRe[o] = fromRe[i]! + sumRe;
      toIm[o] = fromIm[i]! + sumIm;
      const ar = midRe + turnRe;
      const ai = midIm + turnIm;
      toRe[o + stride] = ar * w1r - ai * w1i;
      toIm[o + stride] = ar * w1i + ai * w1r;
      const br = midRe - turnRe;
      const bi = midIm - turnIm;
      toRe[o + 2 * stride] = br * w2r - bi * w2i;
      toIm[o + 2 * stride] = br * w2i + bi * w2r;
    }
  }
}

function radix4(
  { length, stride, cos, sin }: Pass,
  fromRe: Float64Array,
  fromIm: Float64Array,
  toRe: Float64Array,
  toIm: Float64Array,
): void {
  const quarter = length >> 2;
  const far = stride * quarter;
  for (let p = 0; p < quarter; p++) {
    const at = p * stride;
    const w1r = cos[at]!;
    const w1i = sin[at]!;
    const w2r = cos[2 * at]!;
    const w2i = sin[2 * at]!;
    const w3r = cos[3 * at]!;
    const w3i = sin[3 * at]!;
    let i = stride * p;
    let o = 4 * stride * p;
    for (let q = 0; q < stride; q++, i++, o++) {
      const evenRe = fromRe[i]! + fromRe[i + 2 * far]!;
      const evenIm = fromIm[i]! + fromIm[i + 2 * far]!;
      const crossRe = fromRe[i]! - fromRe[i + 2 * far]!;
      const crossIm = fromIm[i]! - fromIm[i + 2 * far]!;
      const oddRe = fromRe[i + far]! + fromRe[i + 3 * far]!;
      const oddIm = fromIm[i + far]! + fromIm[i + 3 * far]!;
      // −i times the difference of the odd ones
      const turnRe = fromIm[i + far]! - fromIm[i + 3 * far]!;
      const turnIm = fromRe[i + 3 * far]! - fromRe[i + far]!;
      toRe[o] = evenRe + oddRe;
      toIm[o] = evenIm + oddIm;
      const ar = crossRe + turnRe;
      const ai = crossIm + turnIm;
      toRe[o + stride] = ar * w1r - ai * w1i;
      toIm[o + stride] = ar * w1i + ai * w1r;
      const br = evenRe - oddRe;
      const bi = evenIm - oddIm;
      toRe[o + 2 * stride] = br * w2r - bi * w2i;
      toIm[o + 2 * stride] = br * w2i + bi * w2r;
      const cr = crossRe - turnRe;
      const ci = crossIm - turnIm;
      toRe[o + 3 * stride] = cr * w3r - ci * w3i;
      toIm[o + 3 * stride] = cr * w3i + ci * w3r;
    }
  }
}
