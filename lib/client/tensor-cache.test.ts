import { expect, test } from 'vitest';
import type { StoredTensor } from '../protocol/delta.ts';
import { partOf } from '../protocol/tensor-part.ts';
import { encodeTensors } from '../protocol/tensors-codec.ts';
import { ByteTensorCache, neighboursOf } from './tensor-cache.ts';

/** Tensor `id` of four float32: 16 bytes. */
function tensor(id: number, layer = 'lstm_1'): StoredTensor {
  return {
    id,
    name: 'state_h',
    layer,
    dtype: 'float32',
    shape: [4],
    axes: ['unit'],
    attributes: {},
    step: id,
    epoch: id,
    wallMs: 0,
    bytes: 16,
  };
}

/** Its bytes as the server holds them: the id, four times. */
function bytesOf(id: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Float32Array.of(id, id, id, id).buffer);
}

/** A cache over a server that answers with the id, four times; `asked` lists the URLs. */
function cacheOf(known: readonly StoredTensor[], maxBytes = 1_000) {
  const asked: string[] = [];
  const state = { store: 'a', isDown: false };
  const cache = new ByteTensorCache({
    origin: 'http://localhost',
    fetch: async (input) => {
      asked.push(String(input));
      if (state.isDown) throw new TypeError('fetch failed');
      const ids = /ids=([\d,]+)/.exec(String(input))?.[1]?.split(',').map(Number);
      if (ids)
        return new Response(encodeTensors(ids.map((id) => ({ id, data: bytesOf(id) }))) as Uint8Array<ArrayBuffer>);
      const id = Number(/tensors\/(\d+)/.exec(String(input))?.[1]);
      return id > 90
        ? Response.json(
            { error: { code: 'unknown-tensor', message: `tensor ${id}: not here — reload` } },
            { status: 404 },
          )
        : new Response(bytesOf(id));
    },
    store: () => state.store,
    maxBytes,
    neighbours: (each) => neighboursOf(each, known),
  });
  return { cache, asked, state };
}

test('a tensor is fetched once however many ask, and peeked at from then on', async () => {
  const { cache, asked } = cacheOf([]);
  expect(cache.peek(5)).toBeUndefined();
  let told = 0;
  cache.subscribe(() => told++);
  const [first, second] = await Promise.all([cache.load(tensor(5)), cache.load(tensor(5))]);
  expect(first).toBe(second);
  expect(cache.peek(5)?.values).toEqual(Float32Array.of(5, 5, 5, 5));
  expect(asked).toEqual(['http://localhost/api/v1/tensors/5?store=a']);
  expect(told).toBe(1);
});

test('the same measurement of the epochs beside is fetched next, and no further', async () => {
  const known = [tensor(1), tensor(2, 'other'), tensor(3), tensor(4), tensor(6), tensor(7)];
  const { cache, asked } = cacheOf(known);
  await cache.load(known[3]!);
  await expect.poll(() => [cache.peek(3) !== undefined, cache.peek(6) !== undefined]).toEqual([true, true]);
  // the one looked at alone, those beside it together
  expect(asked.slice(1)).toEqual(['http://localhost/api/v1/tensors?ids=3,6&store=a']);
  expect(cache.peek(2)).toBeUndefined();
});

test('a sequence is fetched alone, its neighbours are the same sequence of the epochs beside', async () => {
  const states = (id: number) => ({ ...tensor(id), shape: [2, 4], axes: ['sequence', 'unit'], bytes: 32 });
  const known = [states(1), states(2), states(3)];
  const { cache, asked } = cacheOf(known);
  const part = partOf(known[1]!, 1)!;
  expect((await cache.load(part)).info).toMatchObject({ shape: [1, 4], bytes: 16, sequence: 1 });
  expect([cache.peek(2), cache.peek(2, 0)]).toEqual([undefined, undefined]);
  expect(cache.peek(2, 1)?.values).toEqual(Float32Array.of(2, 2, 2, 2));
  await expect.poll(() => cache.peek(3, 1)).toBeDefined();
  const base = 'http://localhost/api/v1/tensors';
  expect(asked).toEqual([`${base}/2?store=a&sequence=1`, `${base}?ids=1,3&store=a&sequence=1`]);
});

test('a sequence of a tensor that is here is not fetched', async () => {
  const { cache, asked } = cacheOf([]);
  const whole = { ...tensor(5), shape: [2, 2], axes: ['sequence', 'unit'] };
  await cache.load(whole);
  const part = await cache.load(partOf(whole, 1)!);
  expect([part.info.shape, [...part.values]]).toEqual([
    [1, 2],
    [5, 5],
  ]);
  expect([cache.peek(5, 1), cache.peek(5, 2), asked.length]).toEqual([part, undefined, 1]);
  expect(cache.bytes).toBe(24);
});

test('beyond its bytes the least recently used goes first', async () => {
  const { cache } = cacheOf([], 48);
  for (const id of [1, 2, 3]) await cache.load(tensor(id));
  cache.peek(1);
  await cache.load(tensor(4));
  expect([1, 2, 3, 4].map((id) => cache.peek(id) !== undefined)).toEqual([true, false, true, true]);
  expect(cache.bytes).toBe(48);
});

test('what the server refuses comes as its error, an unreachable server says so, and both can be tried again', async () => {
  const { cache, state } = cacheOf([]);
  await expect(cache.load(tensor(99))).rejects.toMatchObject({ code: 'unknown-tensor' });
  state.isDown = true;
  await expect(cache.load(tensor(8))).rejects.toMatchObject({ code: 'unreachable' });
  state.isDown = false;
  expect((await cache.load(tensor(8))).values[0]).toBe(8);
});

test('tensors of another file under the same id are other tensors', async () => {
  const { cache, asked, state } = cacheOf([]);
  await cache.load(tensor(5));
  state.store = 'b';
  expect(cache.peek(5)).toBeUndefined();
  await cache.load(tensor(5));
  expect(asked[1]).toBe('http://localhost/api/v1/tensors/5?store=b');
});

test('the version is another one when a tensor came, went, or means another one, and only then', async () => {
  const { cache, state } = cacheOf([], 48);
  const versions: number[] = [cache.version];
  for (const id of [1, 2, 3, 4]) {
    await cache.load(tensor(id));
    versions.push(cache.version);
  }
  expect(new Set(versions).size).toBe(5);
  cache.peek(4);
  cache.peek(99);
  expect(cache.version).toBe(versions.at(-1));
  state.store = 'b';
  expect(versions).not.toContain(cache.version);
});
