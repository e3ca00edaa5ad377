import { isUtf8 } from 'node:buffer';
import { parseDocument } from 'yaml';

/** A response as received. */
export interface WireResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly bytes: Buffer;
}

type Values = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object in a JSON text; `undefined` for any other value, and if an object in it has a duplicate name. */
function strictObject(bytes: Buffer): Values | undefined {
  if (!isUtf8(bytes)) return undefined;
  const text = bytes.toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isObject(value) && !hasDuplicates(text, value) ? value : undefined;
}

const countNames = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce<number>((sum, each) => sum + (Array.isArray(value) ? 0 : 1) + countNames(each), 0)
    : 0;

/** A text with as many names as its value repeats none, and need not be parsed again. */
function hasDuplicates(text: string, value: unknown): boolean {
  if ((text.match(/"\s*:/g) ?? []).length === countNames(value)) return false;
  return parseDocument(text, { uniqueKeys: true }).errors.some(({ code }) => code === 'DUPLICATE_KEY');
}

const headerText = ({ headers }: WireResponse, wanted: string): string =>
  headers
    .filter(([name]) => name.toLowerCase() === wanted)
    .map(([, value]) => value)
    .join(',');

const saysJson = (response: WireResponse): boolean =>
  /^application\/([^;,\s/]+\+)?json\s*($|;)/i.test(headerText(response, 'content-type'));

/** Every primitive value below a value, with the names that lead to it. */
function leaves(value: unknown, names: readonly string[] = []): { names: readonly string[]; value: unknown }[] {
  if (typeof value !== 'object' || value === null) return [{ names, value }];
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, [...names, name]));
}

const kinds = ['customer', 'order', 'instruction'];

/** The kind of reference that the innermost of these names mentions, if it mentions exactly one. */
function kindOf(names: readonly string[]): string | undefined {
  const told = names
    .map((name) => kinds.filter((kind) => name.toLowerCase().includes(kind)))
    .filter(({ length }) => length > 0);
  const innermost = told.at(-1);
  return innermost?.length === 1 ? innermost[0] : undefined;
}

/** C8: each reference is among the claims, and none is under the name of another. */
function holdsReferences(claims: Values, references: Readonly<Record<string, string>>): boolean {
  const texts = leaves(claims).filter(({ value }) => typeof value === 'string');
  const all = Object.values(references);
  const missing = all.some((reference) => !texts.some(({ value }) => value === reference));
  const misplaced = texts.some(({ names, value }) => {
    const kind = kindOf(names);
    return kind !== undefined && references[kind] !== value && all.includes(value as string);
  });
  return !missing && !misplaced;
}

const segment = (text: string): Buffer | undefined =>
  /^[A-Za-z0-9_-]+$/.test(text) && text.length % 4 !== 1 ? Buffer.from(text, 'base64url') : undefined;

const bytesOf: Readonly<Record<string, readonly number[]>> = {
  ...{ HS256: [32], HS384: [48], HS512: [64], ES256: [64], ES384: [96], ES512: [132], ES256K: [64] },
  ...{ EdDSA: [64, 114], Ed25519: [64], Ed448: [114], 'ML-DSA-44': [2420], 'ML-DSA-65': [3309], 'ML-DSA-87': [4627] },
};

/** Whether an algorithm is registered, or named by a URI, and makes signatures of this length. */
function signs(alg: string, bytes: number): boolean {
  if (/^[RP]S(256|384|512)$/.test(alg)) return bytes >= 256;
  return Object.hasOwn(bytesOf, alg) ? bytesOf[alg]!.includes(bytes) : /^[a-z][a-z0-9+.-]*:/i.test(alg);
}

/** The claims of a token that conforms to T1 and T6. */
function claimsOf(token: unknown): Values | undefined {
  if (typeof token !== 'string') return undefined;
  const [header, payload, signature, ...more] = token.split('.').map(segment);
  if (!header || !payload || !signature || more.length > 0) return undefined;
  const alg = strictObject(header)?.alg;
  return typeof alg === 'string' && signs(alg, signature.length) ? strictObject(payload) : undefined;
}

/** Whether this response to an acceptable payout request conforms to the evidence. */
export function isGoodSuccess(
  response: WireResponse,
  now: number,
  references: Readonly<Record<string, string>>,
): boolean {
  const body = strictObject(response.bytes);
  const claims = claimsOf(body?.accessToken);
  if (!body || !claims || (response.status !== 200 && response.status !== 201)) return false;
  const { expires } = body;
  if (typeof expires !== 'string' || !/^[1-9]\d*$/.test(expires)) return false;
  const { exp } = claims;
  const starts = [claims.iat, claims.nbf].filter((claim) => claim !== undefined);
  return (
    saysJson(response) &&
    /\bno-store\b/i.test(headerText(response, 'cache-control')) &&
    typeof exp === 'number' &&
    Math.abs(exp * 1000 - Number(expires)) <= 1000 &&
    Number(expires) > now - 60_000 &&
    starts.every((claim) => typeof claim === 'number' && claim * 1000 <= now + 60_000) &&
    holdsReferences(claims, references)
  );
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

function isGoodEntry(entry: unknown): boolean {
  if (!isObject(entry)) return false;
  const { errorCode, message, messageTemplate, metadata } = entry;
  return isText(errorCode) && typeof message === 'string' && typeof messageTemplate === 'string' && isObject(metadata);
}

/** Whether this refusal of a request without a customer reference conforms to the evidence. */
export function isGoodRefusal(response: WireResponse, now: number, correlationId: string): boolean {
  const body = strictObject(response.bytes);
  if (!body || response.status !== 400 || !saysJson(response)) return false;
  const isGoodCode = (codes: readonly unknown[]): boolean =>
    codes.includes('CUSTOMER_REF_IS_REQUIRED') && !codes.some((code) => /^(ORDER|INSTRUCTION)_REF_/.test(String(code)));
  const { errorCodes, errors, timestamp, correlationId: outer } = body;
  if ('errorCodes' in body && !('errors' in body)) {
    return Array.isArray(errorCodes) && errorCodes.every(isText) && isGoodCode(errorCodes);
  }
  if (!Array.isArray(errors) || errors.length === 0 || !errors.every(isGoodEntry)) return false;
  return (
    isGoodCode(errors.map(({ errorCode }) => errorCode)) &&
    Number.isInteger(timestamp) &&
    Math.abs((timestamp as number) - now / 1000) <= 60 &&
    isText(outer) &&
    outer !== correlationId &&
    errors.some(({ metadata }) => leaves(metadata).some(({ value }) => value === correlationId))
  );
}
