import { readFileSync, writeFileSync } from 'node:fs';
import { request as forward } from 'node:http';
import { outcomeOfRun } from '../fleet/outcome';
import { fold } from '../report/fold';
import { mergeReports } from '../report/merge/merge';
import { notPassed } from '../report/not-passed';
import { readEvents } from '../report/read-events';
import { runReportSchema } from '../report/run-report-schema';
import type { RunEvent, RunReport } from '../report/types';
import { changesBetween } from '../report/view/changes';
import { ctrfJson } from '../reporters/ctrf';
import { digest } from '../reporters/history/digest';
import { trends } from '../reporters/history/trend';
import { junitXml } from '../reporters/junit';
import { startSandbox } from '../sandbox';
import { makeWorkplace, settingsOf } from '../testing/cli';
import { payout, script } from '../testing/own-collection';
import { closedUrl, closeServers, httpServer, type LocalServer } from '../testing/servers';
import { decisionsOf, forPeople, rewording } from '../testing/wording';

/** Texts that are ids, values of the wire or names: programs may compare them. */
const forPrograms = [
  ...['id', 'theme', 'tags', 'evidence', 'rule', 'where', 'name', 'version', 'baseUrl', 'engine', 'blockedBy', 'case'],
  ...['expires', 'startedAt', 'method', 'url', 'body', 'headers', 'header', 'claims', 'fingerprint', 'kind', 'source'],
  ...['aspect', 'accepted', 'observed', 'cases', 'faults', 'factors', 'levels', 'pairs', 'programs', 'named', 'plan'],
  ...['shadowed', 'reasonAbout', 'collection', 'collectionOptions', 'proxy', 'host', 'path'],
];

/** The names of the properties of a schema that hold free text. */
function textNames(schema: unknown, name = ''): string[] {
  if (Array.isArray(schema)) return schema.flatMap((each) => textNames(each, name));
  if (typeof schema !== 'object' || schema === null) return [];
  const { type, properties = {}, ...rest } = schema as { type?: unknown; properties?: Record<string, unknown> };
  return [
    ...(type === 'string' ? [name] : []),
    ...Object.entries(properties).flatMap(([own, inner]) => textNames(inner, own)),
    ...Object.values(rest).flatMap((inner) => textNames(inner, name)),
  ];
}

it('knows of every text in a report whether it is for people', () => {
  const known = new Set([...forPeople, ...forPrograms]);
  expect([...new Set(textNames(runReportSchema))].filter((name) => !known.has(name))).toEqual([]);
});

const counted = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

/** All that is decided about a run, without its words. */
function allDecisionsOf(report: RunReport) {
  const xml = junitXml(report);
  const outcome = outcomeOfRun(report);
  const [trend] = trends([digest('one', report), digest('two', report)], () => true);
  return {
    ...{ verdict: report.verdict, exitCode: report.exitCode, summary: report.summary },
    ...decisionsOf(report),
    likely: report.likelyCause?.map(({ faults, matched, of }) => [faults, matched, of]),
    lastFailed: notPassed(report).map(({ id }) => id),
    junit: [/<testcase /g, /<failure /g, /<error /g, /<skipped /g].map((pattern) => counted(xml, pattern)),
    ctrf: JSON.parse(ctrfJson(report)).results.summary,
    fleet: [outcome.exitCode, outcome.cause?.code],
    history: trend?.findings.map(({ rule, level }) => [rule, level]),
  };
}

const work = makeWorkplace();
afterAll(work.remove);
afterEach(closeServers);

const journal = ['--reporter', 'ndjson', '--out', 'out'];

async function eventsOf(args: readonly string[], env: Readonly<Record<string, string | undefined>> = {}) {
  await work.run(['run', '--engine', 'direct', ...journal, ...args], { env });
  return readEvents(readFileSync(work.path('out', 'events.ndjson'), 'utf8'));
}

const some = ['--case', 'accept.documented', '--case', 'refuse.order-ref.*', '--case', 'auth.*'];

/** The events of a run against a broken sandbox. */
async function broken(fault: string, ...args: string[]): Promise<RunEvent[]> {
  const sandbox = await startSandbox({ fault });
  return eventsOf(['--target', sandbox.url, ...args], settingsOf(sandbox)).finally(sandbox.close);
}

/** The events of a run against a server that answers everything alike. */
async function alike(status: number, body: string): Promise<RunEvent[]> {
  const server = await httpServer((_request, response) => response.writeHead(status).end(body));
  return eventsOf(['--target', server.url, '--retries', '0', ...some], { IMBURSE_MANAGEMENT_TOKEN: 'opaque-token-1' });
}

/** The events of a run against a sandbox whose gateway fails once. */
async function alikeAtFirst(): Promise<RunEvent[]> {
  const sandbox = await startSandbox();
  const server: LocalServer = await httpServer(async (request, response) => {
    if (server.requests.length === 1) return void response.writeHead(503).end();
    const { method = 'GET', headers, url = '/' } = request;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const onward = forward(new URL(url, sandbox.url), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.end(Buffer.concat(chunks));
  });
  const env = { ...settingsOf(sandbox), IMBURSE_BASE_URL: server.url };
  return eventsOf(some, env).finally(sandbox.close);
}

/** The events of a run of a collection whose own assertions fail. */
async function ownAssertions(): Promise<RunEvent[]> {
  const fails = (name: string) => script('test', `pm.test("${name}", () => pm.expect(1).to.eql(2));`);
  const item = ['one', 'two'].map((name) => payout({ name, event: [...payout().event, fails(name)] }));
  const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  writeFileSync(work.path('mine.json'), JSON.stringify({ info: { name: 'Mine', schema }, item }));
  await work.run(['run', ...journal, '--collection', 'mine.json']);
  return readEvents(readFileSync(work.path('out', 'events.ndjson'), 'utf8'));
}

/** The events of a run of a collection with requests that cannot be made, for two reasons. */
async function unsendable(): Promise<RunEvent[]> {
  const item = [
    'http://[/v1/identity/payout',
    'http://[[/v1/identity/payout',
    'https://a.example/v1/identity/payout',
  ].map((url, index) => {
    const { request } = payout();
    return payout({ name: `number ${index}`, request: { ...request, url } });
  });
  const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  writeFileSync(work.path('mine.json'), JSON.stringify({ info: { name: 'Mine', schema }, item }));
  await work.run(['run', ...journal, '--collection', 'mine.json']);
  return readEvents(readFileSync(work.path('out', 'events.ndjson'), 'utf8'));
}

const runs: readonly (readonly [name: string, verdict: string, record: () => Promise<RunEvent[]>])[] = [
  ['holds', 'held', () => eventsOf(some)],
  ['is broken', 'broken', () => broken('errors-with-status-200', ...some)],
  ['is broken in a token', 'broken', () => broken('expires-number', ...some)],
  [
    'is broken in combinations',
    'broken',
    () => broken('expires-number', '--explore', '20', '--case', 'accept.documented'),
  ],
  ['lacks settings', 'no-verdict', async () => eventsOf(['--target', await closedUrl(), ...some])],
  [
    'meets a closed port',
    'no-verdict',
    async () => eventsOf(['--target', await closedUrl(), ...some], { IMBURSE_MANAGEMENT_TOKEN: 'x' }),
  ],
  ['meets a gateway', 'no-verdict', () => alike(503, '<html>Service Unavailable</html>')],
  ['has its credentials refused', 'credentials-refused', () => alike(401, '{"errors":[{"errorCode":"UNAUTHORISED"}]}')],
  ['fails its own assertions', 'held', ownAssertions],
  ['cannot make requests', 'no-verdict', unsendable],
  ['passes after a retry', 'held', () => alikeAtFirst()],
  [
    'is interrupted',
    'no-verdict',
    async () => (await eventsOf(some)).filter(({ type }, index) => index < 12 && type !== 'run-finished'),
  ],
];

describe('a run that', () => {
  it.each(runs)('%s is judged by its data, not by its words', async (_name, verdict, record) => {
    const events = await record();
    const reword = rewording(false);
    const [report, other] = [fold(events), fold(reword(events))];
    expect(other.cases.map(({ title }) => title)).not.toEqual(report.cases.map(({ title }) => title));
    expect(report.verdict).toBe(verdict);
    const wanted = allDecisionsOf(report);
    expect(allDecisionsOf(other)).toEqual(wanted);
    const later = { startedAt: '2099-01-01T00:00:00Z' };
    const merged = (first: RunReport, second: RunReport): RunReport =>
      mergeReports([
        { name: 'first', report: first },
        { name: 'second', report: { ...second, ...later } },
      ]);
    expect(allDecisionsOf(merged(other, rewording(false)(other)))).toEqual(allDecisionsOf(merged(report, report)));
    expect(changesBetween(report, other)).toEqual([]);
    const twice = (second: RunReport) =>
      trends([digest('one', report), digest('two', { ...second, ...later })], () => true).map(({ findings }) =>
        findings.map(({ rule, level, runs }) => [rule, level, runs]),
      );
    expect(twice(other)).toEqual(twice(report));
  });
});
