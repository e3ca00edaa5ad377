import { headerValues } from '../../lib/headers';
import type { HeaderList } from '../exchange';
import { type Findings, fault, nothing, openFor, opening, refusedFor } from './reasons';

const form = /^([!#$%&'*+.^_`|~\w-]+\/[!#$%&'*+.^_`|~\w-]+)\s*(.*)$/s;
const similar = /^(application\/([\w!#$&^.+-]+\+|x-)json|text\/json)$/;

/** What the Content-Type of a JSON request means (C3, C15). */
export function readMediaType(headers: HeaderList): Findings {
  const values = headerValues(headers, 'content-type').map((value) => value.trim());
  const detail = { detail: values.join(', ') };
  if (values.length === 0) return refusedFor(fault('no-media-type'));
  const [type = '', parameters = ''] = (form.exec(detail.detail) ?? []).slice(1);
  if (type.toLowerCase() === 'application/json') {
    return parameters === '' ? nothing : openFor(opening('media-type-parameters', detail));
  }
  if (similar.test(type.toLowerCase())) return openFor(opening('similar-media-type', detail));
  // Sent twice, or as a list: nothing says which one counts.
  if (/application\/json/i.test(detail.detail)) return openFor(opening('media-type-parameters', detail));
  return refusedFor(fault('other-media-type', detail));
}

/** The Content-Encoding or charset of a body, unless it is UTF-8 text. */
export function codingOf(headers: HeaderList): string | undefined {
  const coding = headerValues(headers, 'content-encoding').find((value) => !/^\s*(identity)?\s*$/i.test(value));
  const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(headerValues(headers, 'content-type').join(';'))?.[1];
  return coding ?? (charset && !/^utf-?8$/i.test(charset) ? charset : undefined);
}
