import type { Need } from './types';

interface VariableInfo {
  readonly about: string;
  /** What must be configured for the variable to have a value. */
  readonly needs?: readonly Need[];
  /** Derived from a secret: never shown, and of type `secret` in Postman. */
  readonly secret?: boolean;
}

const forged = (about: string): VariableInfo => ({ about, needs: ['jwsManagementToken'], secret: true });
const signed = (about: string): VariableInfo => ({ about, needs: ['keyPair'], secret: true });

/** Every `{{variable}}` that a request template may carry. What a case needs follows from the ones that it names. */
export const variables = {
  hmacPath: { about: 'the path of the HMAC exchange in this environment' },
  hmacOtherPath: { about: 'the other path of the HMAC exchange' },
  customerRef: { about: 'a new customer reference' },
  orderRef: { about: 'a new order reference' },
  instructionRef: { about: 'a new instruction reference' },
  correlationId: { about: 'a new correlation id' },
  filler: { about: 'one mebibyte of the letter a' },
  nesting: { about: '10,000 nested JSON arrays' },
  capturedToken: { about: 'the token issued to another case', secret: true },
  capturedAuthorization: { about: 'the Authorization header of another case', secret: true },
  capturedTruncated: { about: 'the token issued to another case, without its signature', secret: true },
  capturedBadSignature: { about: 'that token with a changed signature', secret: true },
  capturedBadPayload: { about: 'that token with a changed payload', secret: true },
  capturedAlgNone: { about: 'that token, unsigned, with alg none', secret: true },
  capturedAlgNoneCapital: { about: 'that token, unsigned, with alg None', secret: true },
  accountId: { about: 'the configured account id', needs: ['accountIds'] },
  tenantId: { about: 'the configured tenant id', needs: ['accountIds'] },
  expiredToken: { about: 'an expired management token', needs: ['expiredToken'], secret: true },
  noRoleToken: { about: 'a management token without the role', needs: ['noRoleToken'], secret: true },
  expiredPayoutToken: { about: 'an expired payout token', needs: ['expiredPayoutToken'], secret: true },
  managementToken: { about: 'the management token', needs: ['credentials'], secret: true },
  tokenTruncated: forged('the management token without its signature'),
  tokenBadSignature: forged('the management token with a changed signature'),
  tokenBadSignatureEnd: forged('the management token with its signature changed near the end'),
  tokenBadHeader: forged('the management token with a changed header'),
  tokenBadPayload: forged('the management token with a changed payload'),
  tokenForeignSignature: {
    about: 'the management token with the signature of the expired one',
    needs: ['expiredToken', 'jwsManagementToken'],
    secret: true,
  },
  tokenAlgNone: forged('the management token, unsigned, with alg none'),
  tokenAlgNoneCapital: forged('the management token, unsigned, with alg None'),
  hmac: signed('key, new nonce, time and signature'),
  hmacFractional: signed('the same with fractional seconds'),
  hmacFourMinutesOld: signed('the same, signed four minutes ago'),
  hmacPastFiveMinutesOld: signed('the same, signed five minutes and twenty seconds ago'),
  hmacSixMinutesOld: signed('the same, signed six minutes ago'),
  hmacSixMinutesAhead: signed('the same, signed six minutes in the future'),
  hmacWrongSignature: signed('the same with a signature made with another private key'),
  hmacUnknownKey: signed('the same with an unknown public key'),
  hmacChangedSignature: signed('the same with one character of the signature changed'),
  hmacChangedSignatureEnd: signed('the same with the signature changed near its end'),
  hmacUnreadableSignature: signed('the same with a signature that is not base64'),
  hmacEmptySignature: signed('the same with an empty signature'),
  hmacUnreadableTime: signed('the same, signed for a time that is not a number'),
  hmacCutSignature: signed('the same with the first half of the signature'),
  hmacSwappedCase: signed('the same with the letter case of the signature swapped'),
  hmacOtherNonce: signed('the same with the nonce changed after signing'),
  hmacOtherTime: signed('the same with the time changed after signing'),
  hmacUsedNonce: signed('signed with another time and the nonce of another case'),
} as const satisfies Record<string, VariableInfo>;

export type VariableName = keyof typeof variables;

/** Values for the variables that have one. */
export type VariableValues = Partial<Record<VariableName, string>>;

const placeholder = /\{\{([A-Za-z]+)\}\}/g;

/** The variables that a text names, in order, without repetition. Throws on one that does not exist. */
export function variablesIn(text: string): VariableName[] {
  const names = new Set<VariableName>();
  for (const [, name] of text.matchAll(placeholder)) {
    if (name === undefined || !(name in variables)) throw new Error(`unknown variable {{${name}}}`);
    names.add(name as VariableName);
  }
  return [...names];
}

/** `text` with each `{{variable}}` that has a value replaced; the rest stay. */
export function resolve(text: string, values: VariableValues): string {
  if (!text.includes('{{')) return text;
  return text.replace(placeholder, (whole, name: string) => values[name as VariableName] ?? whole);
}

/** The settings that the named variables need, without repetition. */
export function needsOf(names: readonly VariableName[]): Need[] {
  return [...new Set(names.flatMap((name) => (variables[name] as VariableInfo).needs ?? []))];
}
