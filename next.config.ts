import type { NextConfig } from 'next';

/** While developing, the API and the socket live in our own server; the built dashboard is served by it. */
const developmentServer = process.env.UNROLLED_DEV_SERVER ?? 'http://localhost:6116';
const isDevelopment = process.env.NODE_ENV === 'development';

const config: NextConfig = {
  trailingSlash: true,
  reactStrictMode: true,
  devIndicators: false,
  images: { unoptimized: true },
  // Types are checked once, by `npm run check`, over the whole house.
  // Its own file: Next rewrites what it is given.
  typescript: { ignoreBuildErrors: true, tsconfigPath: 'app/tsconfig.json' },
  ...(isDevelopment
    ? {
        skipTrailingSlashRedirect: true,
        rewrites: async () => [
          { source: '/api/:path*', destination: `${developmentServer}/api/:path*` },
          { source: '/socket.io/', destination: `${developmentServer}/socket.io/` },
        ],
      }
    : { output: 'export' }),
};

export default config;
