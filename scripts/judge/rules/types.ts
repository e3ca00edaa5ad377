import type { EvidenceId, EvidenceIds } from '../../contract/evidence';
import type { ReasonKind } from '../../contract/model';
import type { ContractCase } from '../../contract/types';
import type { Reading } from './reading';

/** The part of a case that rules see; the collection carries it for each request. */
export type CheckedCase = Pick<
  ContractCase,
  'id' | 'call' | 'tags' | 'needs' | 'expect' | 'control' | 'uses' | 'provesCredentials'
>;

/** Which of the two error bodies a 400 has: `errorCodes`, or `errors` with a correlation id. */
export type ErrorForm = 'E2' | 'E3';

export interface RuleContext {
  readonly case: CheckedCase;
  /** When the response arrived, in milliseconds since the Unix epoch by the local clock. */
  readonly now: number;
  /**
   * Secrets that no server may echo: the private key, the management token. One list for all exchanges of a run, because
   * a rule may keep what it derives from them for as long as this list.
   */
  readonly secrets: readonly string[];
  /** The form of this run's 400s, so far as it is known (E4). E2 was promised for 400 only, E3 for all errors. */
  readonly errorForm?: ErrorForm | undefined;
  /** The target was seen to be up, so 502 to 504 are about the request and not an outage. */
  readonly targetIsUp?: boolean;
}

/** What gateways refuse themselves, with a page of their own, before the server sees it. */
export const refusedByGateways: readonly ReasonKind[] = [
  'other-path-spelling',
  'large-headers',
  'long-url',
  'odd-header',
  'method-case',
];

/** A difference that a rule finds. Its level follows only from the strength of the evidence and from `unsafe`. */
export interface Mismatch {
  readonly evidence: EvidenceId;
  /** Tells this mismatch from others of its rule, for programs: `claim-not-number.iat`. It stays when the message is reworded. */
  readonly kind: string;
  readonly message: string;
  /** A JSON pointer into the body, a claim path, or a header name. */
  readonly where?: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly unsafe?: boolean;
}

/** One mismatch if something is broken, else an empty list. */
export const mismatchIf = (broken: boolean, mismatch: Mismatch): readonly Mismatch[] => (broken ? [mismatch] : []);

/** One check: an exchange in, mismatches out. It uses no I/O, no clock and no Node API, because it also runs inside Postman. */
export interface Rule {
  readonly id: string;
  /** A sentence about the API that is true when the rule finds nothing. */
  readonly title: string;
  readonly evidence: EvidenceIds;
  /** What it finds is for the record: it breaks nothing. */
  readonly observes?: true;
  /** It has nothing to say of a refusal, if the request may be refused for one of these reasons: a gateway may refuse it. */
  readonly silentFor?: readonly ReasonKind[];
  /** Its answer depends on `errorForm`, which may be known only later (E4): rules without this are not asked again then. */
  readonly needsErrorForm?: true;
  appliesTo(reading: Reading, context: RuleContext): boolean;
  check(reading: Reading, context: RuleContext): readonly Mismatch[];
}
