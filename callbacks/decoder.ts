import { messageOf } from '../lib/base/errors.ts';
import { SERIES, TENSOR } from '../lib/protocol/record.ts';
import type { ByteBudget } from './measurements/byte-budget.ts';
import type { Findings } from './measurements/measurement.ts';
import type { Decoded } from './options.ts';
import type { ProbeBatch } from './probe-batch.ts';
import { tokenLists } from './probe-texts.ts';
import type { SnapshotSchedule } from './snapshot-schedule.ts';

/** How long decoding is waited for, in ms; a promise that never settles must not end a training. */
const WAIT_MS = 60_000;

/** What a decoder works with. */
export interface DecoderParts {
  readonly schedule: SnapshotSchedule;
  readonly findings: Findings;
  /** The epoch that runs now: in a loop of one's own training may have gone on while a promise was pending. */
  readonly epoch: () => number;
  /** Says something, once. */
  readonly warn: (message: string) => void;
}

/** The end of an epoch with a snapshot, as far as decoding looks at it. */
export interface DecodingOccasion {
  readonly step: number;
  readonly epoch: number;
  readonly isLast: boolean;
  readonly bytes: ByteBudget;
}

/** Has a script decode the probe at the end of epochs, within the budget, and records the words. Never throws or rejects. */
export class Decoder {
  readonly #parts: DecoderParts;
  #isBusy = false;
  #givenUp = false;
  #hasFailed = false;

  constructor(parts: DecoderParts) {
    this.#parts = parts;
  }

  /** Decodes, where a script can and time allows; resolves when the words are recorded. */
  async decode({ decode, info }: ProbeBatch, occasion: DecodingOccasion): Promise<void> {
    if (!decode || this.#givenUp || this.#isBusy || !this.#isDue(occasion)) return;
    this.#isBusy = true;
    const { schedule } = this.#parts;
    const started = performance.now();
    try {
      const words = tokenLists(await this.#settled(decode), info.count, 'what it returns');
      if (words === null) throw new Error('it returned nothing — return a list of tokens per sequence');
      this.#record(words, info.targetTokens ?? null, occasion);
    } catch (error) {
      if (!this.#hasFailed) this.#parts.warn(`probe.decode: ${messageOf(error)} — training goes on.`);
      this.#hasFailed = true;
    } finally {
      schedule.spent('decode', occasion.epoch, performance.now() - started);
      this.#isBusy = false;
    }
  }

  #isDue({ epoch, isLast }: DecodingOccasion): boolean {
    const { schedule, findings } = this.#parts;
    if (schedule.kept('decode', epoch, isLast) || schedule.affords(schedule.costOf('decode') ?? 0)) return true;
    findings.leftOut('decoding: not at every snapshot — the budget of time has no room for it');
    return false;
  }

  async #settled(decode: NonNullable<ProbeBatch['decode']>): Promise<Decoded> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.#givenUp = true;
        reject(new Error(`nothing came of it in ${WAIT_MS / 1000} s — it is not called again`));
      }, WAIT_MS);
    });
    try {
      return await Promise.race([decode(), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #record(words: Decoded, references: Decoded | null, { step, epoch, bytes }: DecodingOccasion): void {
    const { findings } = this.#parts;
    if (references !== null && this.#parts.epoch() === epoch) {
      const right = words.filter((list, i) => isSame(list, references[i] ?? [])).length;
      findings.scalar(SERIES.decodedExact, {}, right / words.length);
    }
    const data = new TextEncoder().encode(JSON.stringify(words));
    if (!bytes.take(data.length)) {
      findings.leftOut(`decoded words: not kept — ${data.length} bytes, the budget of an epoch is ${bytes.total}`);
      return;
    }
    findings.tensor(
      {
        ...{ name: TENSOR.decoded, layer: null, dtype: 'uint8', shape: [data.length], axes: ['byte'] },
        attributes: { sequences: words.length },
        // a buffer of its own: it moves to the writer's thread
        data: new Uint8Array(data),
      },
      { step, epoch },
    );
  }
}

function isSame(words: readonly string[], reference: readonly string[]): boolean {
  return words.length === reference.length && words.every((word, i) => word === reference[i]);
}
