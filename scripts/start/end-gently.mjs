/**
 * Ends a process: SIGINT, then SIGTERM after the first patience, then SIGKILL after the second (in ms).
 * Resolves when it has ended; at once when it never ran or is gone already.
 * @param {import('node:child_process').ChildProcess | undefined} child
 * @param {[number, number]} patience
 */
export async function endGently(child, patience) {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  const timers = [
    setTimeout(() => child.kill('SIGTERM'), patience[0]),
    setTimeout(() => child.kill('SIGKILL'), patience[0] + patience[1]),
  ];
  await gone;
  timers.forEach(clearTimeout);
}
