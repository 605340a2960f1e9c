import type * as TensorFlow from '@tensorflow/tfjs';

/** What a line of progress needs to know beforehand. */
export interface Ahead {
  readonly epochs: number;
  /** Optimizer steps of an epoch. */
  readonly steps: number;
}

const REWRITE_EVERY_MS = 200;

/**
 * A callback for `fit` that shows how far training is: one line an epoch, and on a terminal one more that is rewritten
 * as steps go by.
 */
export function showProgress(
  tf: typeof TensorFlow,
  ahead: Ahead,
  say: (line: string) => void,
  terminal: NodeJS.WriteStream | null = process.stdout.isTTY ? process.stdout : null,
): TensorFlow.CustomCallback {
  const began = performance.now();
  let epoch = 0;
  let shownMs = 0;
  const seconds = () => `${Math.round((performance.now() - began) / 1000)} s`;

  class Progress extends tf.CustomCallback {
    override async onEpochBegin(index: number): Promise<void> {
      epoch = index + 1;
    }

    override async onBatchEnd(batch: number): Promise<void> {
      if (!terminal || performance.now() - shownMs < REWRITE_EVERY_MS) return;
      shownMs = performance.now();
      const done = `step ${batch + 1} of ${ahead.steps}`;
      terminal.write(`\r\u001b[K  epoch ${epoch} of ${ahead.epochs} · ${done} · ${seconds()}`);
    }

    override async onEpochEnd(index: number, logs: TensorFlow.Logs = {}): Promise<void> {
      terminal?.write('\r\u001b[K');
      say(`  epoch ${index + 1} of ${ahead.epochs} · ${await described(logs)} · ${seconds()}`);
    }
  }
  return new Progress({});
}

/** Logs of `fit`, in the order they are shown. */
const NAMES: { readonly [log: string]: string } = {
  loss: 'loss',
  acc: 'accuracy',
  val_loss: 'on validation data loss',
  val_acc: 'accuracy',
};

async function described(logs: TensorFlow.Logs): Promise<string> {
  const parts: string[] = [];
  for (const [log, name] of Object.entries(NAMES)) {
    const value: unknown = logs[log];
    if (value === undefined) continue;
    // fit hands on what it has not read back yet as a tensor
    const number = typeof value === 'number' ? value : (await (value as TensorFlow.Tensor).data())[0]!;
    parts.push(`${name} ${number.toFixed(3)}`);
  }
  return parts.join(', ');
}
