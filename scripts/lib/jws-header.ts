import type { JsonObject } from './json';
import type { DecodedJws } from './jws';

/** Something in a token that a standard does not allow, and the passage that says so. */
export interface JwsProblem {
  readonly kind:
    | 'no-algorithm'
    | 'not-signed'
    | 'unregistered-algorithm'
    | 'signature-length'
    | 'malformed-crit'
    | 'absent-crit'
    | 'unknown-crit'
    | 'b64-false'
    | 'b64-not-critical';
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  readonly source: string;
}

/** Lengths of a signature in bytes: some exact ones, or a least one. */
type Lengths = { readonly exactly: readonly number[] } | { readonly atLeast: number };

const hmac = (bytes: number): Lengths => ({ exactly: [bytes] });
/** A key has 2048 bits at least (RFC 7518 §3.3 and §3.5), and the signature the length of the key. */
const rsa: Lengths = { atLeast: 256 };

/** The signature algorithms of the IANA registry "JSON Web Signature and Encryption Algorithms". Case matters. */
const algorithms: ReadonlyMap<string, Lengths> = new Map([
  ['HS256', hmac(32)],
  ['HS384', hmac(48)],
  ['HS512', hmac(64)],
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'].map((name) => [name, rsa] as const),
  // RFC 7518 §3.4.
  ['ES256', { exactly: [64] }],
  ['ES384', { exactly: [96] }],
  ['ES512', { exactly: [132] }],
  // RFC 8812, RFC 8037 and RFC 9864.
  ['ES256K', { exactly: [64] }],
  ['EdDSA', { exactly: [64, 114] }],
  ['Ed25519', { exactly: [64] }],
  ['Ed448', { exactly: [114] }],
  // FIPS 204.
  ['ML-DSA-44', { exactly: [2420] }],
  ['ML-DSA-65', { exactly: [3309] }],
  ['ML-DSA-87', { exactly: [4627] }],
] as const);

/** Header parameters that RFC 7515 and RFC 7518 define; they must not be in `crit`. */
const definedByTheStandard = new Set(
  'alg jku jwk kid x5u x5c x5t x5t#S256 typ cty crit enc zip epk apu apv iv tag p2s p2c'.split(' '),
);

/**
 * Namespaces in which nobody else takes the same name: URIs, domain names, object identifiers and UUIDs (RFC 7515 §2). A
 * private algorithm has a name of one of them (§4.1.1).
 */
const privateName =
  /^(?:[a-z][a-z0-9+.-]*:.+|(?:[a-z0-9-]+\.)+[a-z]{2,}(?:\/.*)?|[0-2](?:\.\d+){2,}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/i;

const shown = (value: unknown): string => (value === undefined ? 'missing' : JSON.stringify(value)).slice(0, 80);

function algorithmProblem({ alg }: JsonObject, signatureBytes: number): JwsProblem | undefined {
  if (typeof alg !== 'string' || alg === '') {
    const message = 'The header of the token does not name an algorithm.';
    return { kind: 'no-algorithm', message, expected: 'alg', actual: shown(alg), source: 'RFC 7515 §4.1.1' };
  }
  if (alg.toLowerCase() === 'none')
    return {
      kind: 'not-signed',
      message: 'The token is not signed.',
      expected: 'a signature',
      actual: `alg ${alg}`,
      source: 'RFC 8725 §3.1',
    };
  const lengths = algorithms.get(alg);
  if (!lengths && privateName.test(alg)) return undefined;
  if (!lengths) {
    return {
      kind: 'unregistered-algorithm',
      message: 'The header of the token names an algorithm that is not registered for signatures.',
      expected: `one of ${[...algorithms.keys()].join(', ')}`,
      actual: shown(alg),
      source: 'RFC 7518 §3.1',
    };
  }
  const fits = 'exactly' in lengths ? lengths.exactly.includes(signatureBytes) : signatureBytes >= lengths.atLeast;
  if (fits) return undefined;
  return {
    kind: 'signature-length',
    message: 'The signature does not have the length that its algorithm produces.',
    expected: `${'exactly' in lengths ? lengths.exactly.join(' or ') : `at least ${lengths.atLeast}`} bytes for ${alg}`,
    actual: `${signatureBytes} bytes`,
    source: 'RFC 7518 §3.2 to §3.5',
  };
}

function criticalProblem(header: JsonObject): JwsProblem | undefined {
  const { crit } = header;
  if (crit === undefined) return undefined;
  const source = 'RFC 7515 §4.1.11';
  const names = Array.isArray(crit) ? crit : [];
  if (names.length === 0 || !names.every((name) => typeof name === 'string' && name !== '') || hasTwice(names)) {
    const message = 'crit in the header of the token is not a list of different names.';
    return { kind: 'malformed-crit', message, expected: 'at least one name, each once', actual: shown(crit), source };
  }
  const absent = names.find((name) => definedByTheStandard.has(name) || !Object.hasOwn(header, name));
  if (absent !== undefined) {
    const message = 'crit in the header of the token lists a parameter that may not be there.';
    return {
      kind: 'absent-crit',
      message,
      expected: 'extensions that the header contains',
      actual: shown(absent),
      source,
    };
  }
  const unknown = names.find((name) => name !== 'b64');
  if (unknown === undefined) return undefined;
  const message = 'The token requires an extension that recipients do not know, so they must reject it.';
  return {
    kind: 'unknown-crit',
    message,
    expected: 'a token without unknown extensions in crit',
    actual: shown(unknown),
    source,
  };
}

const hasTwice = (names: readonly unknown[]): boolean => new Set(names).size < names.length;

function payloadEncodingProblem({ b64, crit }: JsonObject): JwsProblem | undefined {
  if (b64 === undefined) return undefined;
  if (b64 !== true) {
    const message = 'The token says that its payload is not base64url, which is not allowed in a JWT.';
    return { kind: 'b64-false', message, expected: 'b64 absent or true', actual: shown(b64), source: 'RFC 7797 §7' };
  }
  if (Array.isArray(crit) && crit.includes('b64')) return undefined;
  const message = 'The header of the token has b64 and does not list it in crit.';
  return { kind: 'b64-not-critical', message, expected: 'crit: ["b64"]', actual: shown(crit), source: 'RFC 7797 §6' };
}

/** What the standards do not allow in the header and the length of the signature, if anything. */
export function jwsProblem({ header, signatureBytes }: DecodedJws): JwsProblem | undefined {
  return algorithmProblem(header, signatureBytes) ?? criticalProblem(header) ?? payloadEncodingProblem(header);
}
