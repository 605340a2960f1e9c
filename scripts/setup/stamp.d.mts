/** One hash over the contents and names of files and folders; test files do not count. */
export function stampOf(root: string, paths: readonly string[]): string;
