import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isZip, runFilesIn } from './unzip.ts';
import { zipOf } from './zip.ts';

/** `zipfile.ZipFile(…, 'w', ZIP_DEFLATED)` of one file, a.unrolled. */
const PACKED =
  'UEsDBBQAAAAIAABge102Pei7DwAAABkAAAAKAAAAYS51bnJvbGxlZEtMT8zMU0jMS1FIRGUBAFBLAQIUAxQAAAAIAABge102Pei7DwAAABkAAAAKAAAAAAAAAAAAAACAAQAAAABhLnVucm9sbGVkUEsFBgAAAAABAAEAOAAAADcAAAAAAA==';

const named = (data: Blob, name = 'runs.zip') => new File([data], name);
const textsOf = (files: readonly File[]) => Promise.all(files.map(async (file) => [file.name, await file.text()]));

test('what was put into an archive comes out of it, byte for byte', async () => {
  const contents = fc.array(fc.uint8Array({ maxLength: 200 }), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(contents, async (all) => {
      const files = all.map((bytes, index) => ({
        name: `运行-${index}.unrolled`,
        data: new Blob([new Uint8Array(bytes)]),
      }));
      const archive = await zipOf(files, new Date());
      expect(await isZip(archive)).toBe(true);
      const found = await runFilesIn(named(archive));
      expect(found.map(({ name }) => name)).toEqual(files.map(({ name }) => name));
      for (const [index, file] of found.entries())
        expect(new Uint8Array(await file.arrayBuffer())).toEqual(new Uint8Array(all[index]!));
    }),
    { numRuns: 30 },
  );
});

test('folders are left out, and so is what is no run file', async () => {
  const files = ['a/b.unrolled', 'NOT-EXPORTED.txt', 'c.unrolled'].map((name) => ({ name, data: new Blob([name]) }));
  expect(await textsOf(await runFilesIn(named(await zipOf(files, new Date()))))).toEqual([
    ['b.unrolled', 'a/b.unrolled'],
    ['c.unrolled', 'c.unrolled'],
  ]);
});

test('what another program has packed is unpacked', async () => {
  const text = 'again and again and again';
  // written by Python's zipfile, deflated
  const packed = Buffer.from(PACKED, 'base64');
  expect(await textsOf(await runFilesIn(named(new Blob([packed]))))).toEqual([['a.unrolled', text]]);
});

test('an archive that is cut anywhere is told as cut off, one without run files as such', async () => {
  const archive = await zipOf([{ name: 'a.unrolled', data: new Blob(['0123456789']) }], new Date());
  for (let bytes = 22; bytes < archive.size; bytes++)
    await expect(runFilesIn(named(archive.slice(0, bytes)))).rejects.toMatchObject({ code: 'truncated' });
  const other = await zipOf([{ name: 'a.txt', data: new Blob(['text']) }], new Date());
  await expect(runFilesIn(named(other))).rejects.toMatchObject({ code: 'foreign-file' });
  expect(await isZip(new Blob(['SQLite format 3']))).toBe(false);
});
