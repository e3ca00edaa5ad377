import type { PassedExchange, ReceivedResponse } from '../../../contract/exchange';
import { harEntry } from '../../../report/har';
import { recordExchange } from '../../../report/record';
import { Redactor } from '../../../report/redactor';
import { HarReader } from './har';
import type { RecordingEntry } from './types';
import { ValueReader } from './values';

const url = 'https://sandbox-api.imbursepayments.com/v1/identity/payout';
const secret = 'opaque-secret-4711-of-the-server';

/** An exchange with these bodies. */
function passed(sent: string, body: string): PassedExchange {
  const outcome: ReceivedResponse = {
    ...{ kind: 'response', status: 400, statusText: 'Bad Request', headers: [['content-type', 'application/json']] },
    ...{ body, validUtf8: true, receivedAt: 0, durationMs: 1 },
  };
  const request = { method: 'POST', url, headers: [['content-type', 'application/json']] as const, body: sent };
  const size = { request: sent.length, response: body.length };
  const passing = { startedAt: 0, durationMs: 1, httpVersion: { request: '1.1', response: '1.1' }, size };
  return { request, outcome, ...passing } as PassedExchange;
}

function redactor(): Redactor {
  const own = new Redactor();
  own.learn(secret, 'secret', true);
  return own;
}

/** Each form of ours, written and read again. */
const forms: Readonly<Record<string, (exchange: PassedExchange) => RecordingEntry>> = {
  'a report': ({ request, outcome }) => {
    const exchanges = [recordExchange({ caseId: 'a', attempt: 1, request, outcome }, redactor())];
    return new ValueReader(new HarReader()).readCase({ exchanges })[0]!;
  },
  'a journal': ({ request, outcome }) => {
    const exchange = recordExchange({ caseId: 'a', attempt: 1, request, outcome }, redactor());
    return new ValueReader(new HarReader()).read({ type: 'exchange', id: 'a', exchange })[0]!;
  },
  'a HAR file': (exchange) => {
    const reader = new HarReader();
    reader.creator({ name: 'payout-contract', version: '1' });
    return reader.read(harEntry(exchange, redactor()))[0]!;
  },
};

/** The bodies that were not recorded. */
function missing(reading: RecordingEntry): string[] {
  if ('unreadable' in reading) return [reading.unreadable];
  return [...(reading.context.notRecorded ?? [])].filter((part) => part.endsWith('-body'));
}

const both = ['request-body', 'response-body'];
const bodies: readonly (readonly [name: string, body: string, missing: readonly string[]])[] = [
  ['is whole', '{"errors":[]}', []],
  ['ends as our texts for people do', '{"note":"x"}… (50000 characters in all)', []],
  ['has a mark that the server wrote', '{"note":"[redacted] [secret sha256:01234567]"}', []],
  ['is too long', `{"note":"${'x'.repeat(50_000)}"}`, both],
  ['has a secret', `{"note":"${secret}"}`, both],
];

describe.each(Object.entries(forms))('%s', (_form, writtenAndRead) => {
  it.each(bodies)('tells by its fields whether a body is as it was sent, if it %s', (_name, body, wanted) => {
    expect(missing(writtenAndRead(passed(body, body)))).toEqual(wanted);
  });
});
