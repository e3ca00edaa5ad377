import { execFile } from 'node:child_process';
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { request as nodeRequest } from 'node:http';
import { request as undiciRequest } from 'undici';

/** What a partner gets to write a client with. */
export interface Partner {
  readonly url: string;
  readonly publicKey: string;
  readonly privateKey: string;
  readonly accountId: string;
  readonly tenantId: string;
  readonly expiredToken: string;
}

export interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
export interface Received {
  readonly status: number;
  readonly body: string;
}

/** Sends a request as one HTTP library does. */
export type Sender = (partner: Partner, sent: Sent) => Promise<Received>;

export const byFetch: Sender = async ({ url }, { method = 'POST', path = payout, headers = {}, body }) => {
  const response = await fetch(url + path, { method, headers, ...(body !== undefined && { body }) });
  return { status: response.status, body: await response.text() };
};

export const byUndici: Sender = async ({ url }, { method = 'POST', path = payout, headers = {}, body }) => {
  const response = await undiciRequest(url + path, { method: method as 'POST', headers, body: body ?? null });
  return { status: response.statusCode, body: await response.body.text() };
};

export const byNode: Sender = ({ url }, { method = 'POST', path = payout, headers = {}, body = '' }) =>
  new Promise((resolve, reject) => {
    const sending = nodeRequest(url + path, { method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    sending.on('error', reject).end(body);
  });

export const byCurl: Sender = ({ url }, { method = 'POST', path = payout, headers = {}, body }) =>
  new Promise((resolve, reject) => {
    const options = Object.entries(headers).flatMap(([name, value]) => [
      '-H',
      value === '' ? `${name};` : `${name}: ${value}`,
    ]);
    const data = body === undefined ? [] : ['--data-binary', body];
    const args = ['-s', '-m', '60', '-X', method, '-w', '\n%{http_code}', ...options, ...data, url + path];
    execFile('curl', args, (error, stdout) => {
      if (error) return reject(error);
      const at = stdout.lastIndexOf('\n');
      resolve({ status: Number(stdout.slice(at + 1)), body: stdout.slice(0, at) });
    });
  });

export const payout = '/v1/identity/payout';
export const exchange = '/v1/identity/hmac';
const options = '/v1/payout/options';
export const jsonType = { 'Content-Type': 'application/json' };
export const references = { customerRef: 'my-customer-ref', orderRef: '1', instructionRef: '1' };

/** The steps of the published HMAC example, each of which a client may get wrong. */
export interface Signing {
  readonly body?: string;
  readonly nonce?: string;
  readonly time?: string;
  readonly key?: (partner: Partner) => string | Buffer;
  readonly algorithm?: string;
  readonly bodyHash?: (body: string) => string;
  readonly text?: (parts: { publicKey: string; nonce: string; time: string; bodyHash: string }) => string;
  readonly encoding?: 'base64' | 'hex' | 'base64url';
}

/** The Authorization header as the published JavaScript example computes it. */
export function hmacHeader(partner: Partner, signing: Signing = {}): string {
  const { publicKey, privateKey } = partner;
  const { body = '', nonce = randomUUID(), time = String(Math.floor(Date.now() / 1000)) } = signing;
  const hash = signing.bodyHash ?? ((text: string) => createHash('sha256').update(text).digest('base64'));
  const bodyHash = body === '' && !signing.bodyHash ? '' : hash(body);
  const text = signing.text ?? ((parts) => `${parts.publicKey}:${parts.nonce}:${parts.time}:${parts.bodyHash}`);
  const key = signing.key?.(partner) ?? Buffer.from(privateKey, 'base64');
  const signature = createHmac(signing.algorithm ?? 'sha256', key)
    .update(text({ publicKey, nonce, time, bodyHash }), 'utf8')
    .digest(signing.encoding ?? 'base64');
  return `Hmac ${publicKey}:${nonce}:${time}:${signature}`;
}

const tokenIn = ({ body }: Received): string => {
  const token: unknown = (JSON.parse(body) as { accessToken?: unknown }).accessToken;
  if (typeof token !== 'string') throw new Error(`no token in ${body}`);
  return token;
};

/** A new management token. */
export const getToken = async (partner: Partner, send: Sender = byFetch, signing: Signing = {}): Promise<string> =>
  tokenIn(await send(partner, { path: exchange, headers: { Authorization: hmacHeader(partner, signing) } }));

export const bearer = (token: string): Record<string, string> => ({ Authorization: `Bearer ${token}` });

/** A correct request for a payout token, changed. */
export async function askPayout(
  partner: Partner,
  token: string,
  change: Sent = {},
  send: Sender = byFetch,
): Promise<Received> {
  const headers = { ...bearer(token), ...jsonType };
  return send(partner, { headers, body: JSON.stringify(references), ...change });
}

export const payoutTokenOf = async (partner: Partner, token: string, body: object = references): Promise<string> =>
  tokenIn(await askPayout(partner, token, { body: JSON.stringify(body) }));

export const getOptions = (partner: Partner, token: string, query = ''): Promise<Received> =>
  byFetch(partner, { method: 'GET', path: `${options}${query}`, headers: bearer(token) });

export const inTurn = async (count: number, act: (index: number) => Promise<unknown>): Promise<void> => {
  for (let index = 0; index < count; index += 1) await act(index);
};
