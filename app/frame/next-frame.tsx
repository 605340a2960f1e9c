'use client';
import { useRouter } from 'next/navigation';
import { type ReactNode, useMemo } from 'react';
import { createClient } from '../../lib/client/client.ts';
import { API_BASE } from '../../lib/protocol/api-answers.ts';
import { Frame } from './frame.tsx';
import type { PageHost } from './page-host.ts';

/** The frame of the dashboard: data from the server it came from, views as routes of Next. */
export function NextFrame({ children }: { readonly children: ReactNode }) {
  const router = useRouter();
  const host = useMemo(
    (): PageHost => ({
      makeClient: () => createClient({ origin: window.location.origin }),
      url: () => window,
      go: (link) => router.push(link),
      hrefOf: (link) => link,
      exportOf: (id, what) => `${API_BASE}/runs/${encodeURIComponent(id)}/${what}`,
    }),
    [router],
  );
  return <Frame host={host}>{children}</Frame>;
}
