import { createHash, createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { startSandbox } from '..';
import type { SandboxCredentials } from '../behaviour';
import type { Sandbox, SandboxOptions } from '../types';

/** A request to a sandbox; the path is the payout call's unless it is given. */
export interface Call {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** The response. */
export interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly rawHeaders: readonly string[];
  readonly bytes: Buffer;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it and fail if it is something else.
  readonly json: any;
}

/** A connection to a sandbox that sends what it is told, byte for byte. */
export function connect({ url }: Pick<Sandbox, 'url'>): ((call: Call) => Promise<Answer>) & { end(): void } {
  const agent = new Agent({ keepAlive: true });
  const send = (call: Call): Promise<Answer> => {
    const { method = 'POST', path = '/v1/identity/payout', headers = {}, body } = call;
    return new Promise<Answer>((resolve, reject) => {
      const outgoing = request(
        `${url}${path}`,
        { method, headers: { ...headers, ...length(call) }, agent },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () => {
            const bytes = Buffer.concat(chunks);
            resolve({
              status: incoming.statusCode ?? 0,
              reason: incoming.statusMessage ?? '',
              headers: incoming.headers,
              rawHeaders: incoming.rawHeaders,
              bytes,
              text: bytes.toString('utf8'),
              json: parse(bytes.toString('utf8')),
            });
          });
        },
      );
      outgoing.on('error', (error) => (outgoing.reusedSocket ? resolve(send(call)) : reject(error)));
      outgoing.end(body);
    });
  };
  return Object.assign(send, { end: () => agent.destroy() });
}

/** Runs a function with its own sandbox. */
export async function withSandbox<T>(
  options: SandboxOptions,
  use: (send: ReturnType<typeof connect>, sandbox: Sandbox) => Promise<T>,
): Promise<T> {
  const sandbox = await startSandbox(options);
  const send = connect(sandbox);
  try {
    return await use(send, sandbox);
  } finally {
    send.end();
    await sandbox.close();
  }
}

/** A baseline sandbox for all tests of a file. */
export interface SharedSandbox {
  readonly sandbox: Sandbox;
  readonly send: ReturnType<typeof connect>;
  /** The credentials of its partner. */
  readonly own: SandboxCredentials;
}

/** Starts one for the file that calls this at its top; its fields are there once the tests run. */
export function sharedSandbox(): SharedSandbox {
  const shared = {} as { -readonly [name in keyof SharedSandbox]: SharedSandbox[name] };
  beforeAll(async () => {
    shared.sandbox = await startSandbox();
    shared.send = connect(shared.sandbox);
    shared.own = shared.sandbox.credentials;
  });
  afterAll(async () => {
    shared.send.end();
    await shared.sandbox.close();
  });
  return shared;
}

/** The codes of an E3 body. */
export const codes = ({ json }: Answer): string[] => json.errors.map((entry: { errorCode: string }) => entry.errorCode);

/** The three references of the documentation, or others. */
export function references(changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ customerRef: 'my-customer-ref', orderRef: '1', instructionRef: '1', ...changes });
}

/** A valid payout request with changes. A header set to `undefined` is omitted. */
export function payoutCall(
  { managementToken }: SandboxCredentials,
  body: string | Uint8Array = references(),
  changes: Readonly<Record<string, string | undefined>> = {},
): Call {
  const headers = { authorization: `Bearer ${managementToken}`, 'content-type': 'application/json', ...changes };
  return {
    body,
    headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)) as Record<
      string,
      string
    >,
  };
}

/** The options call with a token. */
export function optionsCall(token: unknown): Call {
  return { method: 'GET', path: '/v1/payout/options', headers: { authorization: `Bearer ${token}` } };
}

/** How an HMAC request may differ from a valid one. */
export interface HmacChanges {
  readonly publicKey?: string;
  readonly privateKey?: string;
  readonly nonce?: string;
  readonly timestamp?: number | string;
  readonly scheme?: string;
  readonly body?: string;
  readonly path?: string;
  readonly sign?: (signature: string) => string;
}

/** A signed request for a management token, computed here from the documentation alone. */
export function hmacCall(credentials: SandboxCredentials, changes: HmacChanges = {}): Call {
  const { publicKey = credentials.publicKey, privateKey = credentials.privateKey } = changes;
  const { nonce = randomUUID(), timestamp = Math.floor(Date.now() / 1000), scheme = 'Hmac', body } = changes;
  const bodyHash = body === undefined ? '' : createHash('sha256').update(body).digest('base64');
  const signature = createHmac('sha256', Buffer.from(privateKey, 'base64'))
    .update(`${publicKey}:${nonce}:${timestamp}:${bodyHash}`)
    .digest('base64');
  const sent = changes.sign?.(signature) ?? signature;
  return {
    path: changes.path ?? '/v1/identity/hmac',
    headers: { authorization: `${scheme} ${publicKey}:${nonce}:${timestamp}:${sent}` },
    ...(body === undefined ? {} : { body }),
  };
}

/** The claims of a token. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into it and fail if it is something else.
export function claimsOf(token: string): any {
  return parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
}

/** A segment of a token. */
export const segment = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token with one of its segments replaced. */
export function withSegment(token: string, index: number, segment: string): string {
  return token
    .split('.')
    .map((old, at) => (at === index ? segment : old))
    .join('.');
}

/** Node omits Content-Length for methods that rarely have a body. */
function length({ body, headers }: Call): Readonly<Record<string, number>> {
  return body === undefined || headers?.['transfer-encoding'] !== undefined
    ? {}
    : { 'content-length': Buffer.byteLength(body) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
