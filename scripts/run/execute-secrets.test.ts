import type { Exchange } from '../contract/exchange';
import { resolveRequest } from '../contract/request';
import type { Engine, PreparedRequest } from '../http/types';
import { documentedClaims, examplePrivateKey, exampleToken, issued, refused } from '../judge/rules/example';
import type { RunEvent } from '../report/types';
import { runHarness } from '../testing/harness';
import { httpServer } from '../testing/servers';

const publicKey = '3f8e0a5e-5d0b-4c57-9f6d-1b2c3d4e5f60';
const seconds = Math.floor(Date.now() / 1000);
const times = { iat: seconds, exp: seconds + 3600 };
const management = exampleToken({ ...times, aud: 'management-api', role: ['tenant-admin'] });
const expires = String(times.exp * 1000);

/** What a server answers that knows no shame: its errors echo the token of the caller in every form. */
function answer({ contractCase: { id } }: PreparedRequest): { status: number; body: object } {
  if (id.startsWith('hmac.')) return { status: 201, body: { accessToken: management, expires } };
  if (id.startsWith('accept.')) return { status: 201, body: issued({ ...documentedClaims, ...times }, { expires }) };
  const forms = [
    management,
    encodeURIComponent(management),
    ...(['base64', 'base64url', 'hex'] as const).map((form) => Buffer.from(management).toString(form)),
  ];
  const message = `${forms.join(' ')} ${Buffer.from(`--${examplePrivateKey}`).toString('base64')}`;
  return { status: 400, body: refused('CUSTOMER_REF_IS_REQUIRED', { timestamp: seconds }, { message }) };
}

const engine: Engine = {
  name: 'canned',
  batchSize: 16,
  async *send(batch) {
    for (const prepared of batch) {
      const { method, url, headers, body } = resolveRequest(
        prepared.contractCase.request,
        'https://x.example.com',
        prepared.values,
      );
      const { status, body: answered } = answer(prepared);
      const exchange: Exchange = {
        caseId: prepared.contractCase.id,
        attempt: prepared.attempt,
        request: { method, url, headers, ...(typeof body === 'string' && { body }) },
        outcome: {
          ...{ kind: 'response', status, statusText: '', headers: [['Content-Type', 'application/json']] },
          ...{ body: JSON.stringify(answered), validUtf8: true, receivedAt: Date.now(), durationMs: 1 },
        },
      };
      yield exchange;
    }
  },
};

async function run(ids: readonly string[]): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = [];
  const server = await httpServer(() => undefined);
  await runHarness({
    baseUrl: server.url,
    credentials: { publicKey, privateKey: examplePrivateKey },
    select: { ids },
    sending: { through: () => engine, retries: 0 },
    hooks: { onEvent: (event) => void events.push(event) },
  });
  await server.close();
  return events;
}

describe('the events of a run that fetches its token', () => {
  let text: string;
  beforeAll(async () => {
    text = JSON.stringify(await run(['refuse.customer-ref.missing']));
  });

  it('include every case', () => {
    for (const id of ['hmac.documented', 'accept.documented', 'refuse.customer-ref.missing'])
      expect(text).toContain(id);
    expect(text).toContain('secret-echo');
  });

  it.each([
    ['as it is', management],
    ['in base64', Buffer.from(management).toString('base64')],
    ['in hexadecimal', Buffer.from(management).toString('hex')],
  ])('contain no nine characters of the fetched token %s', (_name, secret) => {
    const shown = Array.from({ length: secret.length - 8 }, (_, start) => secret.slice(start, start + 9));
    expect(shown.filter((part) => text.includes(part))).toEqual([]);
  });

  it('hold no private key', () => {
    expect(text).not.toContain(examplePrivateKey.slice(0, 9));
    expect(text).not.toContain(Buffer.from(examplePrivateKey).toString('base64').slice(4, 20));
  });

  it('show the public key and the times, which are not secret', () => {
    expect(text).toContain(`Hmac ${publicKey}:`);
    expect(text).toContain(`\\"timestamp\\":${seconds}`);
    expect(text).toContain(`\\"expires\\":\\"${expires}\\"`);
  });
});
