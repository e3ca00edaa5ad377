import type { Expectation } from './types';

/** Whether the request must be refused: a success and a token are wrong. */
export const mustRefuse = ({ outcome }: Expectation): boolean => outcome === 'refused';

/** Whether a refusal of the request conforms. */
export const mayRefuse = ({ outcome }: Expectation): boolean => outcome !== 'accepted';

/** Whether the documented success, a token or the payout options, conforms. */
export const mayIssueToken = ({ outcome, unsafe }: Expectation): boolean =>
  outcome === 'accepted' || (outcome === 'open' && unsafe !== true);

/** The row that a token breaks where none may be issued. */
export const tokenRow = ({ tokenBreaks, evidence }: Expectation) => tokenBreaks ?? evidence;

/** Whether a status below 500 conforms. What a success must look like is for other rules to say. */
export function conforms({ outcome, status: conforming }: Expectation, status: number): boolean {
  if (conforming.includes(status)) return true;
  return outcome === 'open' && (status < 300 || status >= 400);
}

/** The conforming statuses in words. */
export function conformingText({ outcome, status }: Expectation): string {
  return outcome === 'open' ? 'a success or an error' : status.join(' or ');
}

/** The same where the server failed: any request gets an answer below 500, also one whose acceptance is open. */
export const answerText = (expect: Expectation): string =>
  expect.outcome === 'open' ? 'an answer below 500' : conformingText(expect);
