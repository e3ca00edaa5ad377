import { base64urlDecode, base64urlEncode } from '../lib/base64url';
import { isJsonObject } from '../lib/json';
import { decodeJws } from '../lib/jws';
import { once } from '../lib/once';
import { hmacPaths } from './calls/management-token/call';
import { swapCase } from './model/factors/letters';
import type { VariableName, VariableValues } from './variables';

/** What a request may reuse from the exchange of another case. */
export interface Captured {
  /** The issued token, if it looks like a JWT. */
  readonly token?: string;
  /** The Authorization header that was sent. */
  readonly authorization?: string;
}

/** What the host provides: Node's crypto in the harness, CryptoJS in Postman. */
export interface Host {
  /** Base64 of HMAC-SHA256 over a UTF-8 text; the key is base64. */
  readonly hmacSha256: (keyBase64: string, text: string) => string;
  /** Unique across all runs. */
  readonly uniqueId: () => string;
  /** From 0 to below 1; seeded in the harness. */
  readonly random: () => number;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}

/** What the user configured, and the management token once there is one. */
export interface Credentials {
  readonly managementToken?: string | undefined;
  readonly publicKey?: string | undefined;
  readonly privateKey?: string | undefined;
  readonly expiredToken?: string | undefined;
  /** A management token of a key without the role (H7). */
  readonly noRoleToken?: string | undefined;
  readonly expiredPayoutToken?: string | undefined;
  readonly accountId?: string | undefined;
  readonly tenantId?: string | undefined;
  readonly hmacPath: string;
}

interface Source extends Credentials {
  readonly host: Host;
  readonly used: Captured | undefined;
}

const minutes = 60;
const otherKey = 'YW5vdGhlciBwcml2YXRlIGtleSwgb2YgMzIgYnl0ZXM=';
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';

function reference(prefix: string, { random }: Host): string {
  let text = `${prefix}-`;
  for (let index = 0; index < 12; index += 1) text += letters[Math.floor(random() * letters.length)];
  return text;
}

interface Signing {
  readonly offsetSeconds?: number;
  readonly fractional?: boolean;
  /** Signed and written instead of the time. */
  readonly timeText?: string;
  readonly publicKey?: string;
  readonly privateKey?: string;
  readonly nonce?: string;
  /** Written instead of the nonce that was signed. */
  readonly writtenNonce?: string;
  readonly writtenOffsetSeconds?: number;
  readonly writtenSignature?: (signature: string) => string;
}

/** `{publicKey}:{nonce}:{seconds}:{signature}` for a request without a body (H2). */
export function hmacCredential(source: Source, signing: Signing = {}): string | undefined {
  const { host } = source;
  const { offsetSeconds = 0, nonce = host.uniqueId(), writtenSignature = (signature) => signature } = signing;
  const publicKey = signing.publicKey ?? source.publicKey;
  const privateKey = signing.privateKey ?? source.privateKey;
  if (publicKey === undefined || privateKey === undefined) return undefined;
  const now = host.now() / 1000;
  const time = (offset: number) =>
    signing.timeText ?? (signing.fractional ? (now + offset).toFixed(3) : String(Math.floor(now + offset)));
  const signature = host.hmacSha256(privateKey, `${publicKey}:${nonce}:${time(offsetSeconds)}:`);
  const written = [publicKey, signing.writtenNonce ?? nonce, time(signing.writtenOffsetSeconds ?? offsetSeconds)];
  return [...written, writtenSignature(signature)].join(':');
}

/** A token with its segments changed, if it is a readable JWS. */
function forge(
  token: string | undefined,
  change: (segments: [header: string, payload: string, signature: string]) => string[],
): string | undefined {
  if (token === undefined || !decodeJws(token).ok) return undefined;
  return change(token.split('.') as [string, string, string]).join('.');
}

function changedPayload(payload: string): string {
  const claims: unknown = JSON.parse(base64urlDecode(payload) ?? 'null');
  const exp = isJsonObject(claims) && typeof claims.exp === 'number' ? { exp: claims.exp + 3600 } : { changed: true };
  return base64urlEncode(JSON.stringify({ ...(isJsonObject(claims) ? claims : {}), ...exp }));
}

const changedAt = (text: string, index: number): string =>
  text.slice(0, index) + (text[index] === 'A' ? 'B' : 'A') + text.slice(index + 1);

const changedSignature = (signature: string): string => changedAt(signature, Math.floor(signature.length / 2));

/** The last character may hold bits that no decoder reads, so this changes the one before it. */
const changedEnd = (signature: string): string => changedAt(signature, signature.replace(/=+$/, '').length - 2);

function changedHeader(header: string): string {
  const fields: unknown = JSON.parse(base64urlDecode(header) ?? 'null');
  return base64urlEncode(JSON.stringify({ ...(isJsonObject(fields) ? fields : {}), changed: true }));
}

// Large, and a sustained run sends them many times.
const filler = once(() => 'a'.repeat(1024 * 1024));
const nesting = once(() => '['.repeat(10_000) + ']'.repeat(10_000));

/** Ways to forge a token; `undefined` if it is not a JWS. */
const forgeries = {
  truncated: (token: string | undefined) => forge(token, ([header, payload]) => [header, payload]),
  badSignature: (token: string | undefined) =>
    forge(token, ([header, payload, signature]) => [header, payload, changedSignature(signature)]),
  badSignatureEnd: (token: string | undefined) =>
    forge(token, ([header, payload, signature]) => [header, payload, changedEnd(signature)]),
  badHeader: (token: string | undefined) =>
    forge(token, ([header, payload, signature]) => [changedHeader(header), payload, signature]),
  badPayload: (token: string | undefined) =>
    forge(token, ([header, payload, signature]) => [header, changedPayload(payload), signature]),
  unsigned: (token: string | undefined, alg: string) =>
    forge(token, ([, payload]) => [base64urlEncode(JSON.stringify({ alg, typ: 'JWT' })), payload, '']),
};

/** What a request reuses from the exchange of another case. */
const captures = {
  capturedToken: (used) => used?.token,
  capturedAuthorization: (used) => used?.authorization,
  capturedTruncated: (used) => forgeries.truncated(used?.token),
  capturedBadSignature: (used) => forgeries.badSignature(used?.token),
  capturedBadPayload: (used) => forgeries.badPayload(used?.token),
  capturedAlgNone: (used) => forgeries.unsigned(used?.token, 'none'),
  capturedAlgNoneCapital: (used) => forgeries.unsigned(used?.token, 'None'),
} as const satisfies { readonly [name in VariableName]?: (used: Captured | undefined) => string | undefined };
type CapturedName = keyof typeof captures;

const isCaptured = (name: VariableName): name is CapturedName => name in captures;

/** Whether a request needs something from another case that is not available. */
export const lacksCapture = (names: readonly VariableName[], used: Captured | undefined): boolean =>
  names.some((name) => isCaptured(name) && captures[name](used) === undefined);

/** What stands in place of a signature that is not base64. */
export const unreadableSignature = '!not-base64!';

const derivations: Readonly<Record<Exclude<VariableName, CapturedName>, (source: Source) => string | undefined>> = {
  hmacPath: ({ hmacPath }) => hmacPath,
  hmacOtherPath: ({ hmacPath }) => hmacPaths.find((path) => path !== hmacPath),
  customerRef: ({ host }) => reference('cust', host),
  orderRef: ({ host }) => reference('order', host),
  instructionRef: ({ host }) => reference('instr', host),
  correlationId: ({ host }) => host.uniqueId(),
  filler,
  nesting,
  accountId: ({ accountId }) => accountId,
  tenantId: ({ tenantId }) => tenantId,
  expiredToken: ({ expiredToken }) => expiredToken,
  noRoleToken: ({ noRoleToken }) => noRoleToken,
  expiredPayoutToken: ({ expiredPayoutToken }) => expiredPayoutToken,
  managementToken: ({ managementToken }) => managementToken,
  tokenTruncated: ({ managementToken }) => forgeries.truncated(managementToken),
  tokenBadSignature: ({ managementToken }) => forgeries.badSignature(managementToken),
  tokenBadSignatureEnd: ({ managementToken }) => forgeries.badSignatureEnd(managementToken),
  tokenBadHeader: ({ managementToken }) => forgeries.badHeader(managementToken),
  tokenBadPayload: ({ managementToken }) => forgeries.badPayload(managementToken),
  tokenAlgNone: ({ managementToken }) => forgeries.unsigned(managementToken, 'none'),
  // A server that refuses only the standard spelling accepts this one.
  tokenAlgNoneCapital: ({ managementToken }) => forgeries.unsigned(managementToken, 'None'),
  tokenForeignSignature: ({ managementToken, expiredToken }) =>
    forge(managementToken, ([header, payload]) => [header, payload, expiredToken?.split('.')[2] ?? '']),
  hmac: (source) => hmacCredential(source),
  hmacFractional: (source) => hmacCredential(source, { fractional: true }),
  hmacFourMinutesOld: (source) => hmacCredential(source, { offsetSeconds: -4 * minutes }),
  hmacPastFiveMinutesOld: (source) => hmacCredential(source, { offsetSeconds: -5 * minutes - 20 }),
  hmacSixMinutesOld: (source) => hmacCredential(source, { offsetSeconds: -6 * minutes }),
  hmacSixMinutesAhead: (source) => hmacCredential(source, { offsetSeconds: 6 * minutes }),
  hmacWrongSignature: (source) => hmacCredential(source, { privateKey: otherKey }),
  hmacUnknownKey: (source) => hmacCredential(source, { publicKey: source.host.uniqueId() }),
  hmacChangedSignature: (source) => hmacCredential(source, { writtenSignature: changedSignature }),
  hmacChangedSignatureEnd: (source) => hmacCredential(source, { writtenSignature: changedEnd }),
  hmacUnreadableSignature: (source) => hmacCredential(source, { writtenSignature: () => unreadableSignature }),
  hmacEmptySignature: (source) => hmacCredential(source, { writtenSignature: () => '' }),
  hmacUnreadableTime: (source) => hmacCredential(source, { timeText: 'yesterday' }),
  hmacCutSignature: (source) => hmacCredential(source, { writtenSignature: (signature) => signature.slice(0, 22) }),
  hmacSwappedCase: (source) => hmacCredential(source, { writtenSignature: swapCase }),
  hmacOtherNonce: (source) => hmacCredential(source, { writtenNonce: source.host.uniqueId() }),
  hmacOtherTime: (source) => hmacCredential(source, { writtenOffsetSeconds: -minutes }),
  hmacUsedNonce: (source) => {
    const nonce = source.used?.authorization?.split(':')[1];
    return nonce === undefined ? undefined : hmacCredential(source, { nonce, offsetSeconds: -minutes });
  },
};

/** New values for the named variables, without those that are not available. */
export function deriveVariables(
  names: readonly VariableName[],
  credentials: Credentials,
  used: Captured | undefined,
  host: Host,
): VariableValues {
  const source = { ...credentials, used, host };
  const values: VariableValues = {};
  for (const name of names) {
    const value = isCaptured(name) ? captures[name](used) : derivations[name](source);
    if (value !== undefined) values[name] = value;
  }
  return values;
}
