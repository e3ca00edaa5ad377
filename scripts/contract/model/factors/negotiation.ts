import type { EvidenceIds } from '../../evidence';
import { type Factor, unchanged } from './draft';
import { headerLevel, plainHeaderLevel } from './headers';

const json: EvidenceIds = ['C13'];

/** The media types that the caller says it accepts (C13, C16). */
export const negotiation: Factor = {
  id: 'negotiation',
  title: 'what is accepted',
  levels: [
    unchanged('none', 'without Accept', ['C1']),
    plainHeaderLevel('json', 'Accept', 'application/json', 'accepted', json),
    plainHeaderLevel('any', 'Accept', '*/*', 'accepted', json),
    plainHeaderLevel('weighted', 'Accept', 'text/html;q=0.5, application/json;q=0.9, */*;q=0.1', 'accepted', json),
    plainHeaderLevel('html', 'Accept', 'text/html'),
    plainHeaderLevel('xml', 'Accept', 'application/xml'),
    plainHeaderLevel('version', 'Accept', 'application/vnd.imburse.v2+json'),
    plainHeaderLevel('malformed', 'Accept', ';;q=x,/'),
    headerLevel('empty', 'with an empty Accept', 'Accept', ''),
    headerLevel('many', 'with 200 media types in Accept', 'Accept', Array(200).fill('a/b').join(',')),
  ],
};

/** The languages that the caller prefers (C16). */
export const language: Factor = {
  id: 'language',
  title: 'the language',
  levels: [
    unchanged('none', 'without Accept-Language', ['C1']),
    plainHeaderLevel('german', 'Accept-Language', 'de-DE,de;q=0.9,en;q=0.8'),
    plainHeaderLevel('right-to-left', 'Accept-Language', 'ar-EG'),
    plainHeaderLevel('turkish', 'Accept-Language', 'tr-TR'),
    plainHeaderLevel('any', 'Accept-Language', '*'),
    plainHeaderLevel('unknown', 'Accept-Language', 'xx-unknown'),
    plainHeaderLevel('malformed', 'Accept-Language', ';;,q=-1'),
    headerLevel('empty', 'with an empty Accept-Language', 'Accept-Language', ''),
  ],
};

/** The content codings and charsets that the caller says it accepts (C13, C16). */
export const acceptedCoding: Factor = {
  id: 'accept-coding',
  title: 'the accepted coding',
  levels: [
    unchanged('usual', 'with the usual Accept-Encoding', ['C1']),
    plainHeaderLevel('gzip', 'Accept-Encoding', 'gzip', 'accepted', json),
    plainHeaderLevel('identity', 'Accept-Encoding', 'identity', 'accepted', json),
    plainHeaderLevel('charset', 'Accept-Charset', 'iso-8859-1'),
  ],
};
