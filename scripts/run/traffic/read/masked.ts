/** What recorders and sanitizers write in place of a secret. */
const mask = /redacted|masked|hidden|removed|sanitized|filtered|\*{3,}|x{6,}|•{3,}/i;
/** Our own, in reports and recordings. */
const ownMask = /\[(?:redacted|[a-z -]{1,40} sha256:[0-9a-f]{8})\]/;
/** Longer values are credentials, whatever words they happen to hold. */
const longestMask = 60;

/** Whether a credential was replaced before it was recorded. */
export const isMaskedCredential = (value: string): boolean =>
  ownMask.test(value) || (value.length <= longestMask && mask.test(value));

/** Whether a text of a report or a recording of ours has lost a secret, or its end. */
export const isMaskedText = (text: string): boolean => ownMask.test(text) || /… \(\d+ characters in all\)$/.test(text);
