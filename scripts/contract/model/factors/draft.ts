import type { Credentials, Host } from '../../derive';
import type { EvidenceIds } from '../../evidence';
import type { HeaderList } from '../../exchange';
import type { ReferenceName } from '../../types';
import type { Known, KnownHmac } from '../types';

/** A host that can also hash a body, as a signed request needs it. */
export interface SigningHost extends Host {
  /** Base64 of SHA-256. */
  readonly sha256: (body: string | Uint8Array) => string;
}

/** The material of requests. All random choices follow from `seed`, and all times and unique values from `host`. */
export interface Sources {
  readonly baseUrl: string;
  readonly credentials: Credentials;
  /** A current payout token. */
  readonly payoutToken?: string | undefined;
  /** The header of an HMAC exchange that was accepted, for replays. */
  readonly usedAuthorization?: string | undefined;
  /** Whether the server's clock is known; certain unless said. */
  readonly clock?: KnownHmac['clock'];
  readonly host: SigningHost;
  readonly seed: number;
  /** In place of references drawn from the seed. */
  readonly references?: Readonly<Record<ReferenceName, string>>;
}

/** The properties of the JSON body, in order. A value of `undefined` leaves the property out. */
export type Properties = readonly (readonly [name: string, value: unknown])[];
export type DraftBody = string | Uint8Array | undefined;

/** A credential and what is known about it. */
export interface Credential {
  readonly text: string;
  readonly known: Known;
}

/** The parts of an HMAC credential, and what is known about the whole. */
export interface HmacDraft {
  readonly publicKey: string;
  readonly nonce: string;
  /** Seconds from now to the time that is signed. */
  readonly offset: number;
  readonly writeTime: (seconds: number) => string;
  /** Base64; what it is signed with. */
  readonly key: string;
  /** The text that is signed, made of the parts as written, and of the hash of the body, if there is one. */
  readonly signed: (publicKey: string, nonce: string, time: string, bodyHash: string) => string;
  /** What is written in place of the signature. */
  readonly written: (signature: string) => string;
  readonly known: KnownHmac;
}

/** How the body's length is told. The header that belongs to it is among the headers of the request. */
export type Transfer = 'length' | 'chunked' | 'expect' | 'expect-chunked';

/** Whether the body is held back until the server asks for it. */
export const isExpecting = (transfer: Transfer): boolean => transfer === 'expect' || transfer === 'expect-chunked';

/** A request in its parts, before it is written. */
export interface Draft {
  readonly method: string;
  readonly path: string;
  readonly query: readonly string[];
  readonly headers: HeaderList;
  /** The bearer credential, or an HMAC credential reused unchanged. */
  readonly credential: Credential | undefined;
  /** The HMAC credential, if `credential` is not set. */
  readonly hmac?: HmacDraft | undefined;
  readonly scheme: string;
  /** Where the credential is written; an `Authorization` header unless a level says otherwise. */
  readonly carry: (credential: string, scheme: string) => Carried;
  readonly contentType: string | undefined;
  readonly references: Readonly<Record<ReferenceName, unknown>>;
  readonly extra: Properties;
  readonly write: (properties: Properties) => DraftBody;
  readonly transfer: Transfer;
}

/** Where a credential is written. */
export interface Carried {
  readonly headers?: HeaderList;
  readonly query?: string;
  readonly property?: readonly [name: string, value: unknown];
  /** What is known about the credential in the `Authorization` header, if it is another one. */
  readonly instead?: Known;
}

/** A level: one way in which a request may differ. The first level of a factor is the valid one. */
export interface FactorLevel {
  readonly id: string;
  /** In words, as a condition: "with a trailing slash". */
  readonly title: string;
  readonly evidence: EvidenceIds;
  /** The result of a request that differs in this alone. */
  readonly alone: 'accepted' | 'refused' | 'open';
  /**
   * Levels of one family are refused for the same reason, so that one of them stands for the others where all would be
   * too many. The levels of a factor are one family unless said.
   */
  readonly family?: string;
  /** Factors that make no difference with this level; they stay at their first one. */
  readonly hides?: readonly string[];
  /** Factors whose faults it hides: what must be refused without it may be accepted with it. */
  readonly obscures?: readonly string[];
  /** `undefined` if the sources lack something that it needs. `random` is this level's own. */
  readonly change: (draft: Draft, sources: Sources, random: () => number) => Draft | undefined;
}

/** One respect in which requests of a call may differ. */
export interface Factor {
  readonly id: string;
  readonly title: string;
  readonly levels: readonly [FactorLevel, ...FactorLevel[]];
}

/** One of several values. */
export function pick<T>(random: () => number, values: readonly T[]): T {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined && values.length === 0) throw new Error('there is nothing to pick from');
  return value as T;
}

/** How many characters are joined at once: the number of arguments of a call is limited. */
const mostUnits = 4096;

/** A text of characters drawn from an alphabet. */
export function drawText(random: () => number, alphabet: string, length: number): string {
  let drawn = '';
  for (let left = length; left > 0; left -= mostUnits) {
    // The alphabets are of characters of one unit.
    const units: number[] = [];
    for (let more = Math.min(left, mostUnits); more > 0; more -= 1)
      units.push(alphabet.charCodeAt(Math.floor(random() * alphabet.length)));
    drawn += String.fromCharCode(...units);
  }
  return drawn;
}

/** A JSON value; a `bigint` is a number with all its digits. */
const valueText = (value: unknown): string | undefined =>
  typeof value === 'bigint' ? String(value) : JSON.stringify(value);

/** Properties as a JSON object, as `JSON.stringify` writes it; names may be repeated. */
export const writeJson = (properties: Properties): string =>
  `{${properties
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${JSON.stringify(name)}:${valueText(value)}`)
    .join(',')}}`;

/** The draft with one more header. */
export const withAddedHeader = (draft: Draft, name: string, value: string): Draft => ({
  ...draft,
  headers: [...draft.headers, [name, value]],
});

/** A level, of which a request that differs in it alone has this result. */
export const level = (
  id: string,
  title: string,
  alone: FactorLevel['alone'],
  evidence: EvidenceIds,
  change: FactorLevel['change'],
): FactorLevel => ({ id, title, evidence, alone, change });

/** A level that leaves the request as it is. */
export const unchanged = (id: string, title: string, evidence: EvidenceIds): FactorLevel =>
  level(id, title, 'accepted', evidence, (draft) => draft);
