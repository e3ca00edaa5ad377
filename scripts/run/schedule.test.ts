import { Schedule } from './schedule';

const never = new AbortController().signal;

describe('a schedule', () => {
  it('hands out its items in order, and nothing once all are done', async () => {
    const schedule = new Schedule([1, 2, 3], never);
    expect(await schedule.take(2)).toEqual([1, 2]);
    expect(await schedule.take(2)).toEqual([3]);
    for (let item = 0; item < 3; item += 1) schedule.done();
    expect(await schedule.take(2)).toEqual([]);
  });

  it('ends at once without items', async () => {
    expect(await new Schedule([], never).take(1)).toEqual([]);
  });

  it('hands out other items while one is delayed, and that one alone after its delay', async () => {
    const schedule = new Schedule(['delayed', 'a', 'b'], never);
    await schedule.take(1);
    schedule.putBack('delayed', 50);
    expect(await schedule.take(1)).toEqual(['a']);
    expect(await schedule.take(1)).toEqual(['b']);
    schedule.done();
    schedule.done();
    expect(await schedule.take(5)).toEqual(['delayed']);
  });

  it('does not make an item wait for one with a longer delay', async () => {
    const controller = new AbortController();
    const schedule = new Schedule(['long', 'short'], controller.signal);
    await schedule.take(2);
    schedule.putBack('long', 600_000);
    schedule.putBack('short', 1);
    expect(await schedule.take(1)).toEqual(['short']);
    controller.abort();
  });

  it('has a worker wait for an item that another worker may put back', async () => {
    const schedule = new Schedule(['a'], never);
    await schedule.take(1);
    const waiting = schedule.take(1);
    schedule.putBack('a', 0);
    expect(await waiting).toEqual(['a']);
    const atTheEnd = schedule.take(1);
    schedule.done();
    expect(await atTheEnd).toEqual([]);
  });

  it('hands out nothing more once the signal is raised, and lets every worker go', async () => {
    const controller = new AbortController();
    const schedule = new Schedule(['a', 'b', 'c'], controller.signal);
    await schedule.take(2);
    schedule.putBack('a', 600_000);
    const waiting = [schedule.take(1).then(() => schedule.take(1)), schedule.take(1)];
    controller.abort();
    expect(await schedule.take(1)).toEqual([]);
    expect((await Promise.all(waiting)).flat()).toEqual([]);
  });

  it('takes nothing new from an endless source while many items are delayed', async () => {
    const controller = new AbortController();
    let made = 0;
    function* endless(): Generator<number> {
      for (;;) {
        made += 1;
        yield made;
      }
    }
    const schedule = new Schedule(endless(), controller.signal);
    const worker = async (): Promise<void> => {
      for (;;) {
        const [item] = await schedule.take(1);
        if (item === undefined) return;
        schedule.putBack(item, 600_000);
        if (made === 256) setImmediate(() => controller.abort());
      }
    };
    await worker();
    expect(made).toBe(256);
  });
});
