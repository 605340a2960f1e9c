import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitForDrawnStep, waitForEpoch, waitForStatus } from './stage/looks.ts';
import { openStage, type Stage } from './stage/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

test('a server killed and started again in mid training: the page comes back with everything, training never notices', async () => {
  const training = stage.train({ name: 'unshaken', epochs: 14 });
  await training.says(/training starts/);
  const page = await stage.page('/overview/');
  const before = await waitForDrawnStep(page, 5);
  await stage.killServer();
  await page
    .getByRole('status')
    .getByText(/reconnecting/)
    .waitFor();
  await stage.startServer();
  const after = await waitForDrawnStep(page, before + 10);
  expect(after).toBeGreaterThan(before + 10);
  expect(await training.ended()).toBe(0);
  await waitForStatus(page, 'unshaken', 'finished');
  await waitForEpoch(page, 14);
  expect(await waitForDrawnStep(page, 14 * 18 - 1)).toBe(14 * 18);
});

test('a trainer killed with -9 leaves what was flushed, and the run is shown as crashed', async () => {
  const training = stage.train({ name: 'doomed', epochs: 200 });
  await training.says(/training starts/);
  const page = await stage.page('/overview/');
  await waitForStatus(page, 'doomed', 'live');
  await waitForEpoch(page, 2);
  const drawn = await waitForDrawnStep(page, 0);
  await training.kill('SIGKILL');
  await waitForStatus(page, 'doomed', 'crashed', 30_000);
  await page.reload();
  await waitForStatus(page, 'doomed', 'crashed');
  expect(await waitForDrawnStep(page, drawn - 1)).toBeGreaterThanOrEqual(drawn);
});

test('a trainer stopped with Ctrl-C marks its run stopped', async () => {
  const training = stage.train({ name: 'halted', epochs: 200 });
  await training.says(/training starts/);
  const page = await stage.page('/overview/');
  await waitForStatus(page, 'halted', 'live');
  await waitForEpoch(page, 1);
  await training.kill('SIGINT');
  await waitForStatus(page, 'halted', 'stopped');
});

test('a model without recurrent layers still has losses and norms, and the flow view says why it is empty', async () => {
  const training = stage.train({ name: 'dense', epochs: 2, model: 'dense' });
  expect(await training.ended()).toBe(0);
  const page = await stage.page('/gradients/');
  await waitForStatus(page, 'dense', 'finished');
  await page
    .getByText(/no recurrent layer/i)
    .first()
    .waitFor();
});

test('a link to a run that is gone says so and offers a way on', async () => {
  const page = await stage.page('/overview/?runs=nowhere');
  await page
    .getByText(/nowhere/)
    .first()
    .waitFor();
  await page
    .getByRole('button')
    .filter({ hasText: /newest|runs/i })
    .first()
    .waitFor();
});

test('a link to a layer or an epoch that is gone says so, and shows what there is', async () => {
  const training = stage.train({ name: 'short', epochs: 2 });
  expect(await training.ended()).toBe(0);
  const page = await stage.page('/gradients/?layer=lstm_9&epoch=40');
  await page.getByText('No layer lstm_9 in these runs').waitFor();
  await page.getByText('No epoch 40: training ended at epoch 2').waitFor();
  for (const text of ['No layer lstm_9', 'No epoch 40'])
    await page.getByRole('status').filter({ hasText: text }).getByRole('button', { name: 'Leave out' }).click();
  await page.waitForFunction(() => /[?&]epoch=2\b/.test(location.search) && !location.search.includes('lstm_9'));
});
