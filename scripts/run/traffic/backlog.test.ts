import { heapInUse } from '../../testing/heap';
import { Backlog } from './backlog';

describe('a backlog', () => {
  it('works in order, once it is started, one item at a time', async () => {
    const done: string[] = [];
    const backlog = new Backlog<string>(
      (item) => done.push(item),
      () => 1,
      100,
    );
    for (const item of ['a', 'b', 'c']) expect(backlog.push(item)).toBe(true);
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toEqual([]);
    backlog.start();
    setImmediate(() => done.push('meanwhile'));
    await backlog.empty();
    expect(done).toEqual(['a', 'meanwhile', 'b', 'c']);
    expect(backlog.push('d')).toBe(true);
    await backlog.empty();
    expect(done.at(-1)).toBe('d');
  });

  it('gives back what waits, and goes on with what comes later', async () => {
    const done: string[] = [];
    const backlog = new Backlog<string>(
      (item) => done.push(item),
      () => 1,
      3,
    );
    for (const item of ['a', 'b', 'c']) backlog.push(item);
    backlog.start();
    const empty = backlog.empty();
    expect(backlog.takeRest()).toEqual(['a', 'b', 'c']);
    await empty;
    expect(backlog.push('d')).toBe(true);
    await backlog.empty();
    expect([done, backlog.takeRest()]).toEqual([['d'], []]);
  });

  it('forgets what is done, also while something always waits', async () => {
    const seen: WeakRef<object>[] = [];
    let kept = 0;
    const backlog = new Backlog<object>(
      (item) => {
        seen.push(new WeakRef(item));
        if (seen.length < 10) backlog.push({});
        if (seen.length !== 10) return;
        heapInUse();
        kept = seen.filter((each) => each.deref() !== undefined).length;
      },
      () => 1,
      100,
    );
    backlog.push({});
    backlog.push({});
    backlog.start();
    await backlog.empty();
    // The one that is being worked on.
    expect(kept).toBe(1);
  });

  it('keeps the order of a million that wait, and does not move them all for each one', async () => {
    const many = 1_000_000;
    let next = 0;
    let disordered = 0;
    const backlog = new Backlog<number>(
      (item) => {
        if (item !== next) disordered += 1;
        next += 1;
        if (item % 1000 === 0 && item < many) backlog.push(many + item / 1000);
      },
      () => 1,
      2 * many,
    );
    for (let item = 0; item < many; item += 1) backlog.push(item);
    backlog.start();
    await backlog.empty();
    expect([next, disordered]).toEqual([many + 1000, 0]);
    // A second is enough; to move them all takes minutes.
  }, 60_000);

  it('takes no more than it may hold, and more again when that is done', async () => {
    const backlog = new Backlog<number>(
      () => undefined,
      (size) => size,
      10,
    );
    expect([backlog.push(6), backlog.push(5), backlog.push(4)]).toEqual([true, false, true]);
    backlog.start();
    await backlog.empty();
    expect(backlog.push(10)).toBe(true);
  });
});
