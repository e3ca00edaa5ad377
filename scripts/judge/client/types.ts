import type { ReceivedResponse } from '../../contract/exchange';
import type { ModelRequest } from '../../contract/model';
import type { Mismatch } from '../rules/types';
import type { NotRecorded } from '../traffic/types';

/** A request of a client, and its response. Contains secrets. */
export interface ClientExchange {
  readonly request: ModelRequest;
  /** Nothing is said about what a recording left out. */
  readonly notRecorded?: ReadonlySet<NotRecorded> | undefined;
  /** When the request was sent and the last byte of the response arrived, in milliseconds since the Unix epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** How far the server's clock is ahead of these times; 0 if they are the server's own. */
  readonly clockOffsetMs?: number | undefined;
  /** Absent if no complete response came. */
  readonly response?: Pick<ReceivedResponse, 'status' | 'headers' | 'body'>;
  /** The request surely never reached a server: no connection was made. */
  readonly neverSent?: true;
}

/** The digests that signatures are made of. */
export type DigestName = 'sha256' | 'sha1' | 'sha512' | 'sha384' | 'md5';

/** What the host provides: pure code has no cryptography of its own. */
export interface Digests {
  readonly hash: (name: DigestName, data: Uint8Array) => Uint8Array;
  readonly hmac: (name: DigestName, key: Uint8Array, data: Uint8Array) => Uint8Array;
}

/** What is known about the environment that clients talk to. */
export interface Knowledge {
  /** Any host that offers the calls if absent. */
  readonly baseUrl?: string | undefined;
  readonly digests: Digests;
  /** The private key of a public one, in base64; `undefined` if it is not known. */
  readonly privateKeyOf: (publicKey: string) => string | undefined;
  /** All key pairs of the environment are known, so that any other public key is wrong. */
  readonly knowsAllKeys?: boolean;
  /** Whether the environment issued a token; absent if that cannot be told. */
  readonly issued?: (token: string) => boolean;
  readonly accountId?: string | undefined;
  readonly tenantId?: string | undefined;
}

/** A mistake of a client. It says nothing about the server. The message is the same for every request with the same cause. */
export interface ClientMismatch extends Omit<Mismatch, 'unsafe'> {
  /** Worth knowing, but nothing that the contract forbids. */
  readonly observation?: true;
}

/** What is wrong with a signature. */
export interface SignatureMistake {
  /** The steps that are wrong, each with the way in which it is, for programs: `key.3`, `computation.1-output.2`. */
  readonly kind: string;
  /** To be read after "The client's signature is wrong:". */
  readonly says: string;
}
