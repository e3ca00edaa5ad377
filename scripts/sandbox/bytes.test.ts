import { jsonCorpus } from '../testing/json-corpus';
import { startSandbox } from '.';
import { connect, hmacCall, optionsCall, payoutCall, references } from './testing/client';
import type { Sandbox } from './types';

let sandbox: Sandbox;
let send: ReturnType<typeof connect>;

beforeAll(async () => {
  sandbox = await startSandbox();
  send = connect(sandbox);
});

afterAll(async () => {
  send.end();
  await sandbox.close();
});

/** The same bytes as a whole body, and in the place of a reference. */
function bodiesOf(bytes: Buffer): readonly Buffer[] {
  const [before = '', after = ''] = references({ customerRef: '@' }).split('"@"');
  return [bytes, Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)])];
}

const isAllowed = (value: unknown): boolean => typeof value === 'string' && /^[\w.-]{1,50}$/.test(value);

/** The customer reference that a strict reader finds in a body. */
function customerRefIn(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)).customerRef;
  } catch {
    return undefined;
  }
}

describe('the sandbox', () => {
  it('refuses bytes that are not a request, without a server error', async () => {
    for (const { name, bytes } of jsonCorpus)
      for (const body of bodiesOf(bytes)) {
        const { status, json } = await send(payoutCall(sandbox.credentials, body));
        const expected = isAllowed(customerRefIn(body)) ? [201] : [400, 413];
        const seen = { known: expected.includes(status), hasErrors: json?.errors?.length > 0 };
        expect({ name, status, ...seen }).toEqual({ name, status, known: true, hasErrors: status !== 201 });
      }
  });

  it('refuses them at the calls that take no body', async () => {
    for (const { name, bytes } of jsonCorpus) {
      const options = { ...optionsCall('none'), method: 'POST', body: bytes };
      const refused = (await send(options)).status;
      // Without a byte, the HMAC request is a good one.
      const { status } = await send({ ...hmacCall(sandbox.credentials), body: bytes });
      const known = (bytes.length === 0 ? [201] : [401, 413]).includes(status);
      expect({ name, refused, status, known }).toEqual({ name, refused: 405, status, known: true });
    }
  });

  it('still accepts the documented request', async () => {
    expect((await send(payoutCall(sandbox.credentials))).status).toBe(201);
  });
});
