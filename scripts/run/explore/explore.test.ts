import { startSandbox } from '../../sandbox';
import { grant, readReferences } from '../../sandbox/calls/payout';
import type { Change } from '../../sandbox/types';
import { keysOf, runHarness } from '../../testing/harness';
import type { Explore } from './options';
import { readProgram } from './program';

/** Explores a sandbox that a change makes faulty. */
async function explore(change: Change, options: Explore = { kind: 'default' }, seed = 1) {
  const sandbox = await startSandbox({ change });
  try {
    const report = await runHarness({
      baseUrl: sandbox.url,
      credentials: keysOf(sandbox),
      select: { ids: ['accept.documented'] },
      explore: options,
      sending: { seed },
    });
    return { report, ids: report.cases.map(({ id }) => id).filter((id) => id.includes('=')) };
  } finally {
    await sandbox.close();
  }
}

/** A change that needs a condition, and the conditions that its entry must name. */
interface Interaction {
  readonly title: string;
  readonly change: Change;
  readonly names: readonly RegExp[];
}

const interactions: readonly Interaction[] = [
  {
    title: 'references that are not checked in another charset',
    change: (baseline) => ({
      reply: (reply, context) =>
        reply.status === 400 && context.request.header('content-type')?.includes('utf-16')
          ? grant(readReferences(context), context)
          : baseline.reply(reply, context),
    }),
    names: [/^explore:([\w-]+=[\w-]+\+media-type=utf-16|media-type=utf-16\+[\w-]+=[\w-]+)(#\d+)?$/],
  },
  {
    title: 'a caller that is trusted because of its address',
    change: (baseline) => ({
      authenticate: async (kind, context) =>
        context.request.header('x-forwarded-for') === '127.0.0.1' && kind === 'payout'
          ? undefined
          : baseline.authenticate(kind, context),
    }),
    names: [
      /^explore:((credential|transport)=[\w-]+\+forwarding=forwarded-for-loopback|forwarding=forwarded-for-loopback\+(credential|transport)=[\w-]+)\+call=payout-options(#\d+)?$/,
    ],
  },
  {
    title: 'a refusal that outlasts its request',
    change: (baseline) => {
      let refusing = false;
      return {
        admit: (context) => {
          const before = refusing;
          refusing = context.request.method === 'HEAD' && context.call === 'payout';
          return before && context.call === 'payout'
            ? { status: 401, codes: ['UNAUTHORIZED'] }
            : baseline.admit(context);
        },
      };
    },
    names: [/^explore:method=head>documented$/],
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
    names: [/^explore:times=64$/],
  },
];

describe('exploring a server that leaves some requests unanswered', () => {
  const odd = (header: string | undefined): boolean => header === 'xx-unknown';

  it('names the condition, and does not wait for each', async () => {
    const { report, ids } = await explore((baseline) => ({
      authenticate: (kind, context) =>
        odd(context.request.header('accept-language')) ? new Promise(() => {}) : baseline.authenticate(kind, context),
    }));
    expect(ids).toEqual(['explore:language=unknown']);
    const [finding] = report.cases.find(({ id }) => id === ids[0])!.findings;
    expect(finding).toMatchObject({ rule: 'server-error', level: 'violation', actual: 'no response' });
    expect(report.explored?.programs).toBeGreaterThan(500);
  });

  it('names the condition of a connection that is closed', async () => {
    const sandbox = await startSandbox({
      onRequest: ({ rawHeaders }) => {
        if (rawHeaders.some(odd)) throw new Error('the sandbox closes the connection');
      },
    });
    const id = 'explore:language=unknown';
    const report = await runHarness({
      baseUrl: sandbox.url,
      credentials: keysOf(sandbox),
      select: { ids: ['accept.documented'] },
      explore: { kind: 'named', programs: [readProgram(id)] },
    });
    await sandbox.close();
    expect(report.cases.find((each) => each.id === id)!.findings[0]?.message).toContain('closes the connection');
  });
});

describe('exploring', () => {
  it('finds nothing in a server that keeps the contract', async () => {
    const { report, ids } = await explore(() => ({}));
    expect(ids).toEqual([]);
    expect(report.cases.filter(({ id }) => id.startsWith('explore:')).map(({ verdict }) => verdict)).toEqual([
      'passed',
      'passed',
      'passed',
    ]);
  });

  it.each(interactions)('names the conditions of $title', async ({ change, names }) => {
    const { ids } = await explore(change);
    expect(ids).toEqual(names.map((name) => expect.stringMatching(name)));
  });
});
