import type { Credentials, Host } from '../../contract/derive';
import type { CallId } from '../../contract/model';
import type { TrafficMemory } from './memory';

/** Credentials whose kind is certain, because the user or the sandbox says so. */
export type KnownCredentials = Partial<Omit<Credentials, 'hmacPath'>>;

/** What the description of a credential may rely on. */
export interface CredentialFacts {
  readonly memory: TrafficMemory;
  readonly credentials: KnownCredentials;
  readonly hmacSha256?: Host['hmacSha256'] | undefined;
  readonly origin: string;
  readonly call: CallId;
  /** When the request was sent; `undefined` if it was not recorded. */
  readonly at: number | undefined;
  /** How far the server's clock was ahead, in milliseconds, by its `Date`. */
  readonly offsetMs: number | undefined;
  /** The status of the response, if one came. */
  readonly status: number | undefined;
  readonly hasBody: boolean;
}
