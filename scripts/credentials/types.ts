import type { Host } from '../contract/derive';
import type { EvidenceId } from '../contract/evidence';
import type { ReceivedResponse } from '../contract/exchange';
import type { ResolvedRequest } from '../contract/request';
import type { SendOutcome, TimedResponse } from '../http/client';
import type { Network } from '../http/network';
import type { Target } from '../http/types';
import type { EnvFile } from '../run/environment/env-file';
import type { Settings } from '../run/environment/settings';
import type { StepId } from './credential-check-schema';
import type { DiagnosisCode } from './diagnoses';
import type { TokenClaims } from './token-claims';

/** Learns secrets as they appear, and redacts them in texts. */
export interface Secrets {
  learn(secret: string | undefined, kind: string, own?: boolean): void;
  /** Leaves a value that looks random, such as a path, if it contains no known secret. */
  allow(value: string): void;
  /** Whether a text contains a known secret, or a part of one. */
  knows(text: string): boolean;
  redact(text: string, looking?: { readonly ours?: boolean }): string;
}

/** How far the local clock is from the server's; positive if the server is ahead. */
export interface Skew {
  readonly ms: number;
  readonly uncertaintyMs: number;
}

/** Whose the accepted credentials are, as the token says. */
export type Identity = Pick<TokenClaims, 'tenant' | 'account' | 'roles' | 'expMs'>;

/** What steps found that later steps need. Holds secrets, so it is never reported. */
export interface CheckState {
  /** What the name of the next hop resolved to. */
  readonly addresses?: readonly string[];
  readonly firstAnswer?: TimedResponse;
  readonly skew?: Skew;
  readonly fetchedToken?: string;
  readonly managementToken?: string;
  readonly payoutRequest?: ResolvedRequest;
  readonly payoutAnswer?: ReceivedResponse;
  readonly payoutToken?: string;
  /** Whose the management token is. */
  readonly identity?: Identity;
  /** What would explain a refusal, if one comes. */
  readonly suspects: readonly DiagnosisCode[];
}

export interface StepContext {
  readonly target: Target;
  readonly settings: Settings;
  /** Attempts to set something that set nothing, in words. */
  readonly hints?: readonly string[] | undefined;
  /** The `.env` file that was read. */
  readonly envFile?: EnvFile | undefined;
  readonly network: Network;
  readonly host: Host;
  readonly secrets: Secrets;
  /** How long the whole check may take. */
  readonly maxDurationMs?: number | undefined;
  readonly known: CheckState;
  /** Sends a request with a correlation id, and notes it. */
  readonly send: (request: ResolvedRequest) => Promise<SendOutcome>;
}

/** The result of one step. */
export interface StepResult {
  readonly state: 'ok' | 'failed' | 'inconclusive' | 'not-needed';
  /** What was seen, one line each. */
  readonly seen: readonly string[];
  /** The first line of `seen` says what the title of the diagnosis says, and more. */
  readonly restates?: boolean;
  readonly diagnosis?: DiagnosisCode;
  readonly warnings?: readonly DiagnosisCode[];
  readonly found?: Partial<CheckState>;
  /** Continues with the next step although this one is not ok. */
  readonly goOn?: boolean;
}

/** One question of the check. */
export interface CheckStep {
  readonly id: StepId;
  readonly title: string;
  readonly evidence: readonly EvidenceId[];
  /** Who decides: this machine by looking, or the other side by accepting. */
  readonly checkedBy: 'machine' | 'server';
  readonly run: (context: StepContext) => StepResult | Promise<StepResult>;
}
