import type { EvidenceIds } from '../../contract/evidence';
import type { Context, Refusal } from '../behaviour';
import { hmacPolicy } from '../changes';
import { alsoSigned, decideOn, body as inBody, referencesInToken } from '../faults/define';
import { alsoGenuine } from '../faults/trust';
import { withHeader, withJson } from '../http';
import { internalError, unauthorizedReply } from '../refusal';
import { readSegment } from '../tokens';
import type { Change, FaultLevel } from '../types';

/** What goes wrong where a condition is fulfilled. */
export interface FaultEffect {
  /** In words, before the condition: "Returns 500". */
  readonly title: string;
  readonly level: FaultLevel;
  readonly evidence: EvidenceIds;
  readonly change: Change;
}

const violation = (title: string, evidence: EvidenceIds, change: Change): FaultEffect => ({
  title,
  level: 'violation',
  evidence,
  change,
});

const deviation = (title: string, evidence: EvidenceIds, change: Change): FaultEffect => ({
  ...violation(title, evidence, change),
  level: 'deviation',
});

const admit =
  (refusal: Refusal): Change =>
  () => ({ admit: () => refusal });

const onError =
  (edit: (message: string, context: Context) => string): Change =>
  (right) => ({
    reply: async (reply, context) => {
      const before = await right.reply(reply, context);
      return before.status < 400
        ? before
        : withJson(before, (body: { readonly errors: readonly { readonly message: string }[] }) => ({
            ...body,
            errors: body.errors.map((entry) => ({ ...entry, message: edit(entry.message, context) })),
          }));
    },
  });

const stack = 'Error: unexpected\n    at Object.handle (/srv/app/dist/server.js:88:11)\n    at node:internal/main:12:3';

/** What goes wrong, each once, whatever the condition. */
export const effects = {
  '500': violation('Returns 500', ['E1f', 'C16'], admit(internalError)),
  'no-answer': violation('Never answers', ['E1f', 'C16'], (right) => ({
    reply: async (reply, context) => ({ ...(await right.reply(reply, context)), delayMs: 3_600_000 }),
  })),
  refused: violation('Returns 400 for a valid request', ['C4'], admit({ status: 400, codes: ['REQUEST_INVALID'] })),
  'value-refused': deviation('Returns 400', ['R3'], admit({ status: 400, codes: ['REFERENCE_INVALID'] })),
  unauthorised: violation('Returns 401 to a known caller', ['C2'], decideOn('management', unauthorizedReply('Bearer'))),
  conflict: violation('Returns 409', ['C6', 'C7'], admit({ status: 409, codes: ['CONFLICT'] })),

  // The seed decides which reference is combined with the condition, and for many the rule is inferred.
  'references-unchecked': deviation('Does not check the references', ['C8', 'R1'], () => ({
    referenceProblem: () => undefined,
  })),
  'customer-ref-optional': violation('Does not require customerRef', ['C8', 'R1'], (right) => ({
    referenceProblem: (value, name) =>
      name === 'customerRef' && value === undefined ? undefined : right.referenceProblem(value, name),
  })),
  'length-unchecked': deviation('Does not check lengths', ['R2'], (right) => ({
    referenceProblem: (value, name) => {
      const problem = right.referenceProblem(value, name);
      return problem === 'LENGTH_OUT_OF_RANGE' ? undefined : problem;
    },
  })),
  'characters-unchecked': deviation('Does not check characters', ['R3'], (right) => ({
    referenceProblem: (value, name) => {
      const problem = right.referenceProblem(value, name);
      return problem === 'CONTAINS_INVALID_CHARACTERS' && typeof value === 'string' ? undefined : problem;
    },
  })),

  'caller-unchecked': violation(
    'Issues a token without a credential',
    ['E1b', 'C2'],
    decideOn('management', undefined),
  ),
  'signature-unchecked': violation('Does not check the signature', ['E1b', 'C2'], () => ({
    signatureHolds: async () => true,
  })),
  'unsigned-accepted': violation(
    'Accepts an unsigned token',
    ['E1b', 'C2'],
    alsoGenuine('any', (token) => readSegment(token, 0)?.alg === 'none'),
  ),
  'expiry-unchecked': violation('Accepts an expired token', ['E1b', 'C2'], () => ({ isCurrent: () => true })),
  'audience-unchecked': violation('Accepts a payout token in place of a management token', ['E1b', 'C2'], () => ({
    isFor: () => true,
  })),
  'role-unchecked': violation('Does not check the role', ['H7'], () => ({ hasRole: () => true })),
  'media-type-unchecked': deviation('Accepts any media type', ['C3', 'C15'], () => ({ acceptsMediaType: () => true })),

  'token-empty': violation('Issues a token without references', ['C8'], () => ({ referenceClaims: () => ({}) })),
  'token-lower-cased': violation(
    'Lower-cases the references in the token',
    ['C8'],
    referencesInToken((value) => value.toLowerCase()),
  ),
  'token-cut': violation(
    'Cuts the references in the token to 20 characters',
    ['C8'],
    referencesInToken((value) => value.slice(0, 20)),
  ),
  'token-numbers': violation(
    'Turns references into numbers in the token',
    ['C8'],
    referencesInToken((value) => (Number.isNaN(Number(value)) ? value : Number(value))),
  ),
  'expires-number': violation(
    'Sends expires as a number',
    ['T2'],
    inBody((good) => ({ ...good, expires: Number(good.expires) })),
  ),
  'expires-seconds': violation(
    'Sends expires in seconds',
    ['T3'],
    inBody((good) => ({ ...good, expires: String(good.expires).slice(0, -3) })),
  ),
  'body-wrapped': violation(
    'Wraps the success body in data',
    ['C5'],
    inBody((good) => ({ data: good })),
  ),
  'body-html': deviation('Sends the body as text/html', ['C13'], (right) => ({
    reply: async (reply, context) => withHeader(await right.reply(reply, context), 'Content-Type', 'text/html'),
  })),
  'correlation-lost': violation('Does not return the correlation id', ['E5'], () => ({
    innerCorrelationId: ({ correlationId }) => correlationId,
  })),
  'stack-shown': violation(
    'Shows a stack trace in errors',
    ['E7'],
    onError((message) => `${message} ${stack}`),
  ),
  'token-shown': violation(
    'Shows the credential in errors',
    ['E7'],
    onError((message, { request }) => `${message} ${request.header('authorization') ?? ''}`),
  ),

  'hmac-signature-unchecked': violation(
    'Accepts any HMAC signature',
    ['H2'],
    hmacPolicy(() => ({ signaturesMatch: () => true })),
  ),
  'hmac-public-key-accepted': violation(
    'Accepts an HMAC signature under the public key',
    ['H2'],
    alsoSigned(({ credentials }) => credentials.publicKey),
  ),
  'hmac-window-unchecked': violation(
    'Accepts HMAC timestamps of any age',
    ['H4'],
    hmacPolicy(() => ({ maxAgeSeconds: Number.POSITIVE_INFINITY })),
  ),
  'hmac-replay-accepted': violation(
    'Accepts a used nonce',
    ['H3'],
    hmacPolicy(() => ({ isReplay: () => false })),
  ),
  'hmac-key-unchecked': violation(
    'Accepts any public key',
    ['E1b', 'H1'],
    hmacPolicy(() => ({ privateKeyOf: (_publicKey, { credentials }) => credentials.privateKey })),
  ),
  'hmac-refused': violation(
    'Returns 401 to a signed request',
    ['H2', 'H5'],
    hmacPolicy(() => ({ holds: () => false })),
  ),
  'hmac-body-wrong': violation(
    'Omits expires from the response with the management token',
    ['H5', 'C5'],
    hmacPolicy(() => ({ successBody: ({ accessToken }) => ({ accessToken }) })),
  ),

  'options-refused': violation(
    'Refuses the payout token at the options call',
    ['C8'],
    decideOn('payout', unauthorizedReply('Bearer')),
  ),
  'options-unchecked': violation(
    'Returns the options without a credential',
    ['E1b', 'C8'],
    decideOn('payout', undefined),
  ),
  'options-expiry-unchecked': violation('Returns the options for an expired token', ['E1b', 'C8'], () => ({
    isCurrent: () => true,
  })),
  'options-signature-unchecked': violation('Returns the options for a forged token', ['E1b', 'C8'], () => ({
    signatureHolds: async () => true,
  })),
  'options-empty': violation('Returns no rewards', ['C8'], () => ({ optionsBody: () => ({}) })),
} as const satisfies Readonly<Record<string, FaultEffect>>;

export type EffectId = keyof typeof effects;
