import { callOf, calls } from '../contract/calls';
import { hosts } from '../contract/hosts';
import { readTarget } from '../contract/model/target';
import { addressOf } from '../judge/traffic/address';
import type { NotRecorded } from '../judge/traffic/types';
import type { ReadExchange } from '../run/traffic/read/types';
import type { CallName } from './names';
import { type ReadRequest, readRequest, requestBehind } from './read-request';
import { type ReadResponse, readResponse } from './read-response';
import type { ExchangeInput } from './types';

const callNames = calls.map(({ id }) => id);

/** The call that a URL leads to, with any base URL. */
function callAt(url: string, baseUrl: string | undefined): CallName | undefined {
  const origin = addressOf(url)?.origin ?? '';
  return readTarget(url, { baseUrl: baseUrl?.replace(/\/+$/, '') ?? origin, credential: { kind: 'none' } }).call;
}

/** Where the request went. A named call counts for its path, if the URL leads to none: a server of your own may have others. */
function urlOf(
  { url: sent }: ReadRequest,
  { url: received }: ReadResponse,
  call: CallName | undefined,
  baseUrl: string | undefined,
): string {
  const base = baseUrl?.replace(/\/+$/, '');
  const known = sent ?? received;
  const url = known?.startsWith('/') ? `${base ?? hosts.sandbox}${known}` : known;
  if (url === undefined && call === undefined)
    throw new TypeError('nothing says where the request went: give its url in request, or name the call');
  if (url !== undefined && addressOf(url) === undefined)
    throw new TypeError('the url of the request is not an http(s) URL');
  const found = url === undefined ? undefined : callAt(url, baseUrl);
  if (call === undefined || found === call) return url ?? '';
  if (found !== undefined) throw new TypeError(`call is ${call}, but the request went to ${found}`);
  return `${base ?? (url === undefined ? hosts.sandbox : addressOf(url)?.origin)}${callOf(call).operations[0].path}`;
}

/**
 * Reads an exchange of any client.
 *
 * @param now when it is checked, in milliseconds since the Unix epoch
 * @throws TypeError for what is not an exchange
 */
export async function readExchange(
  { response: given, request, call, receivedAt, durationMs = 0 }: ExchangeInput,
  baseUrl: string | undefined,
  now: () => number,
): Promise<ReadExchange> {
  if (call !== undefined && !callNames.includes(call))
    throw new TypeError(`there is no call "${String(call)}": choose from ${callNames.join(', ')}`);
  const response = await readResponse(given);
  const sent = await readRequest(request ?? requestBehind(given));
  const url = urlOf(sent, response, call, baseUrl);
  const found = callAt(url, baseUrl);
  const ended = receivedAt ?? now();
  const notRecorded = new Set<NotRecorded>([
    ...sent.notRecorded,
    ...(response.headers === undefined ? (['response-headers'] as const) : []),
  ]);
  return {
    exchange: {
      ...{ caseId: '', attempt: 1 },
      request: {
        method: sent.method ?? (found === undefined ? 'GET' : callOf(found).valid.method),
        url,
        headers: sent.headers,
        ...(sent.body && { body: sent.body.text }),
      },
      outcome: {
        ...{ kind: 'response', status: response.status, statusText: response.statusText },
        headers: response.headers ?? [],
        ...{ body: response.body.text, validUtf8: response.body.validUtf8, receivedAt: ended, durationMs },
      },
    },
    context: { at: ended - durationMs, notRecorded, requestBytes: sent.body?.bytes },
  };
}
