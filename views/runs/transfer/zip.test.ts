import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32, zipOf } from './zip.ts';

test('the check value of CRC-32 comes out, and for any bytes in any pieces what zlib says', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf4_3926);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, at) => {
      expect(crc32(bytes.subarray(at), crc32(bytes.subarray(0, at)))).toBe(zlibCrc32(bytes));
    }),
  );
});

test('an archive of one empty file has the bytes that APPNOTE.TXT asks for, counted by hand', async () => {
  const archive = await zipOf([{ name: 'a', data: new Blob([]) }], new Date(2026, 10, 27, 17, 30, 4));
  const hex = Buffer.from(await archive.arrayBuffer()).toString('hex');
  const common = `140000080000c28b7b5d${'00000000'.repeat(3)}01000000`;
  const local = `504b0304${common}61`;
  const central = `504b01021400${common}${'0000'.repeat(3)}${'00000000'.repeat(2)}61`;
  expect(hex).toBe(`${local}${central}504b050600000000010001002f0000001f0000000000`);
});

test('what the format can not count is refused, with what to do', async () => {
  const huge = { size: 5e9 } as Blob;
  await expect(zipOf([{ name: 'a', data: huge }], new Date())).rejects.toMatchObject({ code: 'too-large' });
});
