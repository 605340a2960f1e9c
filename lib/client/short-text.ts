/** What texts of links often hold, found as if it stood before them. Never to be changed: links that are out there refer to it. */
const BEFORE = new TextEncoder().encode(
  [
    'statushealthprogressconfig.unitsconfig.batchoptimizer.learning_rate.last.max.mintagsconfig.lr > 1e-3 and tags has "baseline"',
    'verdict\u001fnote\u001fresume\u001fposition:time_distributed_1/conv_lstm2d_1encoder/decoder/densernn_1/cell_simple_rnn_1gru_1',
    'loss\u001fmetrics\u001fsignal\u001fcompare-1\u001fcompare-2vanishing gradientsexploding|per:epoch|subset:trainmean Jacobian',
    'largest_singular_valuememory_horizonspectral_radiussaturated_sharemeanSquaredErrorcategoricalAccuracy-val_loss.best',
    'config:global_gradient_cosineweight_normupdate_ratiogradient_norm|layer:bidirectional_1/backwardbidirectional_1/forward',
    '|weight:lstm_1/recurrent_kernel',
  ].join(''),
);
const SHORTEST = 4;
const LONGEST = SHORTEST + 127;
const MOST_LITERALS = 128;

/**
 * Texts one after another, each with fewer bytes where it repeats what came before it: runs of bytes as they are (a byte
 * 0…127: one less than how many), and copies (128…255: how many, and how far back).
 */
export class ShortTexts {
  #before: Uint8Array = BEFORE;

  /** The bytes of the next text. */
  encode(text: string): readonly number[] {
    const given = new TextEncoder().encode(text);
    const from = this.#before.length;
    const all = Uint8Array.of(...this.#before, ...given);
    const bytes: number[] = [];
    let literals: number[] = [];
    const flush = () => {
      if (literals.length > 0) bytes.push(literals.length - 1, ...literals);
      literals = [];
    };
    pushWhole(bytes, given.length);
    for (let at = from; at < all.length; ) {
      const { length, back } = longestCopy(all, at);
      if (length >= SHORTEST) {
        flush();
        bytes.push(128 + length - SHORTEST);
        pushWhole(bytes, back);
        at += length;
        continue;
      }
      literals.push(all[at++]!);
      if (literals.length === MOST_LITERALS) flush();
    }
    flush();
    this.#before = all;
    return bytes;
  }

  /** Reads the next text from bytes that begin with it, and tells where it ends. Never throws: what is cut off is cut off. */
  decode(bytes: Uint8Array, start: number): { readonly text: string; readonly end: number } {
    const { value: length, end: first } = readWhole(bytes, start);
    const from = this.#before.length;
    const all = [...this.#before];
    let at = first;
    while (all.length < from + length && at < bytes.length) {
      const token = bytes[at++]!;
      if (token < 128) {
        all.push(...bytes.subarray(at, at + token + 1));
        at += token + 1;
        continue;
      }
      const { value: back, end } = readWhole(bytes, at);
      at = end;
      const copied = token - 128 + SHORTEST;
      for (let i = 0; i < copied; i++) all.push(all[all.length - back] ?? 0);
    }
    this.#before = Uint8Array.from(all);
    return { text: new TextDecoder().decode(this.#before.subarray(from)), end: at };
  }
}

/** The longest stretch before a place that goes on like what stands there. */
function longestCopy(all: Uint8Array, at: number): { readonly length: number; readonly back: number } {
  let best = { length: 0, back: 0 };
  for (let from = at - 1; from >= 0; from--) {
    let length = 0;
    while (length < LONGEST && at + length < all.length && all[from + length] === all[at + length]) length++;
    if (length > best.length) best = { length, back: at - from };
  }
  return best;
}

/** Appends a whole number, 7 bits a byte, the low ones first. */
export function pushWhole(bytes: number[], value: number): void {
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
}

/** Reads what {@link pushWhole} appended; beyond the end there are zeros. */
export function readWhole(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  let at = start;
  for (let scale = 1; scale < 2 ** 35; scale *= 128) {
    const byte = bytes[at++] ?? 0;
    value += (byte & 127) * scale;
    if (byte < 128) break;
  }
  return { value, end: at };
}
