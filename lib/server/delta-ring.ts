import type { Delta } from '../protocol/delta.ts';
import type { InlineTensor } from '../protocol/delta-codec.ts';

/** A numbered delta of a run, as kept for those who are behind. */
export interface NumberedDelta {
  readonly seq: number;
  readonly delta: Delta;
  readonly inline: readonly InlineTensor[];
}

const MAX_DELTAS = 512;
const MAX_BYTES = 8 * 2 ** 20;

/** The last deltas of a run, numbered without gaps; the oldest go when there are too many or they are too large. */
export class DeltaRing {
  readonly #kept: { readonly entry: NumberedDelta; readonly bytes: number }[] = [];
  #bytes = 0;

  push(entry: NumberedDelta): void {
    const bytes = roughBytes(entry);
    this.#kept.push({ entry, bytes });
    this.#bytes += bytes;
    while (this.#kept.length > MAX_DELTAS || (this.#bytes > MAX_BYTES && this.#kept.length > 1))
      this.#bytes -= this.#kept.shift()!.bytes;
  }

  /** All deltas after number `seq`, in order; null when some of them are gone. */
  after(seq: number): readonly NumberedDelta[] | null {
    const first = this.#kept[0];
    if (!first || first.entry.seq > seq + 1) return null;
    return this.#kept.slice(seq + 1 - first.entry.seq).map(({ entry }) => entry);
  }
}

function roughBytes({ delta, inline }: NumberedDelta): number {
  const points = delta.points.reduce((sum, { steps }) => sum + 64 + steps.length * 16, 0);
  const moments = delta.moments.reduce((sum, { steps }) => sum + steps.length * 20, 0);
  const tensors = inline.reduce((sum, { data }) => sum + data.byteLength, 0);
  const listed = delta.tensors.length + delta.events.length + delta.epochs.length + delta.verdicts.length;
  const cursor = (Object.keys(delta.cursor.series).length + 4) * 24;
  return points + moments + tensors + cursor + listed * 512 + (delta.run ? 8_192 : 0);
}
