import type { Redactor } from './redactor';

/** How a body that is written differs from the one that was sent; programs read this, not the text. */
export interface BodyChanges {
  /** The characters of the whole body, if only its start is written. */
  readonly bodyLength?: number;
  /** A secret in it was replaced. */
  readonly bodyRedacted?: true;
}

/** In characters. A part of a secret at the end of what is looked at is not recognised, so less than that is shown. */
export interface BodyLimits {
  readonly shown: number;
  readonly looked: number;
}

/** A text that is longer than the limit ends with its length, in characters, for people. */
export const cutText = (text: string, longest: number, length = text.length): string =>
  length <= longest ? text : `${text.slice(0, longest)}… (${length} characters in all)`;

/** A body without secrets, redacted before it is cut, so that no part of one is left at the end. */
export function shownBody(
  body: string,
  redactor: Redactor,
  limits: BodyLimits,
): { readonly text: string; readonly changes: BodyChanges } {
  const looked = body.slice(0, limits.looked);
  const redacted = redactor.redact(looked);
  const isWhole = looked.length === body.length;
  const length = isWhole ? redacted.length : body.length;
  return {
    text: cutText(redacted, limits.shown, length),
    changes: {
      ...(length > limits.shown && { bodyLength: length }),
      ...(redacted !== looked && { bodyRedacted: true as const }),
    },
  };
}
