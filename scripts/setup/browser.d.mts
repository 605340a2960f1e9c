/** What playwright-core's `chromium.launch` takes, and where the browser was found. */
export interface Browser {
  readonly executablePath: string;
  readonly args: string[];
  readonly env: Record<string, string>;
  readonly source: string;
}

/** An installed Chromium, else Playwright's own, else the one of @sparticuz/chromium, unpacked into the cache. */
export function findBrowser(): Promise<Browser>;
