import type { EvidenceIds } from '../../evidence';
import type { HeaderList } from '../../exchange';
import { rows } from '../rows';
import { type Factor, type FactorLevel, level, type Transfer, unchanged } from './draft';
import { plainHeaderLevel } from './headers';

const type = (
  id: string,
  value: string | undefined,
  alone: FactorLevel['alone'],
  evidence: EvidenceIds = ['C15'],
): FactorLevel => {
  const title = value === undefined ? 'without Content-Type' : `with Content-Type: ${value}`;
  return level(id, title, alone, evidence, (draft) => ({ ...draft, contentType: value }));
};

const open: EvidenceIds = ['C15a'];

/** The media type of the body (C3, C15). */
export const mediaTypeFactor: Factor = {
  id: 'media-type',
  title: 'the media type',
  levels: [
    unchanged('json', 'with Content-Type: application/json', ['C3']),
    type('upper-case', 'APPLICATION/JSON', 'accepted', ['C3']),
    type('utf-8', 'application/json; charset=utf-8', 'open', open),
    type('utf-8-quoted', 'application/json;charset="UTF-8"', 'open', open),
    type('utf-16', 'application/json; charset=utf-16', 'open', open),
    type('latin-1', 'application/json; charset=iso-8859-1', 'open', open),
    type('unknown-charset', 'application/json; charset=x-unknown', 'open', open),
    type('us-ascii', 'application/json; charset=us-ascii', 'open', open),
    type('boundary', 'application/json; boundary=x', 'open', open),
    type('parameter', 'application/json; odata=minimal; version=1', 'open', open),
    type('empty-parameter', 'application/json;', 'open', open),
    type('malformed-parameter', 'application/json; charset', 'open', open),
    type('unclosed-parameter', 'application/json; charset="utf-8', 'open', open),
    type('list', 'application/json, text/plain', 'open', open),
    type('suffix', 'application/vnd.imburse+json', 'open'),
    type('text-json', 'text/json', 'open'),
    type('patch', 'application/json-patch+json', 'open'),
    type('none', undefined, 'refused'),
    type('empty', '', 'refused'),
    type('malformed', 'json', 'refused'),
    type('half', 'application/', 'refused'),
    type('any', '*/*', 'refused'),
    type('text', 'text/plain', 'refused'),
    type('form', 'application/x-www-form-urlencoded', 'refused'),
    type('multipart', 'multipart/form-data', 'refused'),
    type('javascript', 'text/javascript', 'refused'),
    type('xml', 'application/xml', 'refused'),
    type('bytes', 'application/octet-stream', 'refused'),
  ],
};

const transferred = (id: Transfer, title: string, ...headers: HeaderList): FactorLevel =>
  level(id, title, 'open', [rows.unknownChangesNothing], (draft) => ({
    ...draft,
    transfer: id,
    headers: [...draft.headers, ...headers],
  }));

const inChunks = ['Transfer-Encoding', 'chunked'] as const;
const expecting = ['Expect', '100-continue'] as const;

/** How the body is transferred (RFC 9112 §7.1, RFC 9110 §10.1.1). */
export const transfer: Factor = {
  id: 'transfer',
  title: 'the transfer',
  levels: [
    unchanged('length', 'with Content-Length', ['C1']),
    transferred('chunked', 'with the body in chunks', inChunks),
    transferred('expect', 'with Expect: 100-continue', expecting),
    transferred('expect-chunked', 'with Expect: 100-continue and the body in chunks', expecting, inChunks),
  ],
};

const coding = (id: string, value: string): FactorLevel => plainHeaderLevel(id, 'Content-Encoding', value);

/** A content coding that the body has, or only claims to have. */
export const contentCoding: Factor = {
  id: 'coding',
  title: 'the content coding',
  levels: [
    unchanged('none', 'without Content-Encoding', ['C1']),
    coding('identity', 'identity'),
    coding('gzip-claimed', 'gzip'),
    coding('deflate-claimed', 'deflate'),
    coding('unknown', 'x-unknown'),
  ],
};
