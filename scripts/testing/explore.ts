import type { RunReport } from '../report/types';
import { partNamed } from '../run/explore/explore-id';
import type { Explore } from '../run/explore/program';
import { type Sandbox, startSandbox } from '../sandbox';
import { grant, receivedReferences } from '../sandbox/calls/payout';
import type { Change } from '../sandbox/types';
import { keysOf, runHarness } from './harness';

/** Explores beside one case, and closes the sandbox. */
export async function exploreAt(sandbox: Sandbox, options: Explore, seed = 1, bail = false): Promise<RunReport> {
  try {
    return await runHarness({
      baseUrl: sandbox.url,
      credentials: keysOf(sandbox),
      select: { ids: ['accept.documented'] },
      explore: options,
      sending: { seed },
      limits: { bail },
    });
  } finally {
    await sandbox.close();
  }
}

/** Explores a sandbox that a change makes faulty. */
export async function explore(change: Change, options: Explore = { kind: 'default' }, seed?: number, bail?: boolean) {
  const report = await exploreAt(await startSandbox({ change }), options, seed, bail);
  return { report, ids: report.cases.map(({ id }) => id).filter((id) => id.includes('=')) };
}

/** The parts of what is explored, with their verdicts. */
export const partsOf = ({ cases }: RunReport): [string, string][] =>
  cases.flatMap(({ id, verdict }) => (partNamed(id) ? [[id, verdict]] : []));

/** A change that needs a condition, and the conditions that its entry must name. */
interface Interaction {
  readonly title: string;
  readonly change: Change;
  readonly names: readonly RegExp[];
}

export const interactions: readonly Interaction[] = [
  {
    title: 'references that are not checked in another charset',
    change: (baseline) => ({
      reply: (reply, context) =>
        reply.status === 400 && context.request.header('content-type')?.includes('utf-16')
          ? grant(receivedReferences(context), context)
          : baseline.reply(reply, context),
    }),
    names: [/^explore:([\w-]+=[\w-]+\+media-type=utf-16|media-type=utf-16\+[\w-]+=[\w-]+)(#\d+)?$/],
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
];
