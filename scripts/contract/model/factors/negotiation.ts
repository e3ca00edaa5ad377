import type { EvidenceIds } from '../../evidence';
import { type Factor, unchanged } from './draft';
import { header, plain } from './headers';

const json: EvidenceIds = ['C13'];

/** The media types that the caller says it accepts (C13, C16). */
export const negotiation: Factor = {
  id: 'negotiation',
  title: 'what is accepted',
  levels: [
    unchanged('none', 'without Accept', ['C1']),
    plain('json', 'Accept', 'application/json', 'accepted', json),
    plain('any', 'Accept', '*/*', 'accepted', json),
    plain('weighted', 'Accept', 'text/html;q=0.5, application/json;q=0.9, */*;q=0.1', 'accepted', json),
    plain('html', 'Accept', 'text/html'),
    plain('xml', 'Accept', 'application/xml'),
    plain('version', 'Accept', 'application/vnd.imburse.v2+json'),
    plain('malformed', 'Accept', ';;q=x,/'),
    header('empty', 'with an empty Accept', 'Accept', ''),
    header('many', 'with 200 media types in Accept', 'Accept', Array(200).fill('a/b').join(',')),
  ],
};

/** The languages that the caller prefers (C16). */
export const language: Factor = {
  id: 'language',
  title: 'the language',
  levels: [
    unchanged('none', 'without Accept-Language', ['C1']),
    plain('german', 'Accept-Language', 'de-DE,de;q=0.9,en;q=0.8'),
    plain('right-to-left', 'Accept-Language', 'ar-EG'),
    plain('turkish', 'Accept-Language', 'tr-TR'),
    plain('any', 'Accept-Language', '*'),
    plain('unknown', 'Accept-Language', 'xx-unknown'),
    plain('malformed', 'Accept-Language', ';;,q=-1'),
    header('empty', 'with an empty Accept-Language', 'Accept-Language', ''),
  ],
};

/** The content codings and charsets that the caller says it accepts (C13, C16). */
export const acceptedCoding: Factor = {
  id: 'accept-coding',
  title: 'the accepted coding',
  levels: [
    unchanged('usual', 'with the usual Accept-Encoding', ['C1']),
    plain('gzip', 'Accept-Encoding', 'gzip', 'accepted', json),
    plain('identity', 'Accept-Encoding', 'identity', 'accepted', json),
    plain('charset', 'Accept-Charset', 'iso-8859-1'),
  ],
};
