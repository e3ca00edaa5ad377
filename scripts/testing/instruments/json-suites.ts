/** See json-suites.sh. Arguments: the folder with JSONTestSuite's files, blns.json, and the file for outputs.sh. */
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { createChecker } from '../../library';
import type { RunReport } from '../../report/types';
import { type Sandbox, startSandbox } from '../../sandbox';
import { type Call, connect, optionsCall, payoutCall, references, withSegment } from '../../sandbox/testing/client';
import { makeWorkplace, settingsOf } from '../cli';
import { runHarness } from '../harness';
import { closeServers, httpServer } from '../servers';

interface Text {
  readonly name: string;
  readonly bytes: Buffer;
  /** Whether it is JSON; `undefined` if RFC 8259 leaves it to the parser. */
  readonly valid: boolean | undefined;
}

const [folder, list, output] = process.argv.slice(2) as [string, string, string];
const verdicts: Readonly<Record<string, boolean | undefined>> = { y: true, n: false };
const texts: readonly Text[] = readdirSync(folder)
  .filter((name) => /^[yni]_.*\.json$/.test(name))
  .map((name) => ({ name, bytes: readFileSync(join(folder, name)), valid: verdicts[name[0]!] }));
const strings = JSON.parse(readFileSync(list, 'utf8')) as readonly string[];

let checks = 0;
const problems: string[] = [];
function same(what: string, got: unknown, wanted: unknown): void {
  checks += 1;
  if (JSON.stringify(got) !== JSON.stringify(wanted))
    problems.push(`${what}: ${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}`);
}

/** A text as the value of a header; `undefined` if it has a character that none may have. */
function headerValue(text: string): string | undefined {
  const value = Buffer.from(text).toString('latin1');
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value) && value.trim() !== '' ? value : undefined;
}

const isObject = (bytes: Buffer): boolean => {
  const value: unknown = JSON.parse(bytes.toString('utf8'));
  return typeof value === 'object' && value !== null && !Array.isArray(value);
};

const bytesOf = async (stream: IncomingMessage): Promise<Buffer> => Buffer.concat(await stream.toArray());

/** What is sent in place of the answer to the payout call, after the HMAC exchange. */
type Change = (status: number, body: Buffer) => Buffer;

/** A server in front of a sandbox that changes the responses of the payout call. */
async function changing(sandbox: Sandbox, change: { now: Change }): Promise<string> {
  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method, url: path, headers } = incoming;
    const forwarded = request(sandbox.url + path, { method: method!, headers }).end(await bytesOf(incoming));
    const [given] = (await once(forwarded, 'response')) as [IncomingMessage];
    const body = await bytesOf(given);
    const sent = path!.endsWith('/payout') ? change.now(given.statusCode!, body) : body;
    response.writeHead(given.statusCode!, { ...given.headers, 'content-length': sent.length }).end(sent);
  };
  const { url } = await httpServer((incoming, response) => void answer(incoming, response));
  return url;
}

/** Whether a rule says that the body as a whole cannot be read. */
const unreadable = ({ cases }: RunReport): boolean =>
  cases.some(({ findings }) =>
    findings.some(({ rule, where }) => where === 'body' && ['success-body', 'error-body', 'json-text'].includes(rule)),
  );

const kinds = ({ cases }: RunReport, id: string): string[] =>
  (cases.find((each) => each.id === id)?.findings ?? []).map(({ rule, kind }) => `${rule} ${kind}`).sort();

/** Each text as the body of a response, and as a part of a token. */
async function asResponses(sandbox: Sandbox): Promise<void> {
  const change: { now: Change } = { now: (_status, body) => body };
  const baseUrl = await changing(sandbox, change);
  const credentials = sandbox.credentials;
  const run = (id: string, engine: 'newman' | 'direct'): Promise<RunReport> =>
    runHarness({ baseUrl, credentials, select: { ids: [id] }, sending: { engine, retries: 0 } });
  const ofCase = (report: RunReport, id: string): unknown => [
    report.cases.find((each) => each.id === id)?.verdict,
    report.error,
  ];
  const accepted = 'accept.documented';
  const refused = 'refuse.customer-ref.missing';
  const tokenWith =
    (index: number, bytes: Buffer): Change =>
    (status, body) => {
      if (status >= 300) return body;
      const answer = JSON.parse(body.toString());
      return Buffer.from(
        JSON.stringify({ ...answer, accessToken: withSegment(answer.accessToken, index, bytes.toString('base64url')) }),
      );
    };
  for (const { name, bytes, valid } of texts) {
    for (const [id, from, to] of [
      [accepted, 200, 299],
      [refused, 400, 499],
    ] as const) {
      change.now = (status, body) => (status >= from && status <= to ? bytes : body);
      const reports = [await run(id, 'direct'), await run(id, 'newman')] as const;
      for (const report of reports) same(`${name} as the body of ${id}`, ofCase(report, id), ['failed', undefined]);
      same(`${name} as the body of ${id}, by both engines`, kinds(reports[0], id), kinds(reports[1], id));
      if (valid !== undefined) same(`${name} as the body of ${id} is JSON`, !unreadable(reports[0]), valid);
    }
    for (const [index, part] of ['header', 'payload'].entries()) {
      change.now = tokenWith(index, bytes);
      const report = await run(accepted, 'direct');
      same(`${name} as the ${part} of a token`, ofCase(report, accepted), ['failed', undefined]);
      const says = kinds(report, accepted).some((kind) => kind.startsWith('token-form unreadable.'));
      if (valid !== undefined)
        same(`${name} as the ${part} of a token can be read`, !says, valid && bytes.length > 0 && isObject(bytes));
    }
  }
}

/** Each text and each string as what a client sends: the model and the sandbox agree, and neither fails. */
async function asRequests(sandbox: Sandbox): Promise<void> {
  const send = connect(sandbox);
  const { managementToken } = sandbox.credentials;
  const checker = createChecker({ baseUrl: sandbox.url, credentials: sandbox.credentials, strict: true });
  const sent = async (what: string, call: Call): Promise<number> => {
    const { status, rawHeaders, bytes } = await send(call);
    const { method = 'POST', path = '/v1/identity/payout', headers = {}, body } = call;
    const pairs = rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name, rawHeaders[at + 1]!]] : []));
    const { verdict, findings } = await checker.check({
      request: { method, url: sandbox.url + path, headers, ...(body !== undefined && { body }) },
      response: { status, headers: pairs, body: bytes },
    });
    const found = findings.filter(({ level }) => level === 'violation' || level === 'deviation');
    same(what, [verdict, found.map(({ rule, message }) => `${rule}: ${message}`)], ['passed', []]);
    return status;
  };
  const own = sandbox.credentials;
  for (const { name, bytes } of texts) {
    same(`${name} as a request is refused`, (await sent(`${name} as a request`, payoutCall(own, bytes))) >= 400, true);
    const [before = '', after = ''] = references({ orderRef: '@' }).split('"@"');
    await sent(
      `${name} as a reference`,
      payoutCall(own, Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)])),
    );
  }
  for (const text of strings) {
    for (const reference of ['customerRef', 'orderRef', 'instructionRef'])
      await sent(`${JSON.stringify(text)} as ${reference}`, payoutCall(own, references({ [reference]: text })));
    await sent(`${JSON.stringify(text)} as another property`, payoutCall(own, references({ [text]: text })));
    const value = headerValue(text);
    if (value === undefined) continue;
    await sent(`${text} as a correlation id`, payoutCall(own, references(), { 'x-correlation-id': value }));
    for (const authorization of [value, `Bearer ${value}`, `Bearer ${managementToken}${value}`])
      await sent(`${text} in Authorization`, payoutCall(own, references(), { authorization }));
    await sent(`${text} as a payout token`, optionsCall(value));
  }
  send.end();
}

/** Each string as what a user types: refused or taken, and never printed as it is. */
async function asArguments(sandbox: Sandbox): Promise<void> {
  const work = makeWorkplace();
  const env = settingsOf(sandbox);
  const commands: readonly ((text: string) => string[])[] = [
    (text) => ['run', '--dry-run', '--case', text],
    (text) => ['run', '--dry-run', '--grep', text],
    (text) => ['run', '--dry-run', '--tag', text],
    (text) => ['run', '--dry-run', '--target', text],
    (text) => ['run', '--dry-run', '--engine', text],
    (text) => ['run', '--dry-run', '--seed', text],
    (text) => ['run', '--dry-run', '--quarantine', text],
    (text) => ['run', '--collection', text],
    (text) => ['run', '--last-failed', text],
    (text) => ['report', '--history', text],
    (text) => ['fleet', text],
    (text) => ['check', text],
    (text) => ['report', text, '--out', 'report'],
    (text) => ['sandbox', '--fault', text],
    (text) => ['sign', '--body', text],
    (text) => ['convert', text, 'out.json'],
    (text) => [text],
    (text) => ['run', text],
  ];
  for (const text of strings)
    for (const command of commands) {
      const args = command(text);
      const failed = (error: Error) => ({ exitCode: -1, stdout: '', stderr: error.message });
      const { exitCode, stdout, stderr } = await work.run(args, { env }).catch(failed);
      const what = `exit code of ${JSON.stringify(args)}`;
      same(what, exitCode === 0 || exitCode === 2 ? 'known' : `${exitCode}: ${stderr}`, 'known');
      same(`${what}: controls`, /[^\P{C}\n]|[\u2028\u2029]/u.exec(stdout + stderr)?.[0], undefined);
    }
  work.remove();
}

async function everything(): Promise<void> {
  if (texts.length < 300 || strings.length < 500) throw new Error(`${texts.length} texts, ${strings.length} strings`);
  const sandbox = await startSandbox();
  await asResponses(sandbox);
  await asRequests(sandbox);
  await asArguments(sandbox);
  await closeServers();
  await sandbox.close();
  const all = [...strings, ...texts.map(({ bytes }) => bytes.toString('utf8')).filter(({ length }) => length < 10_000)];
  writeFileSync(output, JSON.stringify(all.map((text, index) => [`${index}`, text])));
  for (const problem of problems.slice(0, 200)) console.log(`failed: ${problem}`);
  if (problems.length > 0) throw new Error(`${problems.length} of ${checks} checks failed`);
  console.log(`json-suites: ${texts.length} JSON texts and ${strings.length} strings, ${checks} checks`);
}

void everything();
