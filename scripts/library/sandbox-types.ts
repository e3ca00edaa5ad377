/// <reference lib="esnext.disposable" preserve="true" />
import type { FaultName, VariantName } from './names';
import type { Finding, KnownCredentials, Verdict } from './types';

/** How a sandbox is started. */
export interface SandboxOptions {
  /** What it does wrong, or differently. */
  readonly fault?: FaultName | VariantName;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** The form of error bodies: of 2019-08 (E2) or since 2019-09 (E3, the default). */
  readonly envelope?: 'E2' | 'E3';
  /** The time of the server, in milliseconds since the Unix epoch; that of the machine if absent. */
  readonly clock?: () => number;
  /** How long every response is held back, in milliseconds. */
  readonly latency?: number;
}

/** The credentials of the one partner that a sandbox knows. They are valid for this sandbox only. */
export interface SandboxCredentials extends Required<KnownCredentials> {
  readonly expiredPayoutToken: string;
}

/** What a client sent, unchanged, and the response that it got. */
export interface SentExchange {
  readonly method: string;
  /** The request target, query included. */
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** When it came, in milliseconds since the Unix epoch by the clock of the sandbox. */
  readonly at: number;
  /** Absent if the client hung up. */
  readonly response?: {
    readonly status: number;
    readonly headers: readonly (readonly [name: string, value: string])[];
    readonly body: string;
  };
}

/** What the clients of a sandbox did wrong. Holds no secret. */
export interface ClientReport {
  /** `skipped` if no request came. */
  readonly verdict: Extract<Verdict, 'passed' | 'failed' | 'skipped'>;
  readonly requests: number;
  /** Each once, with what to change, and the request that showed it first. */
  readonly mistakes: readonly (Finding & { readonly first?: string })[];
}

/** A running sandbox: a second implementation of the contract, on this machine only. */
export interface Sandbox extends AsyncDisposable {
  readonly url: string;
  readonly credentials: SandboxCredentials;
  /** Everything that clients sent, oldest first; the last 1000. */
  readonly exchanges: readonly SentExchange[];
  /** Whether this sandbox issued a token. */
  issued(token: string): boolean;
  /** What the clients did wrong so far; waits for responses that are being written. */
  clientReport(): Promise<ClientReport>;
  /** Forgets what was sent, nonces, and the state of the fault. Address and credentials stay. */
  reset(): void;
  close(): Promise<void>;
}
