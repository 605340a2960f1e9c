import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { themeCss } from '../views/_kit/theme/tokens.ts';
import './fonts.css';
import './base.css';
import '../views/_kit/kit.css';
import './frame/frame.css';
import './frame/dock/dock.css';
import '../views/runs/runs.css';
import '../views/overview/overview.css';
import '../views/states/states.css';
import '../views/gradients/gradients.css';
import '../views/attention/attention.css';
import '../views/saliency/saliency.css';
import { Frame } from './frame/frame.tsx';
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
        <Frame>{children}</Frame>
      </body>
    </html>
  );
}
