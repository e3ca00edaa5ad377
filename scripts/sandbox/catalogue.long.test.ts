import { faults, findBehaviour, variants } from '.';
import { payoutCall, references } from './testing/client';
import { demonstrate } from './testing/combined';
import { each, firstDifference, type Seen, seeBaseline, unseen, using } from './testing/compare';

describe('the catalogue', () => {
  const all = [...faults, ...variants];

  it('has at least 720 faults and 112 variants, with unique ids', () => {
    expect(faults.length).toBeGreaterThanOrEqual(720);
    expect(variants.length).toBeGreaterThanOrEqual(112);
    const ids = all.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([]);
  });

  it('describes each in one line, without repetition', () => {
    const titles = all.map(({ title }) => title);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
    expect(titles.filter((title) => !/^[A-Z].{10,98}[^.\s]$/.test(title))).toEqual([]);
  });

  it('names evidence and a level for each fault', () => {
    for (const { evidence, level } of faults) {
      expect(evidence.length).toBeGreaterThan(0);
      expect(['violation', 'deviation', 'warning']).toContain(level);
    }
  });

  it('is found by id', () => {
    for (const one of all) expect(findBehaviour(one.id)).toBe(one);
    expect(findBehaviour('none')).toBeUndefined();
  });
});

describe('faults', () => {
  let baseline: readonly Seen[];

  beforeAll(async () => {
    baseline = await seeBaseline();
  });

  it('cannot be observed in the baseline', async () => {
    expect(await firstDifference(baseline)).toBeUndefined();
  });

  it('can each be observed from outside', async () => {
    expect(
      await unseen(
        baseline,
        faults.filter(({ id, combined }) => !combined && id !== 'token-shared-at-once').map(({ id }) => id),
      ),
    ).toEqual([]);
  });

  it('can each be observed where its condition is fulfilled, and only there', async () => {
    const unlike: string[] = [];
    await each(
      faults.map(({ id }) => id),
      async (id) => {
        const { combined } = faults.find((fault) => fault.id === id)!;
        if (!combined) return;
        if ((await demonstrate(id, combined)) === (await demonstrate(undefined, combined))) {
          unlike.push(`${id} does nothing`);
        }
        if ((await demonstrate(id, combined, true)) !== (await demonstrate(undefined, combined, true))) {
          unlike.push(`${id} needs no condition`);
        }
      },
    );
    expect(unlike).toEqual([]);
  });

  it('shares tokens between requests that come at once', async () => {
    const tokensOf = (id?: string) =>
      using(id, async (send, { credentials }) => {
        const orders = ['a', 'b', 'c', 'd', 'e', 'f'];
        const answers = await Promise.all(
          orders.map((orderRef) => send(payoutCall(credentials, references({ orderRef })))),
        );
        return new Set(answers.map(({ json }) => json.accessToken)).size;
      });
    expect(await tokensOf()).toBe(6);
    expect(await tokensOf('token-shared-at-once')).toBeLessThan(6);
  });
});
