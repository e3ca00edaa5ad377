import { type IncomingMessage, request as send } from 'node:http';
import { httpServer, type LocalServer } from './servers';

/** A server in front of another one, that repeats what it was sent wherever it can. */
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
  (text) => [...text].reverse().join(''),
];

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

/** What a credential is worth hiding of: all of a token, of an HMAC credential its signature. */
const secretOf = (authorization: string): string =>
  /^hmac /i.test(authorization) ? (authorization.split(':')[3] ?? '') : authorization.replace(/^\w+ /, '');

/**
 * @param echoes whether it repeats anything; without, it only listens
 * @param more further text to repeat, such as a private key that a server knows
 */
export async function echoProxy(target: string, echoes: boolean, more: readonly string[] = []): Promise<EchoProxy> {
  const tokens = new Set<string>();
  const server = await httpServer(async (request, response) => {
    const body = await bytesOf(request);
    const authorization = request.headers.authorization ?? '';
    tokens.add(secretOf(authorization));
    const answer = await forward(target + request.url, request, body);
    const text = (await bytesOf(answer)).toString('utf8');
    const issued = /"accessToken":"([^"]+)"/.exec(text)?.[1];
    if (issued) tokens.add(issued);
    const said = [
      secretOf(authorization),
      authorization,
      issued ?? '',
      request.url!,
      body.toString('latin1').slice(0, 300),
      ...more,
    ];
    const echo = echoes ? said.flatMap((each) => forms.map((form) => form(each))) : [];
    const headers = echo.flatMap((each, index) => [
      [`X-Echo-${index}`, each.replace(/[^\x20-\x7e]/g, '?')],
      [`X-${each.replace(/[^\w-]/g, '').slice(0, 60)}`, 'name'],
    ]);
    const said201 = text.startsWith('{')
      ? { ...JSON.parse(text), echo, [`name ${echo[0]}`]: echo.join(' ') }
      : undefined;
    const replied = echoes && said201 ? JSON.stringify(said201) : text;
    const kept = Object.entries(answer.headers).filter(
      ([name]) => !/^(content-length|connection|keep-alive|date)$/.test(name),
    );
    const reason = echoes ? secretOf(authorization).replace(/[^\x20-\x7e]/g, '') : answer.statusMessage;
    response.writeHead(answer.statusCode!, reason, [...kept, ...headers].flat() as string[]).end(replied);
  });
  return { ...server, tokens };
}
