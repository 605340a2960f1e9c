export function ensureWasm(repository: string): void;
