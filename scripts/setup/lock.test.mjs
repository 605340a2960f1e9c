import { expect, test } from 'vitest';
import { completeLock } from './lock.mjs';

const asking = {
  version: '2.6.8',
  dev: true,
  optionalDependencies: { '@x/cli-darwin-arm64': '2.6.8', '@x/cli-linux-x64-musl': '2.6.8' },
};

test('optional packages of other platforms are added with the system and processor of their names', () => {
  const { packages, added } = completeLock({ 'node_modules/@x/x': asking });
  expect(added).toEqual(['@x/cli-darwin-arm64', '@x/cli-linux-x64-musl']);
  expect(packages['node_modules/@x/cli-darwin-arm64']).toEqual({
    version: '2.6.8',
    cpu: ['arm64'],
    dev: true,
    optional: true,
    os: ['darwin'],
  });
  expect(packages['node_modules/@x/cli-linux-x64-musl']).toMatchObject({ libc: ['musl'], os: ['linux'] });
});

test('a complete lock stays as it is', () => {
  const { packages } = completeLock({ 'node_modules/@x/x': asking });
  expect(completeLock(packages)).toEqual({ packages, added: [] });
});
