import table from '../../../schemas/compiled/symptoms.json';
import { cases as contractCases } from '../../contract';
import { TrafficChecker } from '../../judge/traffic/checker';
import { type SymptomTable, unpackTable } from '../../report/symptom-table';
import { nodeHost } from '../../run/host';
import { startSandbox } from '../../sandbox';
import { combinedFaults } from '../../sandbox/combined';
import { faults } from '../../sandbox/faults';
import { runStockNewman } from '../../tools/mutants/stock-newman';
import { recordingRelay, watchedProxy } from './testing/wire';

/** Levels that say that a target differs from the contract. */
const counts = (level: string): boolean => level === 'violation' || level === 'deviation';

/** Of each kind of request one, so that what does not show the fault passes too. */
const always = [
  'hmac.documented',
  'accept.documented',
  'options.first-token',
  'refuse.customer-ref.missing',
  'auth.missing',
];
/** Of the cases that show a fault so many: a whole run of stock Newman takes seconds. */
const mostShowing = 6;
const causes = unpackTable(table as unknown as SymptomTable);
const byId = new Map(contractCases.map((each) => [each.id, each]));

/** The cases that are sent for a fault, with their controls. */
function casesFor(fault: string): string[] {
  const symptoms = causes.find(({ faults: ids }) => ids.includes(fault))?.symptoms ?? [];
  const showing = [...new Set(symptoms.map(({ place }) => place))].filter((id) => byId.has(id)).slice(0, mostShowing);
  return [...always, ...showing].flatMap((id) => [id, byId.get(id)?.control ?? id]);
}

/** Runs the collection with stock Newman through the proxy, and records both of its sides. */
async function throughProxy(fault: string) {
  const sandbox = await startSandbox({ fault });
  const targetSide = await recordingRelay(Number(new URL(sandbox.url).port));
  const proxy = await watchedProxy(targetSide.port);
  const clientSide = await recordingRelay(proxy.port);
  const credentials = { ...sandbox.credentials, managementToken: undefined };
  const { cases } = await runStockNewman({
    ...{ baseUrl: `http://127.0.0.1:${clientSide.port}`, variables: credentials, only: casesFor(fault) },
  });
  await proxy.close(0);
  const wire = { client: clientSide.connections, target: targetSide.connections };
  await Promise.all([clientSide.close(), targetSide.close(), sandbox.close()]);
  const byNewman = Object.values(cases)
    .flatMap(({ findings }) => findings)
    .filter((finding) => counts(finding.split('/')[1] ?? ''));
  return { wire, proxy, credentials, baseUrl: `http://127.0.0.1:${targetSide.port}`, byNewman };
}

/** What is found in the exchanges that passed. */
function foundIn({ proxy, credentials, baseUrl }: Awaited<ReturnType<typeof throughProxy>>): string[] {
  const { hmacSha256 } = nodeHost(Math.random);
  const checker = new TrafficChecker({ baseUrl, credentials, hmacSha256 });
  return proxy.exchanges.flatMap(({ request, outcome, startedAt, missing }) => {
    const { findings, pending, origin } = checker.check(
      { caseId: '', attempt: 1, request, outcome },
      { at: startedAt, notRecorded: missing && new Set([missing.part]) },
    );
    return [...findings, ...(checker.errorForm(origin) === 'E3' ? pending : [])]
      .filter(({ level }) => counts(level))
      .map(({ rule, level }) => `${rule}/${level}`);
  });
}

const unique = (values: readonly string[]): string[] => [...new Set(values)].sort();

const single = faults.filter((fault) => !combinedFaults.includes(fault));
const step = single.length / 60;
const chosen = Array.from({ length: 60 }, (_, index) => single[Math.floor(index * step)]!.id);

/** What Newman finds and the proxy cannot: a token that had expired when it was issued may be refused later. */
const onlyByNewman: Readonly<Record<string, readonly string[]>> = {
  'expires-two-minutes-ago': ['status/violation'],
  'expires-an-hour-ago': ['status/violation'],
};

describe('stock Newman through the proxy, in front of a faulty sandbox', () => {
  it.each(chosen)('%s', async (fault) => {
    const run = await throughProxy(fault);
    expect(run.proxy.refused).toEqual([]);
    expect(run.wire.client.length).toBeGreaterThan(0);
    expect(run.wire.target).toEqual(run.wire.client);
    expect(unique([...foundIn(run), ...(onlyByNewman[fault] ?? [])])).toEqual(unique(run.byNewman));
  });
});
