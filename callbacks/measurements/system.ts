import { SERIES } from '../../lib/protocol/record.ts';
import type { Measurement } from './measurement.ts';

/** How often the process is looked at, at most, in ms. */
const PAUSE_MS = 2_000;

/** What the training process used up to now. */
export interface Usage {
  /** Time of all cores together, in ms; null where it can't be known. */
  readonly cpuMs: number | null;
  /** Resident memory in bytes; null where it can't be known. */
  readonly memoryBytes: number | null;
  readonly cores: number;
}

/** Cores busy with training and memory it holds, over time. Looks at the clock at every step, and at nothing else. */
export const system = (usage: () => Usage = processUsage, now: () => number = () => performance.now()): Measurement => {
  let last = { ms: Number.NEGATIVE_INFINITY, cpuMs: null as number | null };
  return {
    name: 'system metrics',
    pace: 'every',
    step(_frame, findings) {
      const ms = now();
      if (ms - last.ms < PAUSE_MS) return;
      const { cpuMs, memoryBytes, cores } = usage();
      if (memoryBytes !== null) findings.scalar(SERIES.systemMemory, {}, memoryBytes);
      if (cpuMs !== null && last.cpuMs !== null) {
        findings.scalar(SERIES.systemCpu, {}, (cpuMs - last.cpuMs) / (ms - last.ms) / cores);
      }
      last = { ms, cpuMs };
    },
  };
};

/** The parts of Node and of Chromium that tell; both may be absent. */
interface Host {
  readonly process?: {
    cpuUsage?(): { readonly user: number; readonly system: number };
    memoryUsage?: { rss?(): number };
  };
  readonly performance: { readonly memory?: { readonly usedJSHeapSize: number } };
  readonly navigator?: { readonly hardwareConcurrency?: number };
}

/** Of this process, or, in a page, of its heap where the browser tells. */
function processUsage(): Usage {
  const { process: node, performance: clock, navigator } = globalThis as unknown as Host;
  const used = node?.cpuUsage?.();
  return {
    cpuMs: used ? (used.user + used.system) / 1_000 : null,
    memoryBytes: node?.memoryUsage?.rss?.() ?? clock.memory?.usedJSHeapSize ?? null,
    cores: Math.max(1, navigator?.hardwareConcurrency ?? 1),
  };
}
