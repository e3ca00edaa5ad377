import { answered, reportOf } from '../../testing/run-fixtures';
import type { RecordedExchange, RunHeader } from '../types';
import { curlCommands } from './curl';

const sent = (headers: Record<string, string>, body = '{}'): RecordedExchange => {
  const { request, ...exchange } = answered(400);
  return { ...exchange, request: { ...request, headers, body } } as RecordedExchange;
};
const url = 'http://127.0.0.1:41234/v1/identity/payout';

function commandOf(
  exchange: RecordedExchange,
  id = 'a',
  target: RunHeader['target'] = { name: 'x', baseUrl: 'http://127.0.0.1:41234' },
) {
  const report = reportOf({ header: { target }, cases: [{ id, exchanges: [exchange] }] });
  return curlCommands(report)(report.cases[0]!);
}

describe('the curl of a case', () => {
  it('sends what was sent, without what curl adds itself', () => {
    const headers = {
      'Content-Type': 'application/json',
      'x-correlation-id': "it's",
      Host: 'x',
      'Content-Length': '2',
    };
    expect(commandOf(sent(headers))).toBe(
      `curl -i --path-as-is -X POST ${url} -H 'Content-Type: application/json' -H 'x-correlation-id: it'\\''s' --data-binary '{}'`,
    );
  });

  it.each([
    ['Bearer [management token sha256:1a2b3c4d]', '"$IMBURSE_MANAGEMENT_TOKEN"'],
    ['Bearer [expired token sha256:1a2b3c4d]', '"$IMBURSE_EXPIRED_TOKEN"'],
    ['Bearer [token without the role sha256:1a2b3c4d]', '"$IMBURSE_NO_ROLE_TOKEN"'],
    ['Bearer [expired payout token sha256:1a2b3c4d]', '"$IMBURSE_EXPIRED_PAYOUT_TOKEN"'],
  ])('names the setting of %s', (Authorization, variable) => {
    expect(commandOf(sent({ Authorization }))).toContain(`-H 'Authorization: Bearer '${variable}`);
  });

  it('signs a request that was signed without a fault', () => {
    const Authorization = 'Hmac key:nonce:1:[signature sha256:1a2b3c4d]';
    expect(commandOf(sent({ Authorization }), 'hmac.documented')).toContain('payout-contract sign --body -)"');
    expect(commandOf(sent({ Authorization }), 'hmac.wrong-signature')).toBeUndefined();
  });

  it.each([
    ['has a secret without a setting', sent({ Authorization: 'Bearer [token sha256:1a2b3c4d]' })],
    ['hides a part', sent({}, '{"a":"[redacted]"}')],
    ['was cut', sent({ 'Content-Length': '3' })],
    ['holds what no shell can', sent({}, 'a\0b')],
  ])('does not exist if the request %s', (_what, exchange) => {
    expect(commandOf(exchange)).toBeUndefined();
  });

  it('goes to a sandbox of the reader if that of the run has ended', () => {
    const target = { name: 'embedded', baseUrl: 'http://127.0.0.1:41234' };
    expect(commandOf(sent({}), 'a', target)).toContain('"$IMBURSE_BASE_URL"/v1/identity/payout');
  });

  it('goes to the host of the run if that is only called embedded', () => {
    const baseUrl = 'http://127.0.0.1:41234';
    expect(commandOf(sent({}), 'a', { name: 'embedded', kind: 'custom', baseUrl })).toContain(`${baseUrl}/v1/identity`);
  });
});
