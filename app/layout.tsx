import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { themeCss } from '../views/_kit/theme/tokens.ts';
import './styles.ts';
import { NextFrame } from './frame/next-frame.tsx';
import { THEME_SCRIPT } from './frame/theme-script.ts';

export const metadata: Metadata = {
  title: 'Unrolled',
  description: 'Watch recurrent networks learn',
  referrer: 'no-referrer',
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

/** The frame around every route: it stays mounted while views come and go. */
export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en" data-theme="light" suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own constant; before the first paint, so that no theme flashes */}
        <style dangerouslySetInnerHTML={{ __html: themeCss() }} />
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: our own constant; the server's CSP lists its hash */}
        <script dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }} />
      </head>
      <body>
        <NextFrame>{children}</NextFrame>
      </body>
    </html>
  );
}
