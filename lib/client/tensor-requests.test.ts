import { expect, test } from 'vitest';
import type { StoredTensor } from '../protocol/delta.ts';
import { encodeTensors } from '../protocol/tensors-codec.ts';
import { TensorRequests } from './tensor-requests.ts';

function tensor(id: number, bytes = 4): StoredTensor {
  const place = { name: 'h', layer: null, attributes: {}, axes: ['unit'], step: 0, epoch: 0, wallMs: 0 };
  return { ...place, id, dtype: 'uint8', shape: [bytes], bytes };
}

/** Requests to a server that has the tensors `has` says, and of several answers the first `most`. */
function requests(has: (id: number) => boolean, most = 1_000) {
  const asked: string[] = [];
  const answer = async (input: RequestInfo | URL) => {
    const url = new URL(String(input));
    asked.push(`${url.pathname}${url.search}`);
    const ids = url.searchParams.get('ids')?.split(',').map(Number) ?? [Number(url.pathname.split('/').at(-1))];
    if (!ids.every(has)) {
      return Response.json({ error: { code: 'unknown-tensor', message: 'not here' } }, { status: 404 });
    }
    const data = ids.slice(0, most).map((id) => ({ id, data: Uint8Array.of(id) }));
    const body = url.searchParams.has('ids') ? encodeTensors(data) : data[0]!.data;
    return new Response(body as Uint8Array<ArrayBuffer>);
  };
  return { asked, get: new TensorRequests(answer as typeof fetch, 'http://x') };
}

test('small tensors asked for together travel together, large ones alone', async () => {
  const { asked, get } = requests(() => true);
  const wanted = [tensor(1), tensor(2), tensor(3, 2 ** 20), tensor(4)];
  const bytes = await Promise.all(wanted.map((each) => get.bytes(each, 's')));
  expect(bytes.map(([first]) => first)).toEqual([1, 2, 3, 4]);
  expect(asked.sort()).toEqual(['/api/v1/tensors/3?store=s', '/api/v1/tensors?ids=1,2,4&store=s']);
});

test('many are split, by number and by bytes', async () => {
  const { asked, get } = requests(() => true);
  await Promise.all(Array.from({ length: 200 }, (_, i) => get.bytes(tensor(i + 1), 's')));
  expect(asked.map((url) => url.split(',').length)).toEqual([128, 72]);
  asked.length = 0;
  await Promise.all(Array.from({ length: 20 }, (_, i) => get.bytes(tensor(i + 1, 200 * 1024), 's')));
  expect(asked).toHaveLength(2);
});

test('one that is not there fails alone; what an answer left out is asked for again', async () => {
  const broken = requests((id) => id !== 2);
  const settled = await Promise.allSettled([1, 2, 3].map((id) => broken.get.bytes(tensor(id), 's')));
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  const short = requests(() => true, 1);
  const bytes = await Promise.all([1, 2, 3].map((id) => short.get.bytes(tensor(id), 's')));
  expect(bytes.map(([first]) => first)).toEqual([1, 2, 3]);
  expect(short.asked).toHaveLength(3);
});

test('tensors of two files are never asked for together', async () => {
  const { asked, get } = requests(() => true);
  await Promise.all([get.bytes(tensor(1), 'a'), get.bytes(tensor(2), 'a'), get.bytes(tensor(1), 'b')]);
  expect(asked).toEqual(['/api/v1/tensors?ids=1,2&store=a', '/api/v1/tensors/1?store=b']);
});

test('sequences of tensors travel with the same sequence of others', async () => {
  const { asked, get } = requests(() => true);
  const parts = [1, 2, 3, 4].map((id) => ({ ...tensor(id), sequence: id % 2 }));
  await Promise.all([...parts, tensor(5)].map((each) => get.bytes(each, 's')));
  expect(asked).toEqual([
    '/api/v1/tensors?ids=1,3&store=s&sequence=1',
    '/api/v1/tensors?ids=2,4&store=s&sequence=0',
    '/api/v1/tensors/5?store=s',
  ]);
});
