import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from './cache.mjs';
import { unpackSource } from './python.mjs';

const PACKAGE = { name: 'vaderSentiment', version: '3.3.2' };
const FILES = {
  films: 'movieReviewSnippets_GroundTruth.txt',
  products: 'amazonReviewSnippets_GroundTruth.txt',
};

/** Where the rated sentences come from and on what terms; shown whenever they are fetched or trained on. */
export const SENTENCES_SOURCE =
  'sentences of film and product reviews with mean ratings of twenty people (Hutto & Gilbert, ICWSM 2014; ' +
  'the sentences are their authors’, so they are fetched and never passed on), ' +
  `from the PyPI package ${PACKAGE.name} ${PACKAGE.version} (MIT)`;

/**
 * The rated sentences as files in the cache, fetched once.
 * @returns {Promise<{ films: string, products: string } | { reason: string }>} paths, or why they cannot be had
 */
export async function ensureSentences() {
  try {
    const folder = await cached(`rated-sentences-${PACKAGE.version}`, fetchSentences);
    return { films: join(folder, FILES.films), products: join(folder, FILES.products) };
  } catch (error) {
    return { reason: error.message };
  }
}

async function fetchSentences(scratch) {
  console.log(`Rated sentences: ${SENTENCES_SOURCE}`);
  const unpacked = await unpackSource(scratch, {
    ...PACKAGE,
    archive: 'hutto_ICWSM_2014.tar.gz',
    members: [...Object.values(FILES), 'LICENSE.txt', '_README_.txt'],
    title: 'fetching the rated sentences',
  });
  if (!unpacked.ok) throw new Error(`${PACKAGE.name} ${PACKAGE.version}: ${unpacked.reason}`);
  writeFileSync(join(scratch, 'SOURCE.txt'), `${SENTENCES_SOURCE}\n`);
}
