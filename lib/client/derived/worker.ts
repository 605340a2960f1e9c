// What runs in a web worker of the page: heavy analysis, off the thread that draws.
import { type ServedPort, serveJobs } from './serve-jobs.ts';

serveJobs(globalThis as unknown as ServedPort);
