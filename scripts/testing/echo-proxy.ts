import { type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { httpServer, type LocalServer } from './servers';

/** A server in front of another one that echoes what it was sent wherever it can. */
export interface EchoProxy extends LocalServer {
  /** Every token that it has seen, sent or issued. */
  readonly tokens: ReadonlySet<string>;
}

const forms: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(text).toString('base64url'),
  (text) => Buffer.from(text).toString('hex'),
  (text) => encodeURIComponent(text),
  (text) => text.slice(3, 40),
];

/** Each character as `\u` and four digits, as JSON allows. */
const jsonEscaped = (text: string): string =>
  [...text].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function forward(url: string, { method, headers }: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = send(url, { method: method!, headers: { ...headers, host: new URL(url).host } }, resolve);
    outgoing.on('error', reject).end(body);
  });
}

/** The secret part of a credential: a whole token, or the signature of an HMAC credential. */
const secretOf = (authorization: string): string =>
  authorization.includes(':') ? (authorization.split(':')[3] ?? '') : authorization.replace(/^\w+ /, '');

/**
 * @param echoes whether it echoes anything; if not, it only records
 * @param more further text to echo, such as a private key that a server knows
 */
export async function echoProxy(target: string, echoes: boolean, more: readonly string[] = []): Promise<EchoProxy> {
  const tokens = new Set<string>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bytesOf(request);
    const authorization = request.headers.authorization ?? '';
    tokens.add(secretOf(authorization));
    const given = await forward(target + request.url, request, body);
    const text = (await bytesOf(given)).toString('utf8');
    const issued = /"accessToken":"([^"]+)"/.exec(text)?.[1];
    if (issued) tokens.add(issued);
    const said = [secretOf(authorization), issued ?? '', ...more, authorization, request.url!].filter(
      (each) => each !== '',
    );
    const echo = echoes ? said.flatMap((each) => forms.map((form) => form(each))) : [];
    const headers = echo.slice(0, forms.length).flatMap((each, index) => [
      [`X-Echo-${index}`, each],
      [`X-${each.replace(/[^\w-]/g, '').slice(0, 60)}`, 'in the name'],
    ]);
    if (echoes)
      headers.push(
        ...['Set-Cookie', 'Server-Timing'].map((name) => [name, `${said[0]}=`]),
        ['WWW-Authenticate', `Bearer nonce=${said[0]}`],
        ['Link', `<https://a.example/?c=${said[0]}>; rel="next"`],
      );
    const sent = body.toString('latin1').slice(0, 300);
    const found: unknown = text.startsWith('{') ? JSON.parse(text) : undefined;
    const replied =
      echoes && found
        ? JSON.stringify({ escaped: '@', ...found, echo, sent, [`name ${echo[0]}`]: echo.join(' ') }).replace(
            '"escaped":"@"',
            () => `"escaped":"${said.map(jsonEscaped).join(' ')}"`,
          )
        : text;
    const kept = Object.entries(given.headers).filter(([name]) => !/^(content-length|connection|date)$/.test(name));
    const reason = echoes ? secretOf(authorization) : given.statusMessage;
    response.writeHead(given.statusCode!, reason, [...kept, ...headers].flat() as string[]).end(replied);
  };
  // A caller may hang up in the middle.
  const server = await httpServer((request, response) => answer(request, response).catch(() => response.destroy()));
  return { ...server, tokens };
}
