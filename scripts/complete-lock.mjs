// node scripts/complete-lock.mjs: run it after `npm install` changed package-lock.json.
// A registry that serves only some platforms makes npm leave the other platforms' optional packages out of the lock,
// and `npm ci` then refuses the lock. Their versions are known from the package that asks for them, and what they run
// on from their names: this adds them.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { completeLock } from './setup/lock.mjs';

const path = fileURLToPath(new URL('../package-lock.json', import.meta.url));
const lock = JSON.parse(readFileSync(path, 'utf8'));
const { packages, added } = completeLock(lock.packages);
if (added.length > 0) writeFileSync(path, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
console.log(added.length > 0 ? `added to the lock: ${added.join(', ')}` : 'the lock is complete');
