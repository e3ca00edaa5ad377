import { type IncomingMessage, request as send } from 'node:http';
import { hostileText } from './hostile-text';
import { httpServer, type LocalServer } from './servers';

/** A text as a status line or header value may contain it: bytes without line breaks. */
const onOneLine = (text: string): string =>
  Buffer.from(text.slice(0, 300))
    .toString('latin1')
    .replace(/[\u0000-\u0008\u000a-\u001f\u007f]/g, '');
const asName = (text: string): string => text.replace(/[^\w!#$%&'*+.^`|~-]/g, '').slice(0, 60) || 'nothing';

/** A text for a claim. A token comes back in a header, where Node takes no more than 16 KB. */
const inToken = (text: string): string => text.slice(0, 1000);

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function forward(
  url: string,
  { method, headers }: IncomingMessage,
  authorization: string,
  body: Buffer,
): Promise<IncomingMessage> {
  const sent = { ...headers, ...(authorization !== '' && { authorization }), host: new URL(url).host };
  return new Promise((resolve, reject) => {
    send(url, { method: method!, headers: sent }, resolve).on('error', reject).end(body);
  });
}

/** A token with more text in its claims, so that its signature no longer matches. */
function withClaims(token: string, claims: object): string {
  const [header, payload, signature] = token.split('.');
  const own: object = JSON.parse(Buffer.from(payload!, 'base64url').toString());
  return [header, Buffer.from(JSON.stringify({ ...own, ...claims })).toString('base64url'), signature].join('.');
}

/**
 * A server in front of a sandbox that adds hostile text to each response without changing its meaning: in the reason
 * phrase, header names and values, claims, error codes, messages, and names and values in the body. The body of every
 * fifth refusal is nothing else.
 *
 * @param from the index of the first string; each response uses the next four
 * @param texts what each tries, and the text
 */
export function hostileProxy(target: string, from: number, texts = hostileText): Promise<LocalServer> {
  let at = from;
  /** Tokens as the sandbox issued them, by their changed form. */
  const originals = new Map<string, string>();
  const next = (): string => texts[at++ % texts.length]![1];
  const answer = async (request: IncomingMessage): Promise<void> => {
    const authorization = request.headers.authorization ?? '';
    const asIssued = authorization.replace(/\S+$/, (token) => originals.get(token) ?? token);
    const given = await forward(target + request.url, request, asIssued, await bytesOf(request));
    const text = (await bytesOf(given)).toString();
    const [first, second, third, fourth] = [next(), next(), next(), next()];
    const token = /"accessToken":"([^"]+)"/.exec(text)?.[1];
    const changed = token && withClaims(token, { note: inToken(first), [inToken(second)]: inToken(third) });
    if (changed) originals.set(changed, token);
    const only = given.statusCode! >= 400 && at % 20 === 0;
    const body = only
      ? [first, second, third, fourth].join('\n')
      : withText(changed ? text.replace(token, changed) : text, first, second, third, fourth);
    const kept = Object.entries(given.headers).filter(
      ([name]) => !/^(content-length|connection|date|keep-alive|transfer-encoding)$/.test(name),
    );
    const lines = [
      `HTTP/1.1 ${given.statusCode} ${onOneLine(first)}`,
      ...kept.map(([name, value]) => `${name}: ${value}`),
      `X-${asName(second)}: ${onOneLine(third)}`,
      `WWW-Authenticate: Bearer realm="${onOneLine(fourth)}"`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
    ];
    request.socket.write(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'));
    request.socket.end(request.method === 'HEAD' ? '' : body);
  };
  return httpServer((request) => void answer(request).catch(() => request.socket.destroy()));
}

function withText(text: string, first: string, second: string, third: string, fourth: string): string {
  if (!text.startsWith('{')) return text;
  const answer = JSON.parse(text) as { errors?: unknown[] };
  const error = { errorCode: first, message: second, metadata: { [third]: fourth } };
  return JSON.stringify({
    ...answer,
    ...(answer.errors && { errors: [...answer.errors, error] }),
    [`x ${second}`]: [third, { [fourth]: first }],
  });
}
