import { exploreId, isAddedByExploring } from '../../report/explored-places';
import { startSandbox } from '../../sandbox';
import type { Context } from '../../sandbox/behaviour';
import { grant, receivedReferences } from '../../sandbox/calls/payout';
import { explore, exploreAt, partsOf } from '../../testing/explore';
import { keysOf, runHarness } from '../../testing/harness';
import { type Explore, readProgram } from './program';

const named = (id: string): Explore => ({ kind: 'named', programs: [readProgram(id)] });

const odd = (header: string | undefined): boolean => header === 'xx-unknown';

describe('exploring a server that leaves some requests unanswered', () => {
  it('names the condition', async () => {
    const id = 'explore:language=unknown';
    const { report, ids } = await explore(
      (baseline) => ({
        authenticate: (kind, context) =>
          odd(context.request.header('accept-language')) ? new Promise(() => {}) : baseline.authenticate(kind, context),
      }),
      named(id),
    );
    expect(ids).toEqual([id]);
    const [finding] = report.cases.find((each) => each.id === id)!.findings;
    expect(finding).toMatchObject({ rule: 'server-error', level: 'violation', actual: 'no response' });
  });

  it('names the condition of a connection that is closed', async () => {
    const sandbox = await startSandbox({
      onRequest: ({ rawHeaders }) => {
        if (rawHeaders.some(odd)) throw new Error('the sandbox closes the connection');
      },
    });
    const id = 'explore:language=unknown';
    const report = await exploreAt(sandbox, named(id));
    expect(report.cases.find((each) => each.id === id)!.findings[0]?.message).toContain('closes the connection');
  });
});

describe('exploring a server behind a gateway', () => {
  const id = 'explore:language=unknown';
  const explored = (isFailing: () => boolean) =>
    explore(
      (baseline) => ({
        admit: (context) =>
          odd(context.request.header('accept-language')) && isFailing()
            ? { status: 502, codes: ['BAD_GATEWAY'] }
            : baseline.admit(context),
      }),
      named(id),
    );

  it('names the condition under which the gateway fails', async () => {
    const { report, ids } = await explored(() => true);
    expect(ids).toEqual([id]);
    expect(report.cases.find((each) => each.id === id)!.findings[0]).toMatchObject({
      rule: 'server-error',
      actual: '502',
    });
  });

  it('does not accuse the server if the gateway limits how much is sent at once', async () => {
    let sent = 0;
    const { report, ids } = await explore(
      (right) => ({
        authenticate: async (kind, context) => {
          const isLong = String(receivedReferences(context).customerRef).length === 50;
          if (isLong) sent += 1;
          return isLong && sent > 3 ? { status: 503, codes: ['BUSY'] } : right.authenticate(kind, context);
        },
      }),
      named('explore:customer-ref=length-50+together=11+values=same'),
    );
    expect(sent).toBeGreaterThan(11);
    expect([report.verdict, ids]).toEqual(['held', []]);
  });

  it('does not accuse the server if the gateway recovers', async () => {
    let left = 2;
    const { report, ids } = await explored(() => left-- > 0);
    expect([report.verdict, ids]).toEqual(['held', []]);
    expect(left).toBeLessThan(0);
  });
});

it('loses no violation beside a deviation that shows in the same requests', async () => {
  const id = 'explore:customer-ref=array';
  // The server takes an array, and puts its first entry into the token.
  const sandbox = await startSandbox({ fault: 'references-unwrapped' });
  const report = await exploreAt(sandbox, named(id));
  const found = report.cases.find((each) => each.id === id)?.findings.map(({ rule, level }) => `${rule}/${level}`);
  expect([report.verdict, found]).toEqual(['broken', ['refusal-token/deviation', 'token-references/violation']]);
});

it('says of a part that shows only what cases show that it found nothing new', async () => {
  const sandbox = await startSandbox({ fault: 'expires-seconds' });
  const report = await exploreAt(sandbox, { kind: 'some', programs: 20 });
  expect(report.cases.find(({ id }) => id === exploreId('pairs'))).toMatchObject({
    ...{ verdict: 'passed', findings: [], reasonKind: 'nothing-new' },
  });
  expect(report.cases.filter(isAddedByExploring)).toEqual([]);
});

it('loses no violation that only a request nearly like a deviation shows', async () => {
  const isOdd = ({ request }: Context): boolean => odd(request.header('accept-language'));
  const id = 'explore:customer-ref=length-51+language=unknown';
  const { report, ids } = await explore(
    (right) => ({
      authenticate: async (kind, context) =>
        kind === 'management' && isOdd(context) ? undefined : right.authenticate(kind, context),
      reply: (reply, context) =>
        isOdd(context) && String(reply.body).includes('LENGTH_OUT_OF_RANGE')
          ? grant(receivedReferences(context), context)
          : right.reply(reply, context),
    }),
    named(id),
  );
  expect(report.verdict).toBe('broken');
  expect(ids).toEqual([id, expect.stringMatching(/^explore:credential=.*language=unknown$/)]);
});

it('accuses no server that reads property names without regard to case', async () => {
  const ids = ['explore:names=second-spelling', 'explore:names=second-spelling-first+order=reversed'];
  const sandbox = await startSandbox({ fault: 'property-names-without-case' });
  const report = await runHarness({
    baseUrl: sandbox.url,
    credentials: keysOf(sandbox),
    select: { ids: ['accept.documented'] },
    explore: { kind: 'named', programs: ids.map(readProgram) },
  });
  await sandbox.close();
  expect(report.explored?.requests).toBeGreaterThan(ids.length);
  expect(report.verdict).toBe('held');
});

describe('exploring with --bail', () => {
  it('ends with the first cause, and says what was not explored', async () => {
    const { report, ids } = await explore(
      (baseline) => ({
        admit: (context) =>
          odd(context.request.header('accept-language')) ? { status: 500, codes: ['ERROR'] } : baseline.admit(context),
      }),
      undefined,
      1,
      true,
    );
    expect(ids).toEqual(['explore:language=unknown']);
    expect(report).toMatchObject({ stopped: 'bail', verdict: 'broken' });
    expect(partsOf(report)).toEqual([
      ['explore:pairs', 'failed'],
      ['explore:histories', 'inconclusive'],
      ['explore:at-once', 'inconclusive'],
    ]);
    expect(report.explored?.notExplored).toBe('the run stopped at the first failed combination');
  });
});
