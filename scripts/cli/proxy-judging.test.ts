import type { ForwardedExchange } from '../http/reverse-proxy/transaction';
import { Redactor } from '../report/redactor';
import { ProxyJudging } from './proxy-judging';
import { LiveLines } from './proxy-text';

/** An exchange whose response has so many characters. */
const exchangeOf = (length: number): ForwardedExchange => ({
  ...{ number: 1, startedAt: 0, durationMs: 1, httpVersion: { request: '1.1' }, size: { request: 0 } },
  request: { method: 'GET', url: 'http://127.0.0.1:1/x', headers: [] },
  outcome: {
    ...{ kind: 'response', status: 200, statusText: '', headers: [], validUtf8: true, receivedAt: 1, durationMs: 1 },
    body: 'x'.repeat(length),
  },
});

it('says that more arrived at once than could be judged, and the run has no verdict', () => {
  let said = '';
  const live = new LiveLines(
    (text) => {
      said += text;
    },
    false,
    () => true,
  );
  const judging = new ProxyJudging(live, new Redactor(), () => undefined);
  judging.exchange(exchangeOf(10));
  expect([judging.error, said]).toEqual([undefined, '']);
  judging.exchange(exchangeOf(2 ** 28));
  expect([judging.error, said]).toEqual([
    'more arrived at once than could be judged',
    '- not judged: too many arrived at once\n',
  ]);
});
