// The rooms of the house and what each may see: docs/ARCHITECTURE.md. Everything not listed is refused.
const rooms = {
  'lib/base': [],
  'lib/protocol': ['lib/base'],
  'lib/analysis': ['lib/base', 'lib/protocol'],
  'lib/model': ['lib/base', 'lib/protocol', 'lib/analysis'],
  'lib/recorder': ['lib/base', 'lib/protocol', 'lib/analysis', 'lib/store'],
  'lib/store': ['lib/base', 'lib/protocol'],
  'lib/server': ['lib/base', 'lib/protocol', 'lib/analysis', 'lib/store'],
  'lib/cli': ['lib/base', 'lib/protocol', 'lib/analysis', 'lib/store', 'lib/server'],
  'lib/client': ['lib/base', 'lib/protocol', 'lib/analysis'],
  'lib/compute': ['lib/base', 'lib/protocol', 'lib/analysis', 'lib/model', 'lib/client'],
  callbacks: ['lib/base', 'lib/protocol', 'lib/analysis', 'lib/model', 'lib/recorder', 'lib/store'],
  views: ['lib/base', 'lib/protocol', 'lib/analysis', 'lib/client', 'lib/compute'],
  app: ['lib/base', 'lib/protocol', 'lib/analysis', 'lib/client', 'views'],
};
const everyRoom = '^(lib/[a-z]+|callbacks|views|app|examples|e2e|bench|scripts)/';
const tests = '\\.test\\.tsx?$|/testing/';

module.exports = {
  forbidden: [
    ...Object.entries(rooms).map(([room, seen]) => ({
      name: `${room} sees only ${seen.join(', ') || 'nothing'}`,
      severity: 'error',
      from: { path: `^${room}/`, pathNot: tests },
      to: { path: everyRoom, pathNot: [room, ...seen].map((name) => `^${name}/`).join('|') },
    })),
    {
      name: 'no React, Next or ECharts below the views',
      severity: 'error',
      from: { path: '^(lib|callbacks)/' },
      to: { path: 'node_modules/(react|react-dom|next|echarts)(/|$)' },
    },
    {
      name: 'views never import next',
      severity: 'error',
      from: { path: '^views/' },
      to: { path: 'node_modules/next(/|$)' },
    },
    {
      name: 'a page loads nothing of Node, the store or the thread',
      severity: 'error',
      from: { path: '^callbacks/(browser|platform/(browser|page)[a-z-]*)\\.ts$' },
      to: {
        path: '^(node:|fs$|os$|path$|crypto$|worker_threads$|lib/store/|callbacks/(environment|limits-file)\\.ts$)',
      },
    },
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'examples use the public API only',
      severity: 'error',
      from: { path: '^examples/' },
      to: { path: '^(lib|callbacks|views|app)/', pathNot: '^callbacks/node\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|dist|out|\\.next)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['unrolled-source', 'import', 'require', 'node', 'default', 'types'],
    },
  },
};
