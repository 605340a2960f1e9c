const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];

/**
 * The `packages` of a lock with an entry for every optional package that is asked for in an exact version but missing.
 * An entry tells the system and processor its name ends in, so npm leaves it out everywhere else.
 * @param {Record<string, any>} packages
 * @returns {{ packages: Record<string, any>, added: string[] }}
 */
export function completeLock(packages) {
  const missing = Object.entries(packages).flatMap(([path, asking]) =>
    Object.entries(asking.optionalDependencies ?? {})
      .filter(([name, version]) => isExact(version) && !isHeld(packages, path, name))
      .map(([name, version]) => [`node_modules/${name}`, entryOf(name, version, asking)]),
  );
  const all = { ...packages, ...Object.fromEntries(missing) };
  const paths = Object.keys(all).sort((a, b) => a.localeCompare(b, 'en'));
  return {
    packages: Object.fromEntries(paths.map((path) => [path, all[path]])),
    added: missing.map(([path]) => path.replace('node_modules/', '')),
  };
}

function isHeld(packages, path, name) {
  return `${path}/node_modules/${name}` in packages || `node_modules/${name}` in packages;
}

function isExact(version) {
  return /^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version);
}

function entryOf(name, version, asking) {
  const words = name.split(/[-/]/);
  const system = SYSTEMS.find((each) => words.includes(each));
  const processor = PROCESSORS.find((each) => words.includes(each));
  if (!system || !processor) throw new Error(`lock: ${name} tells no platform — add it to package-lock.json by hand`);
  const library = system === 'linux' ? { libc: [words.includes('musl') ? 'musl' : 'glibc'] } : {};
  const development = asking.dev ? { dev: true } : {};
  return { version, cpu: [processor], ...development, ...library, optional: true, os: [system] };
}
