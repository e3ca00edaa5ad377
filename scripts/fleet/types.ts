/** Where a secret is, never what it is: an environment variable, or a file that only its owner can read. */
export type SecretReference = { readonly env: string } | { readonly file: string };

/** What a fleet does at each partner: climb the steps of `check-credentials`, or send the suite. */
export type FleetMode = 'credentials' | 'suite';

/** A partner as `partners.yaml` names it. Holds no secret: it may be stored and sent. */
export interface Partner {
  readonly name: string;
  /** `sandbox`, `production`, or a base URL. */
  readonly target: string;
  readonly publicKey?: string | SecretReference;
  readonly privateKey?: SecretReference;
  readonly managementToken?: SecretReference;
  readonly expiredToken?: SecretReference;
  readonly accountId?: string;
  readonly tenantId?: string;
}

export type PartnerExitCode = 0 | 1 | 2 | 3 | 4;

/** In the words of `check-credentials`; `held` and `broken` come of the suite. */
export type PartnerVerdict = 'working' | 'held' | 'broken' | 'settings-wrong' | 'no-verdict' | 'refused';

/** Why a partner is not in order. `code` is stable. */
export interface Cause {
  readonly code: string;
  readonly title: string;
  readonly next: string;
}

/** What came of one partner: a line of `fleet.ndjson` and a row of the table. Without secrets. */
export interface PartnerResult {
  readonly name: string;
  /** Of what `partners.yaml` says of it, so that a change is noticed. */
  readonly fingerprint: string;
  readonly verdict: PartnerVerdict;
  readonly exitCode: PartnerExitCode;
  readonly cause?: Cause;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** In milliseconds, waiting for the rate limit included. */
  readonly durationMs: number;
  /** HTTP requests sent, those of earlier attempts included. */
  readonly requests: number;
  /** Counted from 1. */
  readonly attempts: number;
  /** The partner's own report, relative to the folder of the fleet; absent where nothing could be checked. */
  readonly report?: string;
}

export interface FleetSummary {
  readonly partners: number;
  readonly done: number;
  readonly working: number;
  readonly held: number;
  readonly broken: number;
  readonly settingsWrong: number;
  readonly noVerdict: number;
  readonly refused: number;
  readonly requests: number;
}

/** What is known of a fleet before the first request. */
export interface FleetHeader {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly mode: FleetMode;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** How many partners there are. */
  readonly partners: number;
  /** Requests a second over all partners. */
  readonly rate?: number;
  /** The name under which a queue knows it. */
  readonly fleet?: string;
}

/** `fleet.json`. */
export interface FleetReport extends Omit<FleetHeader, 'partners'> {
  readonly durationMs: number;
  /** False where partners are missing. */
  readonly complete: boolean;
  readonly stopped?: 'interrupted' | 'terminated';
  readonly exitCode: PartnerExitCode | 130 | 143;
  readonly summary: FleetSummary;
  /** Worst first. */
  readonly partners: readonly PartnerResult[];
}
