import { expect, test } from 'vitest';
import { UnrolledError } from '../../../lib/base/errors.ts';
import { chinese } from './error-messages.zh.ts';
import { errorText } from './error-text.ts';

test('an error says what it was given, thrown or sent', () => {
  expect(errorText(new UnrolledError('unwritable', 'limits.json: denied — let this user write it'))).toBe(
    'limits.json: denied — let this user write it',
  );
  expect(errorText({ code: 'corrupt', message: 'tensor 3: damaged' })).toBe('tensor 3: damaged');
  expect(errorText('text')).toBe('text');
});

test('in Chinese an error says what failed by its code and keeps the details', () => {
  expect(chinese.text('unreachable', "Unrolled's server: refused")).toBe(
    "无法连接服务器，请确认它仍在运行（原文：Unrolled's server: refused）",
  );
  expect(chinese.text('of-a-later-version', 'x')).toBe('出现错误（原文：x）');
  expect(chinese.text(null, 'x')).toBe('出现错误（原文：x）');
});
