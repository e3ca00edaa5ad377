import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { HeaderList } from '../../contract/exchange';
import { decodeJws } from '../../lib/jws';

/** A request as it goes to the wire. */
export interface OutgoingRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: HeaderList;
  readonly body: Buffer;
}

/** A secret of ours, and what a collection is given in its place. */
export interface Placeholder {
  readonly name: string;
  readonly placeholder: string;
  /** The secret as it is now: a management token is renewed. */
  readonly value: () => string | undefined;
  /** It signs HMAC credentials. */
  readonly signs?: boolean;
}

/**
 * What stands for a token: scripts that read when it expires find out, and nothing else of it is in there.
 *
 * @param token the token, if it is known yet
 */
export function tokenPlaceholder(token: string | undefined): string {
  const decoded = token === undefined ? undefined : decodeJws(token);
  const unguessable = randomBytes(32).toString('base64url');
  if (!decoded?.ok) return `placeholder-${unguessable}`;
  const { iat, nbf, exp } = decoded.jws.payload;
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ iat, nbf, exp, jti: randomBytes(16).toString('hex') })}.${unguessable}`;
}

/** A key of its own for the scripts of a run: the credentials that they sign with it are signed again on the way. */
export const keyPlaceholder = (): string => randomBytes(64).toString('base64');

const encodings = ['base64', 'hex', 'base64url'] as const;
const keyForms = [(key: string) => Buffer.from(key, 'base64'), (key: string) => Buffer.from(key, 'utf8')] as const;

/** What an HMAC credential signs, rightly (H2) or not: with and without the hash of the body, and its last colon. */
function signedTexts(start: string, body: Buffer): string[] {
  const hash = createHash('sha256').update(body).digest();
  const hashes = body.length > 0 ? [hash.toString('base64'), hash.toString('hex')] : [];
  return [`${start}:`, start, ...hashes.map((text) => `${start}:${text}`)];
}

/**
 * Signs an HMAC credential again if it was signed with the key that stands for the real one. A script that signs in a
 * wrong way is sent as wrong as it is.
 */
function signedAgain(credential: string, body: Buffer, { placeholder, value }: Placeholder): string | undefined {
  const [, scheme = '', start = '', signature = ''] = /^(\S+\s+)((?:[^:]*:){2}[^:]*):([^:]+)$/.exec(credential) ?? [];
  const real = value();
  if (signature === '' || real === undefined) return undefined;
  for (const keyForm of keyForms)
    for (const text of signedTexts(start, body))
      for (const encoding of encodings) {
        const sign = (key: string) => createHmac('sha256', keyForm(key)).update(text, 'utf8').digest(encoding);
        if (sign(placeholder) === signature) return `${scheme}${start}:${sign(real)}`;
      }
  return undefined;
}

const percent = (text: string): string => encodeURIComponent(text);
/** As in JSON and as in a URL, where the forms differ from the text itself. */
const forms: readonly ((text: string) => string)[] = [(text) => text, percent, (text) => text.replaceAll('/', '\\/')];

function replaceIn(text: string, placeholders: readonly Placeholder[]): string {
  let replaced = text;
  for (const { placeholder, value } of placeholders) {
    for (const form of forms) {
      if (!replaced.includes(form(placeholder))) continue;
      const real = value();
      if (real !== undefined) replaced = replaced.replaceAll(form(placeholder), form(real));
    }
  }
  return replaced;
}

/** `Basic` hides its user and password in base64. */
function replaceInBasic(value: string, placeholders: readonly Placeholder[]): string {
  const [, scheme, encoded] = /^(basic\s+)([A-Za-z0-9+/=]+)$/i.exec(value) ?? [];
  if (scheme === undefined || encoded === undefined) return value;
  const pair = Buffer.from(encoded, 'base64').toString('latin1');
  const replaced = replaceIn(pair, placeholders);
  return replaced === pair ? value : `${scheme}${Buffer.from(replaced, 'latin1').toString('base64')}`;
}

/** Whether a request has a placeholder anywhere, or an HMAC credential signed with one: it needs the secret. */
export function wantsSecret(request: OutgoingRequest, { placeholder, signs, name }: Placeholder): boolean {
  const stub: Placeholder = { name, placeholder, value: () => '' };
  const replaced = withSecrets(request, [signs ? { ...stub, signs, value: () => 'AAAA' } : stub]);
  return (
    replaced.path !== request.path ||
    replaced.headers.some(([, value], index) => value !== request.headers[index]?.[1]) ||
    !replaced.body.equals(request.body)
  );
}

/** A request with the secrets in place of what stands for them. The length of its body is put right. */
export function withSecrets(request: OutgoingRequest, placeholders: readonly Placeholder[]): OutgoingRequest {
  const text = request.body.toString('latin1');
  const replacedText = replaceIn(text, placeholders);
  const body = replacedText === text ? request.body : Buffer.from(replacedText, 'latin1');
  const signing = placeholders.filter(({ signs }) => signs);
  const headers = request.headers.map(([name, value]): readonly [string, string] => {
    if (name.toLowerCase() === 'content-length' && body !== request.body) return [name, String(body.length)];
    const again = signing
      .map((placeholder) => signedAgain(value, body, placeholder))
      .find((signed) => signed !== undefined);
    return [name, again ?? replaceInBasic(replaceIn(value, placeholders), placeholders)];
  });
  return { ...request, path: replaceIn(request.path, placeholders), headers, body };
}
