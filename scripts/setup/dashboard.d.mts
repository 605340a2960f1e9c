/** Builds the dashboard into out/ when its sources changed since it was last built. */
export function ensureDashboard(repository: string): Promise<void>;
