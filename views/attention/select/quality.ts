import type { RunData } from '../../../lib/client/run-data.ts';
import { SERIES } from '../../../lib/protocol/record.ts';

/** A number per epoch. */
export interface EpochValues {
  readonly epochs: readonly number[];
  readonly values: readonly number[];
}

/** What is known of attention as a whole, over epochs; empty where a quantity was never recorded. */
export interface Quality {
  readonly entropy: EpochValues;
  readonly alignmentError: EpochValues;
  readonly offAlignment: EpochValues;
  readonly rowSumError: EpochValues;
  readonly padMass: EpochValues;
  readonly decodedExact: EpochValues;
}

/** The quality of a layer's attention on the whole probe. */
export function attentionQuality(data: RunData, layer: string): Quality {
  const of = (name: string) => perEpoch(data, name, layer);
  return {
    entropy: of(SERIES.attentionEntropy),
    alignmentError: of(SERIES.attentionAlignmentError),
    offAlignment: of(SERIES.attentionOffAlignment),
    rowSumError: of(SERIES.attentionRowSumError),
    padMass: of(SERIES.attentionPadMass),
    decodedExact: perEpoch(data, SERIES.decodedExact, null),
  };
}

/** A series by epoch: the point that lies at an epoch's last step; of an epoch trained twice the later one. */
function perEpoch(data: RunData, name: string, layer: string | null): EpochValues {
  const ends = new Map(data.epochs.map(({ epoch, step }) => [step, epoch]));
  const byEpoch = new Map<number, number>();
  for (const series of data.series.values()) {
    if (series.name !== name || (layer !== null && series.context.layer !== layer)) continue;
    for (let i = 0; i < series.length; i += 1) {
      const epoch = ends.get(series.steps[i]!);
      if (epoch !== undefined) byEpoch.set(epoch, series.values[i]!);
    }
  }
  const epochs = [...byEpoch.keys()].sort((a, b) => a - b);
  return { epochs, values: epochs.map((epoch) => byEpoch.get(epoch)!) };
}

/** The value at an epoch, else the last before it; NaN where there is none. */
export function valueAt({ epochs, values }: EpochValues, epoch: number | null): number {
  const at = epoch === null ? epochs.length - 1 : epochs.findLastIndex((each) => each <= epoch);
  return values[at] ?? Number.NaN;
}
