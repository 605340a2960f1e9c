import type { Client } from './contract.ts';

/** Points asked for at once. */
const AT_ONCE = 200_000;

/** Every stored point of a series between two steps (inclusive), however many: none is left out. */
export interface ExactPoints {
  readonly steps: Float64Array;
  readonly values: Float64Array;
}

/**
 * Fetches all points of a series between two steps. What comes thinned is asked for again in halves. Rejects with the
 * server's UnrolledError.
 */
export async function exactPoints(
  client: Pick<Client, 'window'>,
  request: { readonly runId: string; readonly series: number; readonly fromStep: number; readonly toStep: number },
  atOnce = AT_ONCE,
): Promise<ExactPoints> {
  const { runId, series, fromStep, toStep } = request;
  const [found] = await client.window({ runId, series: [series], fromStep, toStep, points: atOnce });
  if (!found) return { steps: new Float64Array(0), values: new Float64Array(0) };
  if (found.of <= found.steps.length) return found;
  const middle = Math.floor((found.steps[0]! + found.steps.at(-1)!) / 2);
  const first = await exactPoints(client, { ...request, toStep: middle }, atOnce);
  const second = await exactPoints(client, { ...request, fromStep: middle + 1 }, atOnce);
  return { steps: joined(first.steps, second.steps), values: joined(first.values, second.values) };
}

function joined(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
