import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { cached, cacheRoot, withLock } from './cache.mjs';
import { answers, lastLine, run } from './command.mjs';
import { folderBytes, megabytes, startProgress } from './progress.mjs';
import { stallOf, unpackWheel } from './python.mjs';

const WHEEL = { name: 'tensorflow-cpu', version: '2.15.1', totalBytes: 207e6 };
const BINDING = join('lib', 'napi-v8', 'tfjs_binding.node');
const FIRST_BYTE_SECONDS = 20;
const RETRY_AFTER_MS = 24 * 3600e3;

/**
 * Gives tfjs-node its native library: by the package's own installer, else out of the TensorFlow wheel, compiled here.
 * It is kept in the cache and linked into node_modules, so `npm ci` does not undo it. Where neither works, says so:
 * trainings then run on WASM. With CI set that is an error.
 * @param {string} repository
 * @param {{ insist?: boolean }} options insist: native or an error
 * @returns {Promise<'native' | 'wasm'>}
 */
export async function ensureNative(repository, { insist = Boolean(process.env.CI) } = {}) {
  const home = join(repository, 'node_modules', '@tensorflow', 'tfjs-node');
  if (existsSync(join(home, BINDING))) return 'native';
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const name = `tfjs-node-${version}-${process.platform}-${process.arch}`;
  const failure = join(cacheRoot(), `${name}.failed`);
  const earlier = recentFailure(failure);
  if (earlier && !insist) return onWasm(`${earlier} (tried before; \`npm run setup\` tries again)`);
  try {
    const built = await cached(name, (scratch) => build(repository, home, scratch));
    await withLock(`${name}-link`, cacheRoot(), async () => link(built, home));
    rmSync(failure, { force: true });
    return 'native';
  } catch (error) {
    if (insist) throw new Error(`native backend: ${error.message} — CI insists on it; unset CI to go on with WASM`);
    writeFileSync(failure, error.message);
    return onWasm(error.message);
  }
}

/** Forgets that the native library could not be had, so the next set-up tries again. */
export function forgetNativeFailure(repository) {
  const manifest = join(repository, 'node_modules', '@tensorflow', 'tfjs-node', 'package.json');
  if (!existsSync(manifest)) return;
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  rmSync(join(cacheRoot(), `tfjs-node-${version}-${process.platform}-${process.arch}.failed`), { force: true });
}

function onWasm(reason) {
  console.log(`  native TensorFlow is not available: ${reason}`);
  console.log(
    '  trainings run on the WASM backend instead (@tensorflow/tfjs-backend-wasm), about as fast for small networks',
  );
  return 'wasm';
}

function recentFailure(path) {
  if (!existsSync(path)) return undefined;
  return Date.now() - lstatSync(path).mtimeMs < RETRY_AFTER_MS ? readFileSync(path, 'utf8') : undefined;
}

async function build(repository, home, scratch) {
  console.log('Native TensorFlow for tfjs-node (once; kept in the cache)');
  const ways = [installOfficially, buildFromWheel];
  const reasons = [];
  for (const way of ways) {
    const folder = join(scratch, way.name);
    mkdirSync(folder);
    const reason = (await way(repository, home, folder)) ?? (await trial(repository, folder));
    if (!reason) {
      for (const part of ['deps', 'lib']) renameSync(join(folder, part), join(scratch, part));
      for (const each of ways) rmSync(join(scratch, each.name), { recursive: true, force: true });
      return;
    }
    reasons.push(reason);
  }
  throw new Error(reasons.join('; '));
}

/** The package's own installer, run in a copy so that nothing half done is left in node_modules. */
async function installOfficially(repository, home, folder) {
  cpSync(home, folder, {
    recursive: true,
    filter: (path) => !/[\\/](deps|lib|dist|src|node_modules)$/.test(path.slice(home.length)),
  });
  const modules = join(repository, 'node_modules');
  const env = {
    ...process.env,
    NODE_PATH: modules,
    PATH: `${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}`,
  };
  const before = folderBytes(folder);
  const stall = stallOf(folder);
  const stalled = (seconds) => {
    if (seconds > FIRST_BYTE_SECONDS && folderBytes(folder) === before)
      return `nothing came for ${FIRST_BYTE_SECONDS} s`;
    return stall(seconds);
  };
  const title = "tfjs-node's own installer";
  const progress = startProgress(title, () => megabytes(folderBytes(folder) - before));
  const { ok, output } = await run(process.execPath, [join('scripts', 'install.js')], { cwd: folder, env, stalled });
  if (ok && existsSync(join(folder, BINDING))) {
    progress.done();
    return undefined;
  }
  const reason = ok ? 'it ended without a library' : errorLine(output);
  progress.fail(reason);
  return `${title}: ${reason}`;
}

/** libtensorflow out of the Python wheel; tfjs-node's binding compiled against it. Linux on x64 only. */
async function buildFromWheel(repository, home, folder) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return `no wheel for ${process.platform}-${process.arch}`;
  if (!answers('g++', ['--version'])) return 'the wheel needs a C++ compiler: g++ is not installed';
  const wheel = await cached(`libtensorflow-${WHEEL.version}-linux-x64`, fetchLibrary).catch((error) => error);
  if (wheel instanceof Error) return wheel.message;
  const progress = startProgress("compiling tfjs-node's binding");
  const library = join(folder, 'deps', 'lib');
  cpSync(join(wheel, 'tensorflow'), library, { recursive: true, filter: (path) => !path.endsWith('include') });
  for (const alias of ['libtensorflow.so.2', 'libtensorflow.so'])
    symlinkSync('libtensorflow_cc.so.2', join(library, alias));
  symlinkSync('libtensorflow_framework.so.2', join(library, 'libtensorflow_framework.so'));
  mkdirSync(join(folder, 'lib', 'napi-v8'), { recursive: true });
  const { ok, output } = await run('g++', compilation(repository, home, folder, join(wheel, 'tensorflow', 'include')));
  if (!ok) {
    progress.fail(lastLine(output));
    return `compiling the binding: ${errorLine(output)}`;
  }
  // The copy above is what is used from now on.
  rmSync(wheel, { recursive: true, force: true });
  progress.done();
  return undefined;
}

async function fetchLibrary(scratch) {
  const unpacked = await unpackWheel(scratch, {
    requirement: `${WHEEL.name}==${WHEEL.version}`,
    // The flags make pip take the wheel whatever Python it runs on.
    flags: ['--python-version', '3.11', '--platform', 'manylinux2014_x86_64', '--platform', 'manylinux_2_17_x86_64'],
    members: [
      'tensorflow/libtensorflow_cc.so.2',
      'tensorflow/libtensorflow_framework.so.2',
      'tensorflow/include/tensorflow/c/',
      'tensorflow/include/tensorflow/core/platform/',
      'tensorflow/include/tensorflow/tsl/',
      'tensorflow/include/tsl/',
    ],
    title: `fetching libtensorflow (${WHEEL.name} ${WHEEL.version} wheel)`,
    totalBytes: WHEEL.totalBytes,
  });
  if (!unpacked.ok) throw new Error(`wheel ${WHEEL.name} ${WHEEL.version}: ${unpacked.reason}`);
}

function compilation(repository, home, folder, include) {
  const library = join(folder, 'deps', 'lib');
  return [
    '-std=c++17',
    '-O2',
    '-shared',
    '-fPIC',
    '-w',
    '-DNAPI_VERSION=8',
    `-I${join(repository, 'node_modules', 'node-api-headers', 'include')}`,
    `-I${include}`,
    `-I${home}`,
    join(home, 'binding', 'tfjs_backend.cc'),
    join(home, 'binding', 'tfjs_binding.cc'),
    `-L${library}`,
    '-ltensorflow',
    '-ltensorflow_framework',
    '-Wl,-rpath,$ORIGIN/../../deps/lib',
    '-o',
    join(folder, BINDING),
  ];
}

/** Loads a fresh binding in a process of its own: a library that crashes must not take the set-up along. */
async function trial(repository, folder) {
  const script = `const binding = require(process.argv[1]); process.exit(binding.TF_Version ? 0 : 3)`;
  const { ok, output } = await run(process.execPath, ['-e', script, join(folder, BINDING)], { cwd: repository });
  return ok ? undefined : `the library does not load: ${errorLine(output)}`;
}

function link(built, home) {
  if (existsSync(join(home, BINDING))) return;
  for (const part of ['deps', 'lib']) {
    const place = join(home, part);
    rmSync(place, { recursive: true, force: true });
    symlinkSync(join(built, part), place, process.platform === 'win32' ? 'junction' : 'dir');
  }
}

function errorLine(output) {
  const line = output.split('\n').find((each) => /error: /i.test(each) && !/warning/i.test(each));
  return line ? line.trim().slice(0, 300) : lastLine(output);
}
