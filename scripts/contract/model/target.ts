import { calls, securityOf } from '../calls';
import { type Findings, joined, nothing, openFor, opening } from './reasons';
import type { CallId, Circumstances } from './types';

const paths: ReadonlyMap<string, CallId> = new Map(
  calls.flatMap(({ id, operations }) => operations.map(({ path }) => [path, id] as const)),
);

const longUrl = 2048;

/** The call that a request leads to. */
export interface TargetReading {
  readonly call?: CallId;
  readonly findings: Findings;
}

/** The path and query of a URL below the base URL, or below the host if it is elsewhere. */
export function belowBase(url: string, baseUrl: string): string {
  if (url.startsWith(baseUrl)) return url.slice(baseUrl.length);
  return url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
}

const decoded = (path: string): string =>
  path.replace(/%[0-9a-f]{2}/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));

/** The path as the most forgiving server might read it. */
function forgivingPath(path: string): string {
  const segments: string[] = [];
  for (const segment of decoded(path).replaceAll('\\', '/').toLowerCase().split('/')) {
    const name = segment.replace(/;.*/s, '').replace(/[\s\0]+$/, '');
    if (name === '..') segments.pop();
    else if (name !== '' && name !== '.') segments.push(name);
  }
  return `/${segments.join('/')}`;
}

/** Reads which call a URL leads to, and what is unusual about it. */
export function readTarget(url: string, { baseUrl, hmacPath }: Circumstances): TargetReading {
  const below = belowBase(url, baseUrl);
  const [path = '', ...query] = below.split('?');
  const usual = paths.get(path);
  const spelled = usual ? path : forgivingPath(path);
  const call = usual ?? paths.get(spelled);
  const isOtherHmacPath = call && securityOf(call) === 'hmac' && spelled !== hmacPath;
  return {
    ...(call && { call }),
    findings: joined(
      usual ? nothing : openFor(opening('other-path-spelling')),
      isOtherHmacPath ? openFor(opening('other-hmac-path')) : nothing,
      below.length > longUrl ? openFor(opening('long-url')) : nothing,
      query.length > 0 ? openFor(opening('query')) : nothing,
    ),
  };
}
