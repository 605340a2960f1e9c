import type { RunChange } from '../protocol/ingest.ts';
import { encodeIngest } from '../protocol/ingest-codec.ts';
import { mergePoints, selfContained } from '../protocol/merge-points.ts';
import { type Parcel, parcelSize } from '../protocol/parcel.ts';
import type { SeriesKey } from '../protocol/record.ts';
import type { ToWriter } from './wire.ts';

/** A request is closed at about this size, in KiB… */
const REQUEST_KIB = 4 * 1024;
/** …and a parcel beyond this is cut between its tensors. */
const LARGEST_KIB = 32 * 1024;

/** A message about a run. */
export type RunMessage = Exclude<ToWriter, { kind: 'close' }>;

/** Something to be posted, the same bytes at every try. */
export interface PreparedRequest {
  readonly run: string;
  readonly sender: string;
  readonly number: number;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly messages: readonly RunMessage[];
  /** Points and records in it. */
  readonly size: number;
}

/** Messages in the order they came, and the series of each run by number. */
export class RequestQueue {
  readonly #keys = new Map<string, SeriesKey[]>();
  #messages: ToWriter[] = [];

  get head(): ToWriter | undefined {
    return this.#messages[0];
  }

  add(message: ToWriter): void {
    if (message.kind === 'parcel') this.#keysOf(message.sender).push(...message.parcel.newKeys);
    if (message.kind === 'parcel' && message.kib > LARGEST_KIB) this.#messages.push(...cut(message));
    else this.#messages.push(message);
  }

  /**
   * The next request: neighbouring messages of one recorder, as many as fit, at most `most`. They stay until they are
   * {@link remove}d.
   */
  prepare(sender: string, run: string, number: number, most: number): PreparedRequest {
    const messages: RunMessage[] = [];
    let kib = 0;
    for (const message of this.#messages) {
      if (message.kind === 'close' || message.sender !== sender) break;
      if (messages.length === most) break;
      if (messages.length > 0 && kib + message.kib > REQUEST_KIB) break;
      messages.push(message);
      kib += message.kib;
    }
    const body = encodeIngest({ run, sender, seq: number, changes: this.#changesOf(sender, messages) });
    return { run, sender, number, body, messages, size: sizeOf(messages) };
  }

  /** A request that brings nothing: a heartbeat, and a question. */
  beat(sender: string, run: string): Uint8Array<ArrayBuffer> {
    return encodeIngest({ run, sender, seq: 0, changes: [] });
  }

  /** Drops the first messages. */
  remove(count: number): void {
    this.#messages.splice(0, count);
  }

  /** Drops everything and gives it. */
  clear(): readonly ToWriter[] {
    const left = this.#messages;
    this.#messages = [];
    return left;
  }

  #changesOf(sender: string, messages: readonly RunMessage[]): readonly RunChange[] {
    const changes: RunChange[] = [];
    let parcels: Parcel[] = [];
    const flush = () => {
      if (parcels.length > 0) changes.push(this.#append(sender, parcels));
      parcels = [];
    };
    for (const message of messages) {
      if (message.kind === 'parcel') {
        parcels.push(message.parcel);
        continue;
      }
      flush();
      if (message.kind === 'create') changes.push({ kind: 'create', run: message.run });
      else if (message.kind === 'resume') changes.push({ kind: 'resume', ...message.by });
      else changes.push({ kind: 'update', patch: { ...message.patch, dropped: message.dropped } });
    }
    flush();
    return changes;
  }

  #keysOf(sender: string): SeriesKey[] {
    const known = this.#keys.get(sender) ?? [];
    this.#keys.set(sender, known);
    return known;
  }

  #append(sender: string, parcels: readonly Parcel[]): RunChange {
    const points = mergePoints(
      this.#keysOf(sender),
      parcels.flatMap((parcel) => (parcel.points ? [parcel.points] : [])),
    );
    return {
      kind: 'append',
      batch: {
        scalars: points ? selfContained(points) : null,
        tensors: parcels.flatMap((parcel) => parcel.tensors),
        events: parcels.flatMap((parcel) => parcel.events),
        epochs: parcels.flatMap((parcel) => parcel.epochs),
        verdicts: parcels.flatMap((parcel) => parcel.verdicts),
      },
    };
  }
}

/** The run a message is about. */
export function runOf(message: RunMessage): string {
  return message.kind === 'create' ? message.run.id : message.run;
}

/** Points and records of messages. */
export function sizeOf(messages: readonly ToWriter[]): number {
  return messages.reduce((sum, each) => sum + (each.kind === 'parcel' ? parcelSize(each.parcel) : 0), 0);
}

/** A parcel as several: its tensors one by one, everything else with the last, which alone carries its number and weight. */
function cut(message: ToWriter & { kind: 'parcel' }): ToWriter[] {
  const { parcel, sender, run, seq, kib } = message;
  const empty: Parcel = { newKeys: [], points: null, tensors: [], events: [], epochs: [], verdicts: [] };
  const tensors = parcel.tensors.map((tensor): ToWriter => {
    const own = Math.ceil(tensor.data.byteLength / 1024);
    return { kind: 'parcel', seq: 0, kib: own, sender, run, parcel: { ...empty, tensors: [tensor] } };
  });
  const rest = kib - tensors.reduce((sum, each) => sum + each.kib, 0);
  return [...tensors, { kind: 'parcel', seq, kib: rest, sender, run, parcel: { ...parcel, tensors: [] } }];
}
