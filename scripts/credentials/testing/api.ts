import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { base64urlEncode } from '../../lib/base64url';
import { secureServer } from '../../testing/secure-servers';
import { httpServer, type LocalServer, localServer } from '../../testing/servers';
import type { Certificate } from './certificates';

/** A complete response. */
export interface ScriptedAnswer {
  readonly status: number;
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

type Call = 'first' | 'hmac' | 'hmacOther' | 'payout' | 'options';
export type Script = Partial<Record<Call, ScriptedAnswer>>;

const callOf: Readonly<Record<string, Call>> = {
  'POST /v1/identity/hmac': 'hmac',
  'POST /identity/v1/hmac/management': 'hmacOther',
  'POST /v1/identity/payout': 'payout',
  'GET /v1/payout/options': 'options',
};

/** A token with these claims and an invalid signature. */
export function tokenOf(claims: Readonly<Record<string, unknown>>): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = { iat: now, exp: now + 3600, ...claims };
  return [JSON.stringify({ alg: 'HS256', typ: 'JWT' }), JSON.stringify(payload), 'a signature of thirty-two bytes.']
    .map(base64urlEncode)
    .join('.');
}

export const issue = (claims: Readonly<Record<string, unknown>>): ScriptedAnswer => ({
  status: 201,
  body: { accessToken: tokenOf(claims), expires: String((Math.floor(Date.now() / 1000) + 3600) * 1000) },
});

/** An error as of 2019-09. */
export const error = (status: number, errorCode: string): ScriptedAnswer => ({
  status,
  body: {
    timestamp: 1568203200,
    correlationId: '0HM-server-side-id',
    errors: [{ errorCode, message: 'No.', messageTemplate: 'No.', metadata: {} }],
  },
});

export const page = (status = 200): ScriptedAnswer => ({
  status,
  body: '<!doctype html><title>Guest network</title><p>Please log in.',
  headers: { 'Content-Type': 'text/html' },
});

function defaultAnswer(call: Call, body: string): ScriptedAnswer {
  if (call === 'first') return error(401, 'UNAUTHORISED');
  if (call === 'options') return { status: 200, body: { rewards: [] } };
  if (call === 'payout') return issue({ aud: 'payout-api', ...JSON.parse(body || '{}') });
  return issue({ aud: 'management-api', role: ['tenant-admin'], tenant: 'a-tenant' });
}

async function answer(script: Script, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let body = '';
  for await (const chunk of request) body += chunk;
  const known = callOf[`${request.method} ${request.url}`] ?? 'first';
  const call = known === 'options' && !request.headers.authorization ? 'first' : known;
  const { status, body: content = '', headers = {} } = script[call] ?? defaultAnswer(call, body);
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(typeof content === 'string' ? content : JSON.stringify(content));
}

/** An API that accepts everything that the script does not answer. */
export const scriptedApi = (script: Script = {}): Promise<LocalServer> =>
  httpServer((request, response) => void answer(script, request, response));

/** The same over TLS. */
export const secureApi = (certificate: Certificate, script: Script = {}): Promise<LocalServer> =>
  secureServer(certificate, (request, response) => void answer(script, request, response));

/** A proxy that tunnels, or that answers each CONNECT with a status. */
export function tunnelProxy(status = 200): Promise<LocalServer> {
  const requests: string[] = [];
  const server = createServer();
  server.on('connect', (request, client: Socket) => {
    requests.push(`CONNECT ${request.url}`);
    client.on('error', () => client.destroy());
    if (status >= 300) {
      client.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const upstream = connect({ host: '127.0.0.1', port: Number(request.url?.split(':')[1]) }, () => {
      client.write(`HTTP/1.1 ${status} Connection established\r\n\r\n`);
      upstream.pipe(client);
      client.pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('close', () => upstream.destroy());
  });
  return localServer(server, requests);
}
