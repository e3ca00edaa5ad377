import { createContext, runInContext } from 'node:vm';
import { cases } from '../../../contract';
import { postmanCollection } from '../collection';

interface Script {
  readonly listen: string;
  readonly script: { readonly exec: readonly string[] };
}

let scripts: Record<string, string>;
beforeAll(async () => {
  const { event } = (await postmanCollection()) as { event: readonly Script[] };
  scripts = Object.fromEntries(event.map(({ listen, script: { exec } }) => [listen, exec.join('\n')]));
});

const documented = cases.find(({ id }) => id === 'accept.documented')!;
const body = '{"customerRef":"my-customer-ref","orderRef":"1","instructionRef":"1"}';
const correlationId = '0b3d3c9e-8f0a-4f5a-9a44-6a4e4a3d5b0f';
const refusal = JSON.stringify({
  timestamp: Math.floor(Date.now() / 1000),
  correlationId,
  errors: [
    { errorCode: 'REQUEST_REFUSED', message: 'refused', messageTemplate: 'refused', metadata: { correlationId } },
  ],
});

/** What Bruno shows after a response. */
function inBruno(sent: {
  readonly title?: string;
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly body?: unknown;
  readonly status?: number;
  readonly answer?: unknown;
  readonly size?: number;
  readonly bytes?: Buffer;
  readonly variables?: Readonly<Record<string, string>>;
}): { readonly shown: Record<string, string>; readonly variables: Map<string, string> } {
  const { title = documented.title, status = 400, answer = refusal, bytes } = sent;
  const variables = new Map(Object.entries(sent.variables ?? {}));
  const shown: Record<string, string> = {};
  const context = createContext({
    bru: {
      hasVar: (name: string) => variables.has(name),
      getVar: (name: string) => variables.get(name),
      // Bruno refuses other names.
      setVar: (name: string, value: string) => expect(name).toMatch(/^[\w.-]*$/) ?? variables.set(name, value),
      deleteVar: (name: string) => variables.delete(name),
      getEnvVar: () => undefined,
      getCollectionVar: () => undefined,
      getGlobalEnvVar: () => undefined,
    },
    req: {
      getName: () => title,
      getMethod: () => 'POST',
      getUrl: () => 'http://127.0.0.1:1/v1/identity/payout',
      getHeaders: () => sent.headers ?? { Authorization: 'Bearer none', 'Content-Type': 'application/json' },
      getBody: () => ('body' in sent ? sent.body : body),
      disableParsingResponseJson: () => undefined,
    },
    res: {
      getStatus: () => status,
      getStatusText: () => '',
      getHeaders: () => ({
        'content-type': 'application/json',
        'www-authenticate': 'Bearer',
        date: new Date().toUTCString(),
      }),
      getBody: () => answer,
      getResponseTime: () => 1,
      getSize: () => ({ body: sent.size ?? String(answer).length }),
      ...(bytes && { getDataBuffer: () => bytes }),
    },
    test: (name: string, check: () => void) => {
      try {
        check();
        shown[name] = 'passed';
      } catch (error) {
        shown[name] = (error as Error).message;
      }
    },
    console: { log: (line: string) => (shown[line] = 'noted') },
  });
  runInContext(scripts.test!, context);
  return { shown, variables };
}

/** What Bruno sends after the script before a request; in safe mode, its scripts cannot give it bytes. */
function sentByBruno(id: string, mode: 'developer' | 'safe', headers: Record<string, string | null>, body?: string) {
  const variables = new Map([
    ['managementToken', 'a-token'],
    ['remembered.accept.documented', '{"verdict":"passed","accepted":true}'],
  ]);
  const request: { headers: typeof headers; body: unknown } = { headers: { ...headers }, body };
  const interpolate = (text: string): string =>
    text.replace(/\{\{([\w.-]+)\}\}/g, (whole, name: string) => variables.get(name) ?? whole);
  const context = createContext({
    bru: {
      hasVar: (name: string) => variables.has(name),
      getVar: (name: string) => variables.get(name),
      setVar: (name: string, value: string) => variables.set(name, value),
      getEnvVar: () => undefined,
      getCollectionVar: () => undefined,
      getGlobalEnvVar: () => undefined,
      interpolate,
    },
    req: {
      getName: () => title(id),
      getUrl: () => 'http://127.0.0.1:1/v1/identity/payout',
      getHeaders: () => request.headers,
      getBody: () => request.body,
      setBody: (value: unknown) => {
        request.body = mode === 'safe' && typeof value === 'object' ? { ...value } : value;
      },
      setHeader: (name: string, value: string | null) => (request.headers[name] = value),
      disableParsingResponseJson: () => undefined,
    },
    ...{ Buffer, console, require: () => ({}) },
  });
  runInContext(scripts.prerequest!, context);
  const sent = typeof request.body === 'string' ? interpolate(request.body) : request.body;
  return { headers: request.headers, body: sent, variables };
}

const title = (id: string): string => cases.find((each) => each.id === id)!.title;

describe("with Bruno's names, the scripts of the collection", () => {
  it('find their case by its title, which no other case has', () => {
    expect(new Set(cases.map((each) => each.title)).size).toBe(cases.length);
    expect(Object.keys(inBruno({ title: 'a request that a user added' }).shown)).toEqual([]);
  });

  it('pass a response that keeps the contract, and fail one that breaks it', () => {
    const missing = title('refuse.customer-ref.missing');
    const accepted = { 'remembered.accept.documented': '{"verdict":"passed","accepted":true}' };
    const named = refusal.replace('REQUEST_REFUSED', 'CUSTOMER_REF_IS_REQUIRED');
    const about = { title: missing, body: '{"orderRef":"1","instructionRef":"1"}', variables: accepted };
    expect(inBruno({ ...about, answer: named }).shown).toMatchObject({
      'refuse.customer-ref.missing: passed': 'passed',
    });
    const broken = Object.entries(inBruno({ ...about, status: 500, answer: '{}' }).shown);
    expect(broken).toContainEqual([expect.stringContaining('violation'), expect.stringContaining('500')]);
  });

  it('read a body that Bruno parsed, as it does in safe mode if the status is an error', () => {
    const { shown } = inBruno({ title: title('auth.missing'), status: 401, answer: JSON.parse(refusal) });
    expect(Object.keys(shown)).toEqual([expect.stringMatching(/^auth\.missing: passed/)]);
  });

  it.each([
    ['in developer mode', Buffer.from('{"note":"\xFF"}', 'latin1')],
    ['in safe mode', undefined],
  ])('notice a body that is not UTF-8 %s', (_, bytes) => {
    const { shown } = inBruno({ status: 201, answer: '{"note":"\uFFFD"}', size: 12, ...(bytes && { bytes }) });
    expect(Object.keys(shown).join('\n')).toContain('UTF-8');
  });

  it.each([
    ['body.truncated', { body: '{"customerRef":"a' }, 'what is not JSON as a JSON string'],
    ['body.invalid-utf8', { body: undefined }, 'no file'],
    ['body.invalid-utf8', { body: null }, 'no file'],
    ['body.form', { body: { type: 'Buffer', data: [97] } }, 'bytes'],
    ['media.missing', { headers: { 'content-type': 'text/plain' } }, 'of its own'],
    [
      'media.form',
      { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: '{"customerRef":"{{customerRef}}"}' },
      'no variables',
    ],
  ])('have no verdict on what Bruno sends otherwise: %s', (id, sent, reason) => {
    const { shown } = inBruno({ title: title(id), ...sent });
    expect(shown).toEqual({ [`${id}: inconclusive: Bruno ${Object.keys(shown)[0]?.split('Bruno ')[1]}`]: 'noted' });
    expect(Object.keys(shown)[0]).toContain(reason);
  });

  const json = { 'Content-Type': 'application/json' };
  const form = { 'Content-Type': 'application/x-www-form-urlencoded' };

  it.each(['body.truncated', 'body.form', 'body.unclosed'])('give Bruno the bytes of what is not JSON: %s', (id) => {
    const { request } = cases.find((each) => each.id === id)!;
    const text = request.body && 'text' in request.body ? request.body.text : '';
    const { body, variables } = sentByBruno(id, 'developer', json, text);
    expect(Buffer.isBuffer(body) && body.toString()).toBe(
      text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => variables.get(name)!),
    );
    expect(sentByBruno(id, 'safe', json, text).body).toEqual(expect.any(String));
  });

  it('give Bruno the bytes of a file', () => {
    const bytes = sentByBruno('body.invalid-utf8', 'developer', { ...json, 'content-type': 'text/plain' });
    expect(bytes.headers['content-type']).toBe('application/json');
    expect(Buffer.isBuffer(bytes.body) && [...bytes.body].filter((byte) => byte >= 0xfe)).toEqual([0xff, 0xfe]);
    expect(sentByBruno('body.invalid-utf8', 'safe', json).body).toBeUndefined();
  });

  it.each(['developer', 'safe'] as const)(
    'keep Bruno from adding a media type, and fill in a form, in %s mode',
    (mode) => {
      expect(sentByBruno('media.missing', mode, { 'content-type': 'text/plain' }, '{}').headers).toEqual({
        'content-type': null,
      });
      const { body, headers } = sentByBruno('media.form', mode, form, '{"customerRef":"{{customerRef}}"}');
      expect([body, headers]).toEqual([expect.stringMatching(/^\{"customerRef":"cust-\w+"\}$/), form]);
    },
  );

  it('leave JSON to Bruno', () => {
    const text = '{"customerRef":"{{customerRef}}","orderRef":"b","instructionRef":"c"}';
    expect(sentByBruno('accept.fresh-references', 'developer', json, text)).toMatchObject({
      body: expect.stringMatching(/^\{"customerRef":"cust-\w+","orderRef"/),
      headers: json,
    });
  });

  it('do not send again, as Bruno does not wait for it', () => {
    const { shown } = inBruno({ status: 503, answer: '' });
    expect(Object.entries(shown)).toEqual([[expect.stringMatching(/^accept\.documented: errored/), expect.anything()]]);
  });
});

describe('in another program, the scripts of the collection say that they cannot judge', () => {
  it.each([
    ['which has no name that they know', (text: string) => text, {}],
    // Insomnia's importer renames `pm.`, also where Insomnia defines both.
    [
      'into which they were translated',
      (text: string) => text.replace(/(?<![.$\-"'])\bpm\./g, 'insomnia.'),
      { pm: {} },
    ],
  ])('%s', (_, translated, names) => {
    for (const listen of ['prerequest', 'test']) {
      const context = createContext({ ...names, insomnia: { info: { requestId: 'req_1' } }, require: () => ({}) });
      expect(() => runInContext(translated(scripts[listen]!), context)).toThrow(
        'this program cannot judge the contract',
      );
    }
  });
});

it("the scripts use no name that Bruno's importer replaces", () => {
  for (const text of Object.values(scripts)) {
    expect(text).not.toMatch(/(?<![\w$]|(?<!\.\.)\.)request\.(url|method|headers|body|name)\b/);
    expect(text).not.toMatch(/[=:(]\s*pm\s*[;,)]|\}\s*=\s*pm\b/);
  }
});
