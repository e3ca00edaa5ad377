import type { HeaderList } from '../exchange';
import { type Findings, joined, nothing, openFor, opening } from './reasons';
import type { Circumstances } from './types';

/** Part of any HTTP request, or read elsewhere in the model. */
const ordinary = new Set([
  'accept-encoding',
  'authorization',
  'cache-control',
  'connection',
  'content-length',
  'content-type',
  'host',
  'postman-token',
]);

/** The statuses with which a gateway may refuse a header, by the start of its name. */
const refusals: readonly (readonly [name: string, status: readonly number[]])[] = [
  ['accept', [406]],
  ['content-encoding', [400, 415]],
  ['expect', [417]],
  ['forwarded', [400, 403]],
  ['if-', [412, 428]],
  ['origin', [403]],
  ['proxy-authorization', [400, 407]],
  ['range', [416]],
  ['referer', [403]],
  ['sec-', [403]],
  ['te', [400]],
  ['transfer-encoding', [400, 411]],
  ['upgrade', [400, 426]],
  ['x-forwarded-', [400, 403]],
  ['x-http-method', [400, 404, 405]],
  ['x-method-override', [400, 404, 405]],
  ['x-original-', [400, 403, 404]],
  ['x-real-ip', [400, 403]],
  ['x-rewrite-', [400, 403, 404]],
];

const largeHeaders = 4096;
/** What many gateways refuse as a client: nothing, a crawler, more than a name and some versions. */
const oddAgent = /^$|bot|probe|.{256}/is;
const plainId = /^[\x21-\x7e]{1,64}$/;
const printable = /^[\x20-\x7e\t]*$/;

function readHeader(name: string, value: string, { accountId, tenantId }: Circumstances): Findings {
  const lower = name.toLowerCase();
  if (ordinary.has(lower)) return nothing;
  if (lower === 'accept' && /(\*\/\*|application\/(json|\*))/i.test(value)) return nothing;
  if (lower === 'user-agent') {
    const odd = opening('unknown-header', { detail: name, alsoStatus: [400, 403] });
    return oddAgent.test(value) ? openFor(odd) : nothing;
  }
  if (lower === 'x-correlation-id') return plainId.test(value) ? nothing : openFor(opening('odd-correlation-id'));
  if (lower === 'x-account-id' || lower === 'x-tenant-id') {
    const owner = lower === 'x-account-id' ? accountId : tenantId;
    return value === owner ? nothing : openFor(opening('other-owner', { detail: name }));
  }
  const alsoStatus = refusals.find(([start]) => lower.startsWith(start))?.[1] ?? [];
  return openFor(opening('unknown-header', { detail: name, alsoStatus }));
}

/** What the headers leave open: unknown headers, and anything unusual about a known one. */
export function readHeaders(headers: HeaderList, circumstances: Circumstances): Findings {
  const size = headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
  const odd = headers.filter(([, value]) => !printable.test(value));
  return joined(
    size > largeHeaders ? openFor(opening('large-headers', { detail: `${size} bytes` })) : nothing,
    openFor(...odd.map(([name]) => opening('odd-header', { detail: name }))),
    ...headers.map(([name, value]) => readHeader(name, value, circumstances)),
  );
}
