import { cases } from '../contract';
import { variablesOf } from '../contract/define';
import { deriveVariables } from '../contract/derive';
import type { HeaderList } from '../contract/exchange';
import { resolveRequest } from '../contract/request';
import type { WireRequest } from '../lib/wire-exchange';
import { nodeHost } from '../run/host';
import { type Sandbox, startSandbox } from '../sandbox';
import { addedHeaders } from '../tools/mutants/wire-record';
import { directEngine } from './direct';
import { newmanEngine } from './newman';
import type { Engine, PreparedRequest } from './types';

type OnWire = Pick<WireRequest, 'method' | 'path' | 'body'> & { readonly headers: HeaderList };

let sandbox: Sandbox;
const wire = new Map<string, Map<string, OnWire>>();
let prepared: PreparedRequest[];

function onWire({ method, path, rawHeaders, body }: WireRequest, own: Readonly<Record<string, string>>): OnWire {
  const pairs = Array.from({ length: rawHeaders.length / 2 }, (_, at) => rawHeaders.slice(2 * at, 2 * at + 2));
  const headers = pairs.filter(([name]) => !Object.hasOwn(own, name!)) as unknown as HeaderList;
  return { method, path, headers, body };
}

async function record(engine: Engine, own: Readonly<Record<string, string>>): Promise<void> {
  const before = sandbox.requests.length;
  const outcomes: string[] = [];
  for await (const { caseId, outcome } of engine.send(prepared, {
    signal: new AbortController().signal,
    timeoutMs: 60_000,
  }))
    outcomes.push(`${caseId} ${outcome.kind}`);
  expect(outcomes).toEqual(cases.map(({ id }) => `${id} response`));
  const sent = sandbox.requests.slice(before);
  expect(sent).toHaveLength(cases.length);
  wire.set(engine.name, new Map(cases.map(({ id }, at) => [id, onWire(sent[at]!, own)])));
}

beforeAll(async () => {
  sandbox = await startSandbox();
  const { credentials } = sandbox;
  const used = {
    verdict: 'passed',
    accepted: true,
    token: credentials.managementToken,
    authorization: 'Hmac a:b:1:c',
  } as const;
  // The same values for both engines, so that their bytes can be compared.
  prepared = cases.map((contractCase) => ({
    contractCase,
    attempt: 1,
    values: deriveVariables(
      variablesOf(contractCase.request),
      { ...credentials, hmacPath: '/v1/identity/hmac' },
      used,
      nodeHost(Math.random),
    ),
  }));
  await record(newmanEngine(sandbox.url), addedHeaders.newman);
  const direct = directEngine(sandbox.url);
  await record(direct, addedHeaders.direct);
  await direct.close();
});

afterAll(() => sandbox.close());

const newman = (id: string): OnWire => wire.get('newman')!.get(id)!;
const direct = (id: string): OnWire => wire.get('direct')!.get(id)!;

describe('the requests on the wire', () => {
  it('are the same from both engines, and as the contract writes them', () => {
    const readable = ({ body: bytes, ...rest }: OnWire) => ({ ...rest, body: Buffer.from(bytes).toString('latin1') });
    for (const { contractCase, values } of prepared) {
      const { id } = contractCase;
      const { method, url, headers, body = '' } = resolveRequest(contractCase.request, '', values);
      const expected = readable({ method, path: url, headers, body: Buffer.from(body as string) });
      const sent = { newman: readable(newman(id)), direct: readable(direct(id)) };
      expect({ id, ...sent }).toEqual({ id, newman: expected, direct: expected });
    }
  });
});

describe.each([
  ['newman', newman],
  ['direct', direct],
] as const)('the %s engine', (_name, sent) => {
  const header = (id: string, wanted: string) =>
    sent(id)
      .headers.filter(([each]) => each.toLowerCase() === wanted)
      .map(([, value]) => value);

  it('leaves out a missing Content-Type', () => {
    expect(sent('media.missing').body.length).toBeGreaterThan(0);
    expect(header('media.missing', 'content-type')).toEqual([]);
  });

  it('leaves out a missing Authorization', () => {
    expect(header('auth.missing', 'authorization')).toEqual([]);
  });

  it('sends an empty Authorization', () => {
    expect(header('auth.empty', 'authorization')).toEqual(['']);
  });

  it('sends invalid UTF-8 as it is', () => {
    expect(Buffer.from(sent('body.invalid-utf8').body).includes(Buffer.from([0xff, 0xfe]))).toBe(true);
  });

  it('sends a duplicated key twice', () => {
    expect(Buffer.from(sent('observe.duplicate-property').body).toString().split('"customerRef"')).toHaveLength(3);
  });

  it('sends HEAD without a body', () => {
    expect(sent('method.head').body).toHaveLength(0);
  });
});

describe.each<[string, (url: string) => Engine & { close?: () => Promise<void> }]>([
  ['newman', newmanEngine],
  ['direct', directEngine],
])('the %s engine below a base URL with a path', (_name, make) => {
  it.each(['accept.documented', 'hmac.documented', 'auth.query-string'])('keeps the path: %s', async (id) => {
    const before = sandbox.requests.length;
    const only = prepared.filter(({ contractCase }) => contractCase.id === id);
    const engine = make(`${sandbox.url}/behind/a/gateway`);
    const options = { signal: new AbortController().signal, timeoutMs: 60_000 };
    for await (const { request, outcome } of engine.send(only, options)) {
      expect(outcome).toMatchObject({ kind: 'response', status: 404 });
      expect(request.url).toBe(`${sandbox.url}${sandbox.requests[before]!.path}`);
    }
    await engine.close?.();
    expect(sandbox.requests.slice(before).map(({ path }) => path)).toEqual([`/behind/a/gateway${newman(id).path}`]);
  });
});
