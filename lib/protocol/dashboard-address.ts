/** Name of the file, in the data folder, in which a server says where its dashboard is. */
export const ADDRESS_FILE = 'dashboard.json';

/** Where a dashboard is, and which process serves it. */
export interface DashboardAddress {
  /** `http://localhost:6116` */
  readonly url: string;
  readonly host: string;
  readonly pid: number;
}

/** Reads the text of an {@link ADDRESS_FILE}; null where it is none, or its address no web address. */
export function addressFrom(text: string): DashboardAddress | null {
  try {
    const { url, host, pid } = JSON.parse(text) as Partial<DashboardAddress>;
    if (typeof url !== 'string' || typeof host !== 'string' || !Number.isSafeInteger(pid)) return null;
    const { protocol, origin } = new URL(url);
    return /^https?:$/.test(protocol) ? { url: origin, host, pid: pid as number } : null;
  } catch {
    return null;
  }
}
