import type { Sandbox } from '../sandbox';

/** The body of a valid request. */
export const plainBody = '{"customerRef":"c","orderRef":"o","instructionRef":"i"}';
const pairs = (headers: Iterable<readonly [string, string]>) => [...headers].map(([name, value]) => ({ name, value }));

/** Sends a request, and returns it as an entry of a HAR file. */
export async function harEntry(url: string, method: string, headers: Record<string, string>, body?: string) {
  const started = new Date();
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
  const text = await response.text();
  const postData = body === undefined ? {} : { postData: { mimeType: 'application/json', text: body } };
  return {
    ...{ startedDateTime: started.toISOString(), time: Date.now() - started.getTime(), cache: {}, timings: {} },
    request: { ...{ method, url, headers: pairs(Object.entries(headers)), bodySize: body?.length ?? 0 }, ...postData },
    response: {
      ...{ status: response.status, statusText: response.statusText, headers: pairs(response.headers) },
      content: { size: text.length, mimeType: 'application/json', text },
    },
  };
}

/** A valid request for a payout token, as an entry of a HAR file. */
export const payoutEntry = ({ url, credentials }: Sandbox, body = plainBody) =>
  harEntry(
    `${url}/v1/identity/payout`,
    'POST',
    { authorization: `Bearer ${credentials.managementToken}`, 'content-type': 'application/json' },
    body,
  );

/** A HAR file with these entries. */
export const harOf = (entries: readonly unknown[], name = 'mitmproxy') => ({
  log: { version: '1.2', creator: { name, version: '1' }, entries },
});
