import type { Exchange } from '../../contract/exchange';
import type { UnsentRequest } from '../../http/cage/wire';
import { verdictOrder } from '../../judge/case-verdict';
import { reasonFields, type VerdictReason } from '../../judge/reason-kinds';
import { infrastructureKind, infrastructureReason } from '../../judge/retry';
import type { CheckedExchange } from '../../judge/traffic/types';
import type { Judgement } from '../../judge/types';
import type { Session } from '../session';

/** What one exchange of a collection means for its case. */
export type JudgedExchange = Pick<Judgement, 'verdict' | keyof VerdictReason | 'findings' | 'credentialsRefused'>;

/** What kept a request from being sent, as a key. */
export const refusalAbout = ({ kind, origin }: UnsentRequest): string => `${kind} ${origin}`.trim();

/** Why an item that sent no call of the contract has no verdict. */
export const notCalled = {
  verdict: 'skipped',
  reasonKind: 'not-a-call',
  reason: 'it sent nothing that is a call of the contract',
} as const;
/** Why one has none that its own script skipped. */
export const skippedItself = {
  verdict: 'skipped',
  reasonKind: 'skipped-by-collection',
  reason: 'its script skipped it: look for skipRequest in its scripts and those of its folders',
} as const;

/** Whether the target refused credentials that the settings gave: a documented request got the API's own 401 or 403. */
function refusesOwnCredentials({ prediction, circumstances }: CheckedExchange, { outcome }: Exchange): boolean {
  if (prediction?.outcome !== 'accepted' || outcome.kind !== 'response') return false;
  const { credential } = circumstances!;
  if (outcome.status === 403) return true;
  if (outcome.status !== 401) return false;
  return credential.kind === 'hmac' || (credential.kind === 'token' && credential.exchanged !== true);
}

const mostFilesNamed = 10;

/** What is known of a request in addition to its exchange. */
interface KnownOfRequest {
  /** Names of variables without a value that went out with it. */
  readonly unresolved: readonly string[];
  /** The files that it names, and that could not be read: Newman sends it nevertheless. */
  readonly withoutFiles: readonly string[];
  /** Whether its bearer token was issued in this run. */
  readonly isIssued: boolean;
}

/** What an exchange means. */
export function judgedExchange(
  checked: CheckedExchange,
  exchange: Exchange,
  { unresolved, withoutFiles, isIssued }: KnownOfRequest,
): JudgedExchange {
  const { verdict, findings, notJudged } = checked;
  if (notJudged !== undefined) {
    const why = { reason: infrastructureReason(exchange), reasonKind: infrastructureKind(exchange) };
    return { verdict: 'errored', ...why, findings };
  }
  if (refusesOwnCredentials(checked, exchange) && !(isIssued && statusOf(exchange) === 401))
    return {
      ...{ verdict: 'inconclusive', findings: [], credentialsRefused: true },
      reason: `the target refused your credentials (${statusOf(exchange)})`,
      reasonKind: 'credentials-refused',
    };
  if (verdict === 'passed' && unresolved.length > 0)
    return {
      ...{ verdict: 'inconclusive', findings, reasonKind: 'value-missing', reasonAbout: unresolved.join(' ') },
      reason: `${unresolvedText(unresolved)} ${unresolved.length === 1 ? 'was' : 'were'} sent without a value`,
    };
  if (verdict === 'passed' && withoutFiles.length > 0) {
    const named = withoutFiles.slice(0, mostFilesNamed);
    return {
      ...{ verdict: 'inconclusive', findings, reasonKind: 'file-missing', reasonAbout: named.join(' ') },
      reason: `it was sent without ${named.map((path) => JSON.stringify(path)).join(', ')}: not a file that it may read`,
    };
  }
  return { verdict, findings, ...reasonFields(checked) };
}

/** Whether the bearer token of a request is the one that was fetched in this run. */
export function isFetched({ request }: Exchange, { credentials, parts }: Session): boolean {
  const token = credentials.managementToken;
  if (!parts.environment.fetchesToken || token === undefined) return false;
  return request.headers.some(([, value]) => value.endsWith(token));
}

const statusOf = ({ outcome }: Exchange): number => (outcome.kind === 'response' ? outcome.status : 0);

/** Variables without a value, as they were written. */
export const unresolvedText = (names: readonly string[]): string => names.map((name) => `{{${name}}}`).join(', ');

/** The worst of what was judged. */
export const worstOf = (judged: readonly JudgedExchange[]): JudgedExchange | undefined =>
  verdictOrder.map((verdict) => judged.find((each) => each.verdict === verdict)).find((each) => each !== undefined);
