import type { RunReport } from '../types';

/** The cases that send what the documentation shows, to the letter. */
const documented: readonly string[] = ['accept.documented', 'hmac.documented'];

/** Whether the documented request was answered with a web page, as a proxy or a captive portal does. */
export function answeredWithPage({ cases }: RunReport): boolean {
  return cases
    .filter(({ id }) => documented.includes(id))
    .some(({ exchanges }) => /^text\/html\b/i.test(contentType(exchanges.at(-1)?.response?.headers ?? {})));
}

function contentType(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
}
