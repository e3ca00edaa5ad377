import { isSuccess, tokenIssued } from '../../../contract/issued-token';
import { referenceNames } from '../../../contract/types';
import { jsonObject, leavesIn } from '../../../lib/json';
import { decodeJws } from '../../../lib/jws';
import type { Finding } from '../../../report/types';
import type { Sent } from '../send';

type ReferenceChange = readonly [title: string, isIt: (claim: unknown, sent: string) => boolean];

const isText =
  (test: (claim: string, sent: string) => boolean): ReferenceChange[1] =>
  (claim, sent) =>
    typeof claim === 'string' && claim !== sent && test(claim, sent);

const simplified = (text: string): string => text.normalize('NFKC').replaceAll(/[^\p{L}\p{N}]/gu, '');

/** How a server may change a reference before it puts it into the token, the most telling first. */
const changes: readonly ReferenceChange[] = [
  ['lower-cases the references in the token', isText((claim, sent) => claim === sent.toLowerCase())],
  ['upper-cases the references in the token', isText((claim, sent) => claim === sent.toUpperCase())],
  ['trims the references in the token', isText((claim, sent) => claim === sent.trim())],
  [
    'turns references into numbers in the token',
    (claim, sent) => typeof claim === 'number' && (Number(sent) === claim || Number.parseFloat(sent) === claim),
  ],
  [
    'turns references into booleans in the token',
    (claim, sent) => String(claim) === sent.toLowerCase() && typeof claim === 'boolean',
  ],
  [
    'writes references that look like numbers in another way in the token',
    isText((claim, sent) => sent.trim() !== '' && claim.trim() !== '' && Number(claim) === Number(sent)),
  ],
  ['cuts the references in the token', isText((claim, sent) => claim.length >= 3 && sent.startsWith(claim))],
  [
    'cuts off the beginning of the references in the token',
    isText((claim, sent) => claim.length >= 3 && sent.endsWith(claim)),
  ],
  ['adds to the references in the token', isText((claim, sent) => sent.length >= 3 && claim.includes(sent))],
  [
    'removes or replaces signs in the references in the token',
    isText((claim, sent) => sent.length >= 3 && simplified(claim) === simplified(sent)),
  ],
  [
    'changes the case of the references in the token',
    isText((claim, sent) => claim.toLowerCase() === sent.toLowerCase()),
  ],
];

/** The references of a request, and the claims of the token that it got. */
function readToken({ composed, exchange: { outcome } }: Sent) {
  if (outcome.kind !== 'response' || !isSuccess(outcome.status)) return undefined;
  const token = tokenIssued(composed.call, outcome);
  const decoded = token === undefined ? undefined : decodeJws(token);
  const body = composed.request.body;
  const sent = jsonObject(typeof body === 'string' ? body : new TextDecoder().decode(body));
  if (!decoded?.ok || !sent) return undefined;
  return { sent, claims: [...leavesIn(decoded.jws.payload)].map(({ value }) => value) };
}

/** What the target did to a reference that the token does not hold; `undefined` if it cannot be told. */
export function changeOfReference({ kind = '' }: Finding, failing: Sent, around: readonly Sent[]): string | undefined {
  const read = readToken(failing);
  if (!read) return undefined;
  if (kind.startsWith('swapped.')) return 'swaps the references in the token';
  const name = referenceNames.find((each) => kind === `not-held.${each}`);
  const value = name && read.sent[name];
  if (name === undefined || typeof value !== 'string') return undefined;
  const others = around.filter((each) => each !== failing).flatMap((each) => readToken(each)?.sent[name] ?? []);
  if (others.some((other) => other !== value && read.claims.includes(other)))
    return 'issues the token of another request';
  const change = changes.find(([, isIt]) => read.claims.some((claim) => isIt(claim, value)));
  return change?.[0];
}
