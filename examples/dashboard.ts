/** A dashboard that serves the folder a run goes to. */
export interface Dashboard {
  readonly url: string;
}

const DEFAULT_PORT = 6116;
const PATIENCE_MS = 2000;

type Environment = { readonly [name: string]: string | undefined };

/** The dashboard that runs on this machine (PORT, else 6116) and shows the data folder `dir`; null where there is none. */
export async function findDashboard(dir: string, env: Environment = process.env): Promise<Dashboard | null> {
  const url = `http://localhost:${env.PORT || DEFAULT_PORT}`;
  try {
    const answer = await fetch(`${url}/api/v1/health`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const health = (await answer.json()) as { readonly dir?: unknown };
    return health.dir === dir ? { url } : null;
  } catch {
    // nothing listens there, or something else does
    return null;
  }
}

/** What to look at, and how to get there. */
export interface Place {
  readonly dir: string;
  /** The folder `npm start` serves unless told otherwise. */
  readonly usualDir: string;
  readonly run: string;
  readonly view: string;
}

/** One line that says where to look at a run: a link where a dashboard shows its folder, else the command that starts one. */
export function whereToLook(dashboard: Dashboard | null, { dir, usualDir, run, view }: Place): string {
  const path = `/${view}/?runs=${encodeURIComponent(run)}`;
  if (dashboard) return `Look: ${dashboard.url}${path}`;
  const folder = dir === usualDir ? '' : `UNROLLED_DIR=${quoted(dir)} `;
  return `Look: ${folder}npm start, then open http://localhost:${DEFAULT_PORT}${path}`;
}

/** A path as a shell takes it. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
