import type { EvidenceIds } from '../../evidence';
import { rows } from '../rows';
import { drawText, type Factor, type Level, pick, unchanged, withHeader } from './draft';

const unknown: EvidenceIds = [rows.unknownChangesNothing];
const hexadecimal = '0123456789abcdef';
const drawHex = (random: () => number, length: number): string => drawText(random, hexadecimal, length);

/** A GUID drawn from a seed. */
export const drawGuid = (random: () => number): string =>
  `${drawHex(random, 8)}-${drawHex(random, 4)}-4${drawHex(random, 3)}-8${drawHex(random, 3)}-${drawHex(random, 12)}`;

type Value = string | ((random: () => number) => string);

const header = (
  id: string,
  title: string,
  name: string,
  value: Value,
  alone: Level['alone'] = 'open',
  evidence = unknown,
): Level => ({
  id,
  title,
  evidence,
  alone,
  change: (draft, _sources, random) => withHeader(draft, name, typeof value === 'string' ? value : value(random)),
});

/** A header, as written. */
const plain = (id: string, name: string, value: string, alone?: Level['alone'], evidence?: EvidenceIds): Level =>
  header(id, `with ${name}: ${value}`, name, value, alone, evidence);

const json: EvidenceIds = ['C13'];

/** What the caller says it accepts (C13, C16). */
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
    plain('language', 'Accept-Language', 'de-DE,de;q=0.9,en;q=0.8'),
    plain('language-right-to-left', 'Accept-Language', 'ar-EG'),
    plain('language-turkish', 'Accept-Language', 'tr-TR'),
    plain('language-unknown', 'Accept-Language', 'xx-unknown'),
    plain('language-malformed', 'Accept-Language', ';;,q=-1'),
    header('language-empty', 'with an empty Accept-Language', 'Accept-Language', ''),
    plain('charset', 'Accept-Charset', 'iso-8859-1'),
    plain('coding-gzip', 'Accept-Encoding', 'gzip', 'accepted', json),
    plain('coding-identity', 'Accept-Encoding', 'identity', 'accepted', json),
  ],
};

/** Headers that browsers, proxies and tracing add, and some that a careless server trusts (C16). */
export const context: Factor = {
  id: 'context',
  title: 'other headers',
  levels: [
    unchanged('none', 'without other headers', ['C1']),
    plain('origin', 'Origin', 'https://shop.example'),
    plain('origin-null', 'Origin', 'null'),
    plain('referer', 'Referer', 'https://shop.example/basket?id=1'),
    plain('cookie', 'Cookie', 'session=0123456789abcdef; theme=dark'),
    plain('cookie-malformed', 'Cookie', '=;;x;=="'),
    header(
      'cookie-long',
      'with a Cookie of 2,000 characters',
      'Cookie',
      (random) => `x=${drawText(random, 'abc', 2000)}`,
    ),
    header(
      'traceparent',
      'with a traceparent',
      'traceparent',
      (random) => `00-${drawHex(random, 32)}-${drawHex(random, 16)}-01`,
    ),
    plain('traceparent-malformed', 'traceparent', '00-xyz'),
    header(
      'traceparent-zero',
      'with a traceparent of zeros',
      'traceparent',
      `00-${'0'.repeat(32)}-${'0'.repeat(16)}-00`,
    ),
    plain('tracestate', 'tracestate', 'vendor=1,other=2'),
    plain('baggage', 'baggage', 'userId=alice,role=admin'),
    plain('forwarded', 'Forwarded', 'for=127.0.0.1;proto=https;by=10.0.0.1'),
    plain('forwarded-malformed', 'Forwarded', 'for="[::1'),
    plain('forwarded-for', 'X-Forwarded-For', '203.0.113.7, 10.0.0.1'),
    plain('forwarded-for-loopback', 'X-Forwarded-For', '127.0.0.1'),
    plain('forwarded-for-malformed', 'X-Forwarded-For', 'unknown, ::1]'),
    plain('forwarded-proto', 'X-Forwarded-Proto', 'http'),
    plain('forwarded-host', 'X-Forwarded-Host', 'admin.example'),
    plain('real-ip', 'X-Real-IP', '10.0.0.1'),
    plain('original-url', 'X-Original-URL', '/health'),
    plain('forwarded-user', 'X-Forwarded-User', 'admin'),
    plain('internal', 'X-Internal-Request', 'true'),
    plain('requested-with', 'X-Requested-With', 'XMLHttpRequest'),
    plain('idempotency-key', 'Idempotency-Key', 'a1b2c3'),
    plain('if-none-match', 'If-None-Match', '*'),
    plain('range', 'Range', 'bytes=0-9'),
    plain('prefer', 'Prefer', 'return=minimal'),
    header('empty', 'with an empty unknown header', 'X-Unknown', ''),
    header('non-ascii', 'with a header that is not ASCII', 'X-Unknown', 'caf\u00e9'),
    header('long', 'with a header of 5,000 characters', 'X-Unknown', (random) => drawText(random, 'abc', 5000)),
    {
      id: 'many',
      title: 'with 60 unknown headers',
      evidence: unknown,
      alone: 'open',
      change: (draft) =>
        [...Array(60).keys()].reduce((next, index) => withHeader(next, `X-Unknown-${index}`, 'x'), draft),
    },
  ],
};

const correlated = (id: string, title: string, value: Value, alone: Level['alone'] = 'accepted'): Level =>
  header(id, `with ${title}`, 'X-Correlation-ID', value, alone, ['E5']);

/** The caller's correlation id (E5). */
export const correlation: Factor = {
  id: 'correlation',
  title: 'the correlation id',
  levels: [
    unchanged('none', 'without a correlation id', ['E5']),
    correlated('guid', 'a GUID as correlation id', drawGuid),
    correlated('guid-upper', 'a GUID in upper case as correlation id', (random) => drawGuid(random).toUpperCase()),
    correlated('short', 'a correlation id of one character', (random) => drawText(random, 'abcxyz', 1)),
    correlated('digits', 'a number as correlation id', (random) => drawText(random, '123456789', 10)),
    correlated('mixed', 'a correlation id in mixed case', (random) => `Trace-Of-${drawText(random, 'abcXYZ', 6)}.42`),
    correlated('hex', 'a trace id as correlation id', (random) => drawHex(random, 32)),
    correlated('length-64', 'a correlation id of 64 characters', (random) => drawText(random, 'abc0123', 64)),
    correlated('punctuation', 'punctuation in the correlation id', 'a:b/c=d+e|f~g'),
    correlated('long', 'a correlation id of 1,000 characters', (random) => drawText(random, 'abc0123', 1000), 'open'),
    correlated('spaces', 'spaces in the correlation id', 'of two words', 'open'),
    correlated('empty', 'an empty correlation id', '', 'open'),
    correlated('non-ascii', 'a correlation id that is not ASCII', 'tr\u00e4ce-\u00e9', 'open'),
    header('request-id', 'with X-Request-ID', 'X-Request-ID', drawGuid),
  ],
};

const owner = (id: string, title: string, value: Value, alone: Level['alone'] = 'open'): Level => ({
  id,
  title,
  evidence: ['C12'],
  alone,
  change: (draft, _sources, random) => {
    const name = pick(random, ['x-account-id', 'x-tenant-id']);
    return withHeader(draft, name, typeof value === 'string' ? value : value(random));
  },
});

/** The account and tenant that the request is for (C12). */
export const ownership: Factor = {
  id: 'owner',
  title: 'account and tenant',
  levels: [
    unchanged('none', 'without account and tenant', ['C12']),
    {
      id: 'own',
      title: 'with the own account and tenant',
      evidence: ['C12'],
      alone: 'accepted',
      change: (draft, { credentials: { accountId, tenantId } }) =>
        accountId === undefined || tenantId === undefined
          ? undefined
          : withHeader(withHeader(draft, 'x-account-id', accountId), 'x-tenant-id', tenantId),
    },
    owner('other', 'with another account or tenant', drawGuid),
    owner('malformed', 'with an account or tenant that is not a GUID', 'not-a-guid'),
    owner('empty', 'with an empty account or tenant', ''),
  ],
};
