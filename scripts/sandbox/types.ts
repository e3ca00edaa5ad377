import type { EvidenceIds } from '../contract/evidence';
import type { WireExchange, WireRequest } from '../lib/wire-exchange';
import type { Behaviour, SandboxCredentials } from './behaviour';

/** A running sandbox. */
export interface Sandbox {
  readonly url: string;
  readonly credentials: SandboxCredentials;
  /** The last requests, oldest first. */
  readonly requests: readonly WireRequest[];
  /** Whether a token is signed with the secret of this sandbox. A fault or variant may sign with another key. */
  issued(token: string): boolean;
  /** Forgets everything that came; address and credentials stay. */
  reset(): void;
  close(): Promise<void>;
}

/** How a sandbox is started. */
export interface SandboxOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** The address to listen on; by default only this machine reaches it. */
  readonly host?: string;
  /** The id of a fault or of a variant. */
  readonly fault?: string;
  /** What else differs from the baseline. */
  readonly change?: Change;
  readonly status?: 200 | 201;
  readonly envelope?: 'E2' | 'E3';
  /** How long tokens of both kinds live; 8 hours and 1 hour by default. */
  readonly lifetimeSeconds?: number;
  readonly now?: () => number;
  /** Called with each request as it has come: `requests` keeps the last ones only. */
  readonly onRequest?: (request: WireRequest) => void;
  /** Called with each exchange when it is over. */
  readonly onExchange?: (exchange: WireExchange) => void;
}

/** The level at which a fault must at least be reported. */
export type FaultLevel = 'violation' | 'deviation' | 'warning';

/** What differs from the baseline. Called once for each server, so that state lives in its closure. */
export type Change = (baseline: Behaviour) => Partial<Behaviour>;

/** An effect and the condition under which it shows, by their ids. */
export interface Combined {
  readonly effect: string;
  readonly condition: string;
}

/** The sandbox, wrong in one way. */
export interface Fault {
  readonly id: string;
  readonly title: string;
  readonly evidence: EvidenceIds;
  readonly level: FaultLevel;
  readonly change: Change;
  /** What it consists of, where it takes a condition. */
  readonly combined?: Combined;
}

/** The sandbox, different in one way and right. */
export interface Variant {
  readonly id: string;
  readonly title: string;
  readonly change: Change;
}
