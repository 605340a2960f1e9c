import { useMemo } from 'react';
import type { DecodedTensor, RunData } from '../../lib/client/run-data.ts';
import type { StoredTensor } from '../../lib/protocol/delta.ts';
import { TENSOR } from '../../lib/protocol/record.ts';
import { isolated } from '../_kit/marks/written.ts';
import { kitMessages } from '../_kit/messages.ts';
import { percent } from '../_kit/numbers.ts';
import { useManyTensors } from '../_kit/state/use-many-tensors.ts';
import { useTensor } from '../_kit/state/use-tensor.ts';
import { statesMessages } from './messages.ts';
import type { ClassLine } from './panels/classes-panel.tsx';
import { className, classScores, type ExampleInput, exampleInput, largestAt, trueClass } from './select/example.ts';
import { nearestSnapshot, outputSnapshots, probeTensor } from './select/snapshots.ts';

/** Outputs looked at over epochs; of longer runs the newest. */
const MOST_EPOCHS = 400;

/** What one probe sequence is, and what the model takes it for. */
export interface Example {
  readonly input: ExampleInput | null;
  /** "“seven #4”, is seven, taken for six, 61 %, wrong" */
  readonly readout: string | null;
  readonly classes: readonly ClassLine[];
  /** "seven since epoch 4" */
  readonly since: string | null;
  readonly hasOutput: boolean;
  /** Targets of the probe, and the model's output at the epoch. */
  readonly targets: DecodedTensor | undefined;
  readonly output: DecodedTensor | undefined;
  /** The probe's input. */
  readonly probe: DecodedTensor | undefined;
}

/** Reads a probe sequence and its outputs over the epochs. */
export function useExample(data: RunData, revision: number, sequence: number, epoch: number | null): Example {
  // biome-ignore lint/correctness/useExhaustiveDependencies: `data` changes in place, `revision` says that it did
  const stored = useMemo(
    () => ({
      x: probeTensor(data, TENSOR.probeX),
      y: probeTensor(data, TENSOR.probeY),
      outputs: outputSnapshots(data).slice(-MOST_EPOCHS),
    }),
    [data, revision],
  );
  const x = useTensor(stored.x).tensor;
  const y = useTensor(stored.y).tensor;
  const outputs = useManyTensors(stored.outputs, epoch);
  const input = useMemo(() => (x ? exampleInput(data, x, sequence) : null), [data, x, sequence]);
  const at = nearestSnapshot(stored.outputs, epoch);
  const shown = at ? outputs.peek(at.id) : undefined;
  const reached = data.epochs.at(-1)?.epoch ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `outputs.here` says that bytes arrived; `data` changes in place
  const classes = useMemo(
    () => classLines(data, scoresByEpoch(stored.outputs, outputs.peek, sequence), y, sequence, reached),
    [data, revision, stored, outputs.here, y, sequence, reached],
  );
  return {
    input,
    readout: readoutOf(data, shown, y, sequence),
    classes,
    // Not before every epoch is here: one that is still on its way might say otherwise.
    since: outputs.here === stored.outputs.length ? sinceOf(classes) : null,
    hasOutput: stored.outputs.length > 0,
    targets: y,
    output: shown,
    probe: x,
  };
}

type Peek = (id: number) => DecodedTensor | undefined;

function scoresByEpoch(outputs: readonly StoredTensor[], peek: Peek, sequence: number) {
  return new Map(
    outputs.flatMap(({ id, epoch }): [number, ArrayLike<number>][] => {
      const tensor = peek(id);
      const scores = tensor ? classScores(tensor, sequence) : null;
      return scores ? [[epoch, scores]] : [];
    }),
  );
}

function classLines(
  data: RunData,
  scores: ReadonlyMap<number, ArrayLike<number>>,
  y: DecodedTensor | undefined,
  sequence: number,
  reached: number,
): readonly ClassLine[] {
  const [first] = scores.values();
  if (!first) return [];
  const truth = trueClass(y, sequence, first.length);
  const epochs = Array.from({ length: reached }, (_, index) => index + 1);
  return Array.from({ length: first.length }, (_, index) => ({
    name: className(data, index),
    ys: epochs.map((epoch) => scores.get(epoch)?.[index] ?? Number.NaN),
    isTrue: index === truth,
  }));
}

/** Since which epoch the true class has led at every snapshot up to the newest. */
function sinceOf(classes: readonly ClassLine[]): string | null {
  const truth = classes.find(({ isTrue }) => isTrue);
  if (!truth) return null;
  const words = statesMessages.classes;
  let since: number | null = null;
  for (let index = truth.ys.length - 1; index >= 0; index -= 1) {
    const value = truth.ys[index]!;
    if (Number.isNaN(value)) continue;
    if (classes.some(({ ys, isTrue }) => !isTrue && ys[index]! >= value)) break;
    since = index + 1;
  }
  return since === null ? words.never(truth.name) : words.since(truth.name, since);
}

function readoutOf(data: RunData, output: DecodedTensor | undefined, y: DecodedTensor | undefined, sequence: number) {
  const words = statesMessages.example;
  const label = data.info.probe?.labels?.[sequence];
  const scores = output ? classScores(output, sequence) : null;
  const guess = scores ? largestAt(scores) : -1;
  if (!scores || guess < 0) return label ?? null;
  const truth = trueClass(y, sequence, scores.length);
  const parts = [
    label ? `“${isolated(label)}”` : null,
    truth === null ? null : words.truth(className(data, truth)),
    words.guess(className(data, guess), percent(scores[guess]!), truth === null ? null : guess === truth),
  ];
  return parts.filter((part) => part !== null).join(kitMessages.comma);
}
