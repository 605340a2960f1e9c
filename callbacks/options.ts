import { UnrolledError } from '../lib/base/errors.ts';
import type { JsonObject } from '../lib/protocol/json.ts';
import type { RunPatch } from '../lib/protocol/run.ts';
import { RULE_IDS, type RuleId } from '../lib/protocol/verdict.ts';
import { isPlainObject, toJson } from './json-values.ts';
import { generateName } from './run-names.ts';
import {
  attentionNames,
  type SaliencyRecordOptions,
  type SaliencySettings,
  saliencySettings,
} from './saliency/settings.ts';

/** The longest name kept, in characters; what is longer is cut, and the run says so. */
export const NAME_LENGTH = 512;

/** A probe as the user gives it. Inputs and targets are tensors, nested arrays, or (several inputs) a list or record of these. */
export interface ProbeOptions {
  readonly x: unknown;
  /** Without targets there are states but no gradient flow: a gradient needs a loss. */
  readonly y?: unknown;
  /** The words of each sequence, when the input is text: those of the source, where the model translates. */
  readonly tokens?: readonly (readonly string[])[];
  /** Where the model writes text: the words it is to write, one per step of its output. */
  readonly targetTokens?: readonly (readonly string[])[];
  /**
   * Where it is known which source words a target word comes from: for each sequence and target step the 0-based source
   * steps; an empty list where there are none. The attention is held against it.
   */
  readonly alignment?: readonly (readonly (readonly number[])[])[];
  /**
   * What the model writes by itself, a list of words per probe sequence, in its order. Called at the end of epochs with a
   * snapshot, outside of any training step; its time counts into the budget, and an error in it is noted, never thrown.
   */
  readonly decode?: () => Decoded | Promise<Decoded>;
  /** What each sequence is, one per sequence. */
  readonly labels?: readonly (string | number)[];
  /** Name of each output class. */
  readonly classNames?: readonly string[];
}

/** The words a model wrote for each sequence. */
export type Decoded = readonly (readonly string[])[];

/** What a run is told when it starts. Everything is optional. */
export interface RunOptions {
  /** Default UNROLLED_PROJECT, else `default`. */
  readonly project?: string;
  /** Default UNROLLED_NAME, else a readable name made up. `/` makes sections. */
  readonly name?: string;
  /** Runs of one group are compared as one. */
  readonly group?: string;
  readonly tags?: readonly string[];
  readonly notes?: string;
  /** Hyperparameters and the like: anything JSON can hold. */
  readonly config?: { readonly [key: string]: unknown };
  /** How many steps back the task needs. */
  readonly memory?: number;
  /** Folder of unrolled.db. Default UNROLLED_DIR, else `./data`. Not in a page. */
  readonly dir?: string;
  /**
   * Unrolled's server, to record through it instead of into a file. Default UNROLLED_SERVER_URL with UNROLLED_TOKEN,
   * unless `dir` or UNROLLED_DIR names a folder.
   */
  readonly server?: ServerOptions;
  /** Id of a run whose process has ended: it goes on where it was. Default UNROLLED_RESUME. */
  readonly resume?: string;
  /** `disabled`: everything becomes a no-op. Default UNROLLED_MODE, else `enabled`. */
  readonly mode?: 'enabled' | 'disabled';
  /** What watching may cost. */
  readonly budget?: BudgetOptions;
  /** Sample gradients and their flow at every n-th step. Default: as often as the budget allows. */
  readonly every?: number;
  /** Verdicts that stop the training when they are announced: `['NAN']`. Default: none. */
  readonly stopOn?: readonly RuleId[];
  /** false: the model's settings are not looked at when watching begins. */
  readonly lint?: boolean;
  /** Layers whose output is attention weights, by path or name; layers made by `attention()` are captured anyway. */
  readonly attention?: readonly string[];
  /** Keep what the process prints (Node). Default true. */
  readonly console?: boolean;
  /** What saliency maps are recorded at epoch ends. Default: gradient×input of 4 probe sequences. */
  readonly saliency?: SaliencyRecordOptions | false;
}

export interface ServerOptions {
  /** `http://localhost:6116` */
  readonly url: string;
  /** What the server was started with as UNROLLED_TOKEN. Default UNROLLED_TOKEN. */
  readonly token?: string;
}

export interface BudgetOptions {
  /** Share of the training time, 0…1. Default 0.03. */
  readonly time?: number;
  /** Bytes of one epoch's snapshot. Default 16 MB. */
  readonly epochBytes?: number;
}

export interface Budget {
  readonly time: number;
  readonly epochBytes: number;
}

/** Where a run goes: a folder as it was named (null: none was), or a server. */
export type RunTarget =
  | { readonly kind: 'folder'; readonly dir: string | null }
  | { readonly kind: 'server'; readonly url: string; readonly token: string | null };

/** Options with every default filled in, checked. */
export interface ResolvedRunOptions {
  readonly project: string;
  readonly name: string;
  readonly group: string | null;
  readonly tags: readonly string[];
  readonly notes: string;
  readonly config: JsonObject;
  readonly memory: number | null;
  readonly target: RunTarget;
  /** URL of a dashboard that shows the run, for links; null where none is known. */
  readonly dashboard: string | null;
  /** The run to go on with, and what the options change of it. */
  readonly resume: { readonly id: string; readonly patch: RunPatch } | null;
  readonly budget: Budget;
  readonly every: number | null;
  readonly stopOn: readonly RuleId[];
  readonly lint: boolean;
  readonly attention: readonly string[];
  /** Null: none. */
  readonly saliency: SaliencySettings | null;
  readonly console: boolean;
  /** What was changed to make the options fit, one line each. */
  readonly remarks: readonly string[];
}

export type Environment = { readonly [name: string]: string | undefined };

const DEFAULT_BUDGET: Budget = { time: 0.03, epochBytes: 16e6 };
const KNOWN = [
  'project',
  'name',
  'group',
  'tags',
  'notes',
  'config',
  'memory',
  'dir',
  'server',
  'resume',
  'mode',
  'budget',
  'every',
  'stopOn',
  'lint',
  'attention',
  'saliency',
  'console',
  'probe',
  'tf',
];

/** What options change of a run that is resumed. */
const PATCHABLE = ['name', 'group', 'tags', 'notes', 'config', 'memory'] as const;

/** Whether everything is switched off. Throws `bad-option` for options that are no object and a mode that is none. */
export function isDisabled(options: { readonly mode?: unknown }, env: Environment): boolean {
  checkObject(options);
  const mode = options.mode ?? (env.UNROLLED_MODE || 'enabled');
  if (mode === 'disabled') return true;
  if (mode === 'enabled') return false;
  throw bad(`mode: ${show(mode)} — give 'enabled' or 'disabled'`);
}

/** Checks the options and fills in defaults. Throws an UnrolledError `bad-option` that names the option and what to give. */
export function resolveOptions(options: RunOptions, env: Environment): ResolvedRunOptions {
  checkObject(options);
  for (const key of Object.keys(options)) {
    if (!KNOWN.includes(key)) throw bad(`${show(key)} is not an option — known are ${KNOWN.join(', ')}`);
  }
  const remarks: string[] = [];
  const target = targetOf(options, env);
  const resolved = {
    project: name('project', options.project ?? (env.UNROLLED_PROJECT || 'default'), remarks),
    name: name('name', options.name ?? (env.UNROLLED_NAME || generateName()), remarks),
    group: options.group == null ? null : name('group', options.group, remarks),
    tags: tags(options.tags, remarks),
    notes: text('notes', options.notes ?? ''),
    config: config(options.config),
    memory: steps('memory', 'the number of steps back the task needs', options.memory),
    target,
    dashboard: target.kind === 'server' ? target.url : env.UNROLLED_SERVER_URL?.replace(/\/+$/, '') || null,
    budget: budget(options.budget),
    every: steps('every', 'the number of steps between samples', options.every),
    stopOn: stopOn(options.stopOn),
    lint: lint(options.lint),
    attention: attentionNames(options.attention),
    saliency: saliencySettings(options.saliency),
    console: flag('console', options.console, true),
    remarks,
  };
  return { ...resolved, resume: resumeOf(options, env, resolved) };
}

/** What was said in the script comes before what the environment says, a folder before a server. */
function targetOf({ dir, server }: RunOptions, env: Environment): RunTarget {
  if (dir !== undefined && server !== undefined) throw bad('dir and server: both given — give the one to record into');
  if (dir !== undefined) return { kind: 'folder', dir: folder(dir) };
  if (server !== undefined) return serverTarget(server, env, 'server.');
  if (env.UNROLLED_DIR) return { kind: 'folder', dir: folder(env.UNROLLED_DIR) };
  const url = env.UNROLLED_SERVER_URL;
  return url ? serverTarget({ url }, env, 'UNROLLED_SERVER_') : { kind: 'folder', dir: null };
}

function serverTarget(value: unknown, env: Environment, what: string): RunTarget {
  if (!isPlainObject(value)) throw bad(`server: ${show(value)} — give an object such as { url, token }`);
  const { url, token = env.UNROLLED_TOKEN || null } = value;
  const parsed = typeof url === 'string' ? URL.parse(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw bad(`${what}${what.endsWith('.') ? 'url' : 'URL'}: ${show(url)} — give a URL such as http://localhost:6116`);
  }
  if (token !== null && (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token))) {
    throw bad('server.token: not a token — give the text the server was started with as UNROLLED_TOKEN');
  }
  return { kind: 'server', url: `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`, token };
}

function resumeOf(
  options: RunOptions,
  env: Environment,
  resolved: Omit<ResolvedRunOptions, 'resume'>,
): ResolvedRunOptions['resume'] {
  const id = options.resume ?? (env.UNROLLED_RESUME || undefined);
  if (id === undefined) return null;
  if (typeof id !== 'string' || !/^[\w-]{1,200}$/.test(id)) {
    throw bad(`resume: ${show(id)} — give the id of a run, as run.id and the dashboard's links say it`);
  }
  const given = PATCHABLE.filter((key) => options[key] !== undefined);
  return { id, patch: Object.fromEntries(given.map((key) => [key, resolved[key]])) };
}

function checkObject(options: unknown): void {
  if (!isPlainObject(options)) throw bad(`options: ${show(options)} — give an object such as { project, name }`);
}

/** A name as it is kept: any characters, at most {@link NAME_LENGTH}; the remarks say when it was cut. */
export function keptName(what: string, value: string, remarks: string[]): string {
  const characters = value.length > NAME_LENGTH ? [...value] : null;
  if (characters === null || characters.length <= NAME_LENGTH) return value;
  remarks.push(`${what}: ${characters.length} characters — the first ${NAME_LENGTH} are kept`);
  return characters.slice(0, NAME_LENGTH).join('');
}

function name(what: string, value: unknown, remarks: string[]): string {
  const given = text(what, value);
  if (given.trim() === '') throw bad(`${what}: ${show(value)} — give at least one visible character`);
  return keptName(what, given, remarks);
}

function text(what: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw bad(`${what}: ${show(value)} — give a string`);
}

function folder(value: unknown): string {
  const given = text('dir', value);
  if (given.includes('\0')) throw bad(`dir: ${JSON.stringify(given)} — give a path without a zero character`);
  return given;
}

function tags(value: unknown, remarks: string[]): readonly string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw bad(`tags: ${show(value)} — give a list of strings`);
  return [...new Set(value.map((tag, i) => name(`tags[${i}]`, tag, remarks)))];
}

function config(value: unknown): JsonObject {
  if (value === undefined) return {};
  if (!isPlainObject(value)) throw bad(`config: ${show(value)} — give an object such as { lr: 1e-3 }`);
  return toJson(value) as JsonObject;
}

function steps(what: string, meaning: string, value: unknown): number | null {
  if (value == null) return null;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw bad(`${what}: ${show(value)} — give ${meaning}, a whole number above 0`);
}

function flag(what: string, value: unknown, otherwise: boolean): boolean {
  if (value === undefined) return otherwise;
  if (typeof value === 'boolean') return value;
  throw bad(`${what}: ${show(value)} — give true or false`);
}

function budget(value: unknown): Budget {
  if (value === undefined) return DEFAULT_BUDGET;
  if (!isPlainObject(value)) throw bad(`budget: ${show(value)} — give an object such as { time: 0.03 }`);
  const time = value.time ?? DEFAULT_BUDGET.time;
  const epochBytes = value.epochBytes ?? DEFAULT_BUDGET.epochBytes;
  if (typeof time !== 'number' || !(time > 0 && time <= 1)) {
    throw bad(`budget.time: ${show(time)} — give a share of the training time above 0 and at most 1`);
  }
  if (typeof epochBytes !== 'number' || !(epochBytes >= 0)) {
    throw bad(`budget.epochBytes: ${show(epochBytes)} — give a number of bytes, 0 or more`);
  }
  return { time, epochBytes };
}

function stopOn(value: unknown): readonly RuleId[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw bad(`stopOn: ${show(value)} — give a list of verdicts such as ['NAN']`);
  for (const rule of value) {
    if (RULE_IDS.some((known) => known === rule)) continue;
    throw bad(`stopOn: ${show(rule)} is no verdict — known are ${RULE_IDS.join(', ')}`);
  }
  return [...new Set(value as RuleId[])];
}

function lint(value: unknown): boolean {
  if (value === undefined || typeof value === 'boolean') return value ?? true;
  throw bad(`lint: ${show(value)} — give false to have the model's settings not looked at`);
}

function bad(message: string): UnrolledError {
  return new UnrolledError('bad-option', message);
}

function show(value: unknown): string {
  const shown = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return shown.length > 80 ? `${shown.slice(0, 77)}…` : shown;
}
