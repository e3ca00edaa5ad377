import type { HeaderList } from '../../../contract/exchange';
import { headerValue } from '../../../lib/headers';

/** What recorders and sanitizers write in place of a secret. */
const mask = /redacted|masked|hidden|removed|sanitized|filtered|\*{3,}|x{6,}|•{3,}/i;
/** Our own, in reports and recordings. */
const ownMask = /\[(?:redacted|[a-z -]{1,40} sha256:[0-9a-f]{8})\]/;
/** Longer values are credentials, whatever words they happen to hold. */
const longestMask = 60;

/** Headers without a credential that was replaced before it was recorded, and whether there was such a credential. */
export function unmasked(headers: HeaderList): { readonly headers: HeaderList; readonly isMasked: boolean } {
  const value = headerValue(headers, 'authorization') ?? '';
  const isMasked = ownMask.test(value) || (value.length <= longestMask && mask.test(value));
  return { isMasked, headers: headers.filter(([name]) => !isMasked || name.toLowerCase() !== 'authorization') };
}

/** Whether a body of another program's recording has lost a secret. Our own reports and recordings have fields for it. */
export const isMaskedBody = (text: string): boolean => ownMask.test(text);
