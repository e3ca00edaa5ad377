/** What recorders and sanitizers write in place of a secret. */
const mask = /redacted|masked|hidden|removed|sanitized|filtered|\*{3,}|x{6,}|•{3,}/i;
/** Our own, in reports and recordings. */
const ownMask = /\[(?:redacted|[a-z -]{1,40} sha256:[0-9a-f]{8})\]/;
/** Longer values are credentials, whatever words they happen to hold. */
const longestMask = 60;

/** Whether a credential was replaced before it was recorded. */
export const isMaskedCredential = (value: string): boolean =>
  ownMask.test(value) || (value.length <= longestMask && mask.test(value));

/** Whether a body of another program's recording has lost a secret. Our own reports and recordings have fields for it. */
export const isMaskedBody = (text: string): boolean => ownMask.test(text);
