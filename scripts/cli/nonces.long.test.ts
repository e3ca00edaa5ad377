import { readFileSync } from 'node:fs';
import type { WireRequest } from '../lib/wire-exchange';
import type { CaseResult, RunReport } from '../report/types';
import { type Sandbox, startSandbox } from '../sandbox';
import { makeWorkplace, settingsOf } from '../testing/cli';

/** What these send is the nonce of a request that went before: that is what they ask about. */
const replays = ['hmac.replayed', 'hmac.replayed-old', 'hmac.replayed-elsewhere', 'hmac.replayed-nonce'];
const shards = ['1/3', '2/3', '3/3'];
const runs = ['one', 'other'];

const work = makeWorkplace();
let sandbox: Sandbox | undefined;
afterEach(() => sandbox?.close());
afterAll(() => work.remove());

/** The nonce of `Hmac {publicKey}:{nonce}:{seconds}:{signature}`; nothing for another credential. */
const nonceIn = (authorization = ''): string | undefined => /^hmac [^:]+:([^:]+):[^:]+:/i.exec(authorization)?.[1];

function receivedNonce({ rawHeaders }: WireRequest): string | undefined {
  const at = rawHeaders.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'authorization');
  return at < 0 ? undefined : nonceIn(rawHeaders[at + 1]);
}

/** The nonces that a case sent, one for each attempt. */
const sentNonces = ({ exchanges }: CaseResult): string[] =>
  exchanges.flatMap(({ request: { headers } }) => nonceIn(headers.Authorization) ?? []);

/** What is in a list more than once: each time but the first. */
const repeated = (list: readonly string[]): string[] => list.filter((each, index) => list.indexOf(each) < index).sort();

describe('no nonce is sent twice, except by the cases that test it', () => {
  it.each([
    ['unavailable-at-first', 'newman'],
    ['unavailable-at-first', 'direct'],
    ['rate-limited-for-an-instant', 'direct'],
  ])(
    'by two runs of three shards at the same time against the server %s, with the engine %s',
    async (fault, engine) => {
      const received: string[] = [];
      sandbox = await startSandbox({
        fault,
        onRequest: (request) => {
          const nonce = receivedNonce(request);
          if (nonce !== undefined) received.push(nonce);
        },
      });
      const env = settingsOf(sandbox);
      const outs = runs.flatMap((run) => shards.map((shard) => [shard, `${run}-${shard[0]}`] as const));
      const outcomes = await Promise.all(
        outs.map(([shard, out]) => {
          // All cases, without exploring, which repeats nonces on purpose.
          const args = ['run', '--engine', engine, '--shard', shard, '--out', out, '--seed', '7', '--case', '*'];
          return work.run([...args, '--reporter', 'json'], { env });
        }),
      );
      expect(outcomes.map(({ exitCode }) => exitCode)).toEqual(outs.map(() => 0));
      const reports = outs.map(([, out]) => JSON.parse(readFileSync(work.path(out, 'run.json'), 'utf8')) as RunReport);
      const results = reports.flatMap(({ cases }) => cases);
      const replayed = results.filter(({ id }) => replays.includes(id));
      const others = results.filter(({ id }) => !replays.includes(id));
      expect(new Set(replayed.map(({ id }) => id))).toEqual(new Set(replays));
      // The retries that are asked about did happen.
      expect(others.filter((result) => sentNonces(result).length > 1)).not.toEqual([]);
      expect(repeated(others.flatMap(sentNonces))).toEqual([]);
      expect(repeated(received)).toEqual(replayed.flatMap(sentNonces).sort());
      expect(received.toSorted()).toEqual(results.flatMap(sentNonces).sort());
    },
  );
});
