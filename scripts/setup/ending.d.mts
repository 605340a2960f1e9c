/** Lets Ctrl-C and SIGTERM end a script through `process.exit`, so that exit handlers end what it started. */
export function exitOnSignals(): void;
