import { callOf } from '../../contract/calls';
import type { CallId, Prediction } from '../../contract/model';
import { type Reason, reasonText } from '../../contract/model/reasons';
import { slug } from '../../lib/slug';
import type { TrafficCase } from './types';

/** More are not named: a hostile recording must not make a case of each request. */
const mostReasons = 3;

const prefix = 'traffic:';

/** Reasons whose subject has few values, so that each can be a kind of its own. */
const withSubject: readonly Reason['kind'][] = ['method', 'head-of-get', 'answerable-method', 'not-recorded'];

const subjectOf = ({ kind, reference, detail }: Reason): string | undefined =>
  reference ?? (withSubject.includes(kind) ? detail : undefined);

function wordOf(reason: Reason): string {
  const subject = subjectOf(reason);
  return subject === undefined ? reason.kind : `${reason.kind}-${slug(subject.replace(/([a-z])([A-Z])/g, '$1-$2'))}`;
}

/** The reason without what differs from request to request. */
function textOf(reason: Reason): string {
  const detail = subjectOf(reason) ?? '…';
  return reasonText({ kind: reason.kind, detail });
}

/** Each kind of reason once; what many clients send along comes last. */
function distinct(reasons: readonly Reason[]): Reason[] {
  const isCommon = ({ kind }: Reason) => kind === 'unknown-header';
  const ordered = [...reasons.filter((each) => !isCommon(each)), ...reasons.filter(isCommon)];
  const byWord = new Map(ordered.map((reason) => [wordOf(reason), reason]));
  return [...byWord.values()];
}

/**
 * The case of all exchanges like this one: of the same call, predicted for the same reasons. Its id says both:
 * `traffic:payout-token/missing-customer-ref`, `traffic:payout-token/open:unknown-credential`, `traffic:payout-token/valid`.
 */
export function trafficCase(call: CallId, { outcome, reasons, openings }: Prediction): TrafficCase {
  const all = distinct(outcome === 'refused' ? reasons : openings);
  const named = all.slice(0, mostReasons);
  const more = all.length > named.length ? ['more'] : [];
  const words = [...named.map(wordOf), ...more].join('+');
  const texts = [...named.map(textOf), ...(more.length > 0 ? ['…'] : [])].join('; ');
  const { title } = callOf(call);
  const about: Readonly<Record<Prediction['outcome'], readonly [id: string, title: string]>> = {
    accepted: ['valid', `${title}: a valid request`],
    refused: [words, `${title}: must be refused: ${texts}`],
    open: [`open:${words}`, `${title}: open: ${texts}`],
  };
  const [id, text] = about[outcome];
  return { id: `${prefix}${call}/${id}`, call, title: text };
}
