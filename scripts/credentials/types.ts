import type { Host } from '../contract/derive';
import type { EvidenceId } from '../contract/evidence';
import type { ExchangeFailure, ReceivedResponse } from '../contract/exchange';
import type { ResolvedRequest } from '../contract/request';
import type { Settings } from '../run/environment/settings';
import type { RungId } from './credential-check-schema';
import type { DiagnosisCode } from './diagnoses';

/** Where the credentials are tried. */
export interface CheckedTarget {
  readonly name: string;
  readonly kind: 'embedded' | 'sandbox' | 'production' | 'custom';
  readonly baseUrl: string;
}

/** A handshake that went through; what the verification of its certificate says is in `problem`. */
export interface Handshake {
  readonly protocol: string;
  readonly issuer: string;
  readonly subject: string;
  readonly validTo: string;
  /** Node's code for what is wrong with the certificate. */
  readonly problem?: string;
}

/** A response with the local times at which its request was sent and its headers came, or why there is none. */
export type HttpOutcome =
  | (ReceivedResponse & { readonly sentAt: number; readonly answeredAt: number })
  | (ExchangeFailure & { readonly code: string });

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** What the ladder does on the network. Nothing follows a redirect; failures of the first three are thrown. */
export interface Network {
  /** The proxy through which the target is reached. */
  readonly proxy?: Endpoint | undefined;
  lookup(host: string): Promise<readonly string[]>;
  /** Opens a connection and closes it again; the address that took it. */
  connect(endpoint: Endpoint): Promise<string>;
  handshake(endpoint: Endpoint): Promise<Handshake>;
  send(request: ResolvedRequest): Promise<HttpOutcome>;
  close(): Promise<void>;
}

/** Learns secrets as they appear, and takes them out of texts. */
export interface Secrets {
  learn(secret: string | undefined, kind: string, allForms?: boolean): void;
  redact(text: string): string;
}

/** How far the local clock is from the server's; positive where the server is ahead. */
export interface Skew {
  readonly ms: number;
  readonly uncertaintyMs: number;
}

/** What rungs found that later rungs need. Holds secrets: it lives in the ladder only. */
export interface Known {
  readonly firstAnswer?: Extract<HttpOutcome, { kind: 'response' }>;
  readonly skew?: Skew;
  readonly fetchedToken?: string;
  readonly managementToken?: string;
  readonly references?: Readonly<Record<'customerRef' | 'orderRef' | 'instructionRef', string>>;
  readonly payoutRequest?: ResolvedRequest;
  readonly payoutAnswer?: ReceivedResponse;
  readonly payoutToken?: string;
  /** What would explain a refusal, if one comes. */
  readonly suspects: readonly DiagnosisCode[];
}

export interface StepContext {
  readonly target: CheckedTarget;
  readonly settings: Settings;
  readonly network: Network;
  readonly host: Host;
  readonly secrets: Secrets;
  readonly known: Known;
  /** Sends below the base URL, with a correlation id, and notes it. */
  readonly send: (request: ResolvedRequest) => Promise<HttpOutcome>;
}

/** What climbing one rung came to. `goOn` climbs further all the same. */
export interface StepResult {
  readonly state: 'ok' | 'failed' | 'inconclusive' | 'not-needed';
  /** What was seen, in one line each. */
  readonly seen: readonly string[];
  readonly diagnosis?: DiagnosisCode;
  readonly warnings?: readonly DiagnosisCode[];
  readonly found?: Partial<Known>;
  readonly goOn?: boolean;
}

/** A rung: one question, in a file of its own. */
export interface Step {
  readonly id: RungId;
  readonly title: string;
  readonly evidence: readonly EvidenceId[];
  /** Who says that it is so: this machine, by looking, or the other side, by accepting. */
  readonly checkedBy: 'machine' | 'server';
  readonly run: (context: StepContext) => StepResult | Promise<StepResult>;
}
