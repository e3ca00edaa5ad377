import { startSandbox } from '../../sandbox';
import type { Change } from '../../sandbox/types';
import { keysOf, runHarness } from '../../testing/harness';

/** Explores a share of all pairs of a sandbox that a change makes faulty; `ids` are the entries for what was found. */
async function explore(change: Change) {
  const sandbox = await startSandbox({ change });
  const [baseUrl, credentials, select] = [sandbox.url, keysOf(sandbox), { ids: ['accept.documented'] }];
  const report = await runHarness({ baseUrl, credentials, select, explore: { kind: 'default' } }).finally(
    sandbox.close,
  );
  return { report, ids: report.cases.map(({ id }) => id).filter((id) => id.includes('=')) };
}

/** A change that needs a condition, and the conditions that its entry must name. */
interface Interaction {
  readonly title: string;
  readonly change: Change;
  readonly name: RegExp;
}

const interactions: readonly Interaction[] = [
  {
    title: 'a caller that is trusted because of its address',
    change: (baseline) => ({
      authenticate: async (kind, context) =>
        context.request.header('x-forwarded-for') === '127.0.0.1' && kind === 'payout'
          ? undefined
          : baseline.authenticate(kind, context),
    }),
    name: /^explore:((credential|transport)=[\w-]+\+forwarding=forwarded-for-loopback|forwarding=forwarded-for-loopback\+(credential|transport)=[\w-]+)\+call=payout-options(#\d+)?$/,
  },
  {
    title: 'an error that comes now and then',
    change: (baseline) => {
      let requests = 0;
      return {
        admit: (context) => {
          requests += 1;
          return requests % 30 === 0 ? { status: 500, codes: ['ERROR'] } : baseline.admit(context);
        },
      };
    },
    name: /^explore:times=64$/,
  },
];

describe('exploring a share of all pairs', () => {
  it.each(interactions)('names the conditions of $title', async ({ change, name }) => {
    const { ids } = await explore(change);
    expect(ids).toContainEqual(expect.stringMatching(name));
  });

  it('does not wait for each request that a server leaves unanswered', async () => {
    const { report, ids } = await explore((baseline) => ({
      authenticate: (kind, context) =>
        context.request.header('accept-language') === 'xx-unknown'
          ? new Promise(() => {})
          : baseline.authenticate(kind, context),
    }));
    // On a busy machine the time for reducing ends before the other conditions are left out.
    expect(ids).not.toEqual([]);
    expect(ids.filter((id) => !id.includes('language=unknown'))).toEqual([]);
    expect(report.explored?.programs).toBeGreaterThan(100);
  });
});
