/**
 * Lets Ctrl-C and SIGTERM end a set-up through `process.exit`, so that exit handlers end what it started.
 * @returns {() => void} gives the signals back
 */
export function exitOnSignals() {
  const onInterrupt = () => process.exit(130);
  const onTerminate = () => process.exit(143);
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onTerminate);
  return () => {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onTerminate);
  };
}
