import { expect, test } from 'vitest';
import { zipOf } from './zip.ts';

test('files stand in an archive as they are: their bytes can be found in it', async () => {
  const data = new Blob(['a run file is packed already, a run file is packed already']);
  const archive = Buffer.from(await (await zipOf([{ name: 'a.unrolled', data }], new Date())).arrayBuffer());
  expect(archive.includes(Buffer.from(await data.arrayBuffer()))).toBe(true);
});
