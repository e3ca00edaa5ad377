import { secretShape } from '../../lib/secret-shape';
import { cut } from '../../lib/text-layout';
import type { Redactor } from '../../report/redactor';
import type { NotJudged } from '../../report/types';

const longest = 200;

/** A request that was not judged, with what is known of it. */
export interface LeftRequest {
  readonly reason: NotJudged['reason'];
  /** Scheme, host and port. */
  readonly origin: string;
  readonly method?: string | undefined;
  /** A query is left out. */
  readonly path?: string | undefined;
}

/** A request that was not judged, as a report names it: without secrets. */
export function notJudged({ reason, origin, method, path }: LeftRequest, redactor: Redactor): NotJudged {
  const shown = (text: string): string => cut(redactor.redact(text), longest);
  const host = shown(origin.replace(/^[^/]*\/\//, ''));
  return {
    ...{ reason, count: 1 },
    ...(host !== '' && { host }),
    ...(method !== undefined && { method: shown(method) }),
    ...(path !== undefined && { path: shown(safePath(path)) }),
  };
}

/** A path without its query, and without what looks like a secret, such as a key in a link: no header tells it. */
export function safePath(path: string): string {
  const [bare = ''] = path.split('?', 1);
  return bare
    .split('/')
    .map((segment) => (secretShape(segment) === undefined ? segment : '[redacted]'))
    .join('/');
}
