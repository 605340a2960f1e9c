/** Whether the data folder holds any run; a database that cannot be read counts as one. */
export function hasRuns(dir: string): boolean;
