import { whenIdle } from './idle';

describe('a thread', () => {
  it('is idle while it waits', async () => {
    await expect(new Promise<void>(whenIdle)).resolves.toBeUndefined();
  });
});
