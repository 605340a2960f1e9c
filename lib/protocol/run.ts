import type { Json, JsonObject } from './json.ts';

/**
 * What the store says of a run. `crashed` is never written: it is what a reader concludes of a `live` run whose
 * process is gone (same host) or whose heartbeat is older than {@link HEARTBEAT_LOST_MS} (another host).
 */
export type RunStatus = 'live' | 'finished' | 'stopped' | 'failed' | 'crashed';

/** The recorder writes its heartbeat at least this often, in ms, even while a training step blocks its thread. */
export const HEARTBEAT_MS = 1_000;
/** After this long without a heartbeat a live run of another host counts as crashed, in ms. */
export const HEARTBEAT_LOST_MS = 15_000;

/** One recurrent or other layer of the watched model, in model order. */
export interface LayerInfo {
  /** Path in the model, stable between processes: `lstm_1`, `bidirectional_1/forward`, `rnn_1/cell_2`. */
  readonly path: string;
  readonly className: string;
  /** Output width for recurrent layers and Dense, else null. */
  readonly units: number | null;
  /** `recurrent` layers have states and a gradient flow; for others, why not. */
  readonly kind: 'recurrent' | 'other' | 'unknown-recurrent';
  /** LSTM keeps a cell state c beside h. */
  readonly hasCellState: boolean;
  /** Creation config as tfjs serialises it (`unitForgetBias`, `recurrentActivation`, …); remedies read it. */
  readonly config: JsonObject;
  readonly weights: readonly WeightInfo[];
}

export interface WeightInfo {
  /** `lstm_1/recurrent_kernel`: layer path and the weight's own name. */
  readonly path: string;
  readonly shape: readonly number[];
  readonly trainable: boolean;
}

export interface ModelInfo {
  readonly name: string;
  readonly parameters: number;
  readonly loss: string | null;
  readonly optimizer: string | null;
  readonly layers: readonly LayerInfo[];
}

/** The fixed batch every epoch is measured on. */
export interface ProbeInfo {
  /** Hex digest of inputs and targets: two runs with the same digest measure the same probe. */
  readonly digest: string;
  /** Number of sequences. */
  readonly count: number;
  /** On how many sequences every epoch was measured, where `count` of them are left in a page. */
  readonly measured?: number;
  /** Input shape without the batch axis. */
  readonly inputShape: readonly (number | null)[];
  /** `given` by the user or `sampled` from the training data. */
  readonly origin: 'given' | 'sampled';
  /** One label per sequence, when known. */
  readonly labels: readonly string[] | null;
  /** Tokens per sequence, when the input is text. */
  readonly tokens: readonly (readonly string[])[] | null;
  /** Tokens to be written per sequence, one per output step, when given; absent in older runs. */
  readonly targetTokens?: readonly (readonly string[])[] | null;
  /** Per sequence and target step the 0-based source steps it comes from, when given; absent in older runs. */
  readonly alignment?: readonly (readonly (readonly number[])[])[] | null;
  /** Name of each output class, when given. */
  readonly classNames: readonly string[] | null;
}

/** On how many sequences a run's epochs were measured. */
export function measuredOn({ measured, count }: ProbeInfo): number {
  return measured ?? count;
}

/** Everything about a run that is not a measurement. Times are ms since the Unix epoch. */
export interface RunInfo {
  readonly id: string;
  readonly project: string;
  readonly name: string;
  readonly group: string | null;
  readonly tags: readonly string[];
  readonly notes: string;
  readonly config: JsonObject;
  /** How many steps back the task needs, as declared by the user. */
  readonly memory: number | null;
  readonly status: RunStatus;
  /** Why a run failed: the error's message. */
  readonly statusDetail: string | null;
  readonly startedMs: number;
  readonly finishedMs: number | null;
  readonly heartbeatMs: number;
  /** Epochs asked of `fit`, and steps in one, once known. */
  readonly epochsPlanned: number | null;
  readonly stepsPerEpoch: number | null;
  /** 0-based index into the run colours; belongs to the run for good. */
  readonly colour: number;
  readonly host: string;
  readonly pid: number;
  readonly model: ModelInfo | null;
  readonly probe: ProbeInfo | null;
  readonly environment: JsonObject;
  /** What the recorder could not keep, by reason: `{ "duplicate-step": 3 }`. */
  readonly dropped: { readonly [reason: string]: number };
  /** When a person put it away; null: it is not. Absent in pages of before that could be done. */
  readonly archivedMs?: number | null;
  /** When a person deleted it: it lies in the bin until that is emptied; null: it does not. */
  readonly deletedMs?: number | null;
}

/** What may change of a run after it was created. */
export type RunPatch = Partial<
  Pick<
    RunInfo,
    | 'name'
    | 'group'
    | 'tags'
    | 'notes'
    | 'config'
    | 'memory'
    | 'status'
    | 'statusDetail'
    | 'finishedMs'
    | 'heartbeatMs'
    | 'epochsPlanned'
    | 'stepsPerEpoch'
    | 'model'
    | 'probe'
    | 'environment'
    | 'dropped'
  >
>;

/** What a recorder gives to open a run; the store adds colour, status and heartbeat. */
export type NewRun = Pick<
  RunInfo,
  'id' | 'project' | 'name' | 'group' | 'tags' | 'notes' | 'config' | 'memory' | 'startedMs' | 'host' | 'pid'
> & { readonly environment: JsonObject };

export type ConfigValue = Json;
