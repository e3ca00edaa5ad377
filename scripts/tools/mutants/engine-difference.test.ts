import { cases } from '../../contract';
import type { VariableValues } from '../../contract/variables';
import type { Engine } from '../../http/types';
import type { CaseVerdict, RunReport } from '../../report/types';
import { answered, type FindingFixture, finding, reportOf } from '../../testing/run-fixtures';
import { type EngineRun, engineDifferences } from './engine-difference';
import { type NormalisedRequest, WireRecord } from './wire-record';

const request = (caseId: string, more: Partial<NormalisedRequest> = {}): NormalisedRequest => ({
  ...{
    caseId,
    method: 'POST',
    path: '/v1/identity/payout',
    headers: [['Authorization', 'Bearer {{managementToken}}']],
  },
  body: '{"customerRef":"a"}',
  ...more,
});
const report = (verdict: CaseVerdict = 'passed', findings: readonly FindingFixture[] = []): RunReport =>
  reportOf({ cases: [{ id: 'a', verdict, findings, exchanges: [answered(201)] }, { id: 'b' }] });
const run = (more: Partial<EngineRun> = {}): EngineRun => ({
  report: report(),
  sent: [request('a'), request('b')],
  ...more,
});

describe('two engines', () => {
  const found = finding({ rule: 'error-body', level: 'warning', evidence: 'C5' });

  it('agree if cases, findings and requests are the same', () => {
    expect(engineDifferences(run(), run())).toEqual([]);
    const twice = run({ report: report('passed', [found, { ...found, message: 'another place' }]) });
    expect(engineDifferences(run({ report: report('passed', [found]) }), twice)).toEqual([]);
  });

  it.each<[what: string, direct: EngineRun, expected: readonly (readonly string[])[]]>([
    [
      'another finding, and so another verdict',
      run({ report: report('failed', [finding({ rule: 'error-body', level: 'violation', evidence: 'C5' })]) }),
      [
        ['a', 'verdict', 'passed', 'failed'],
        ['a', 'findings', 'error-body warning C5', 'error-body violation C5'],
      ],
    ],
    [
      'another path',
      run({ sent: [request('a', { path: '/v1/' }), request('b')] }),
      [['a', 'request 1', 'POST /v1/identity/payout', 'POST /v1/']],
    ],
    [
      'an additional header',
      run({ sent: [request('a', { headers: [...request('a').headers, ['X-Odd', '1']] }), request('b')] }),
      [['a', 'headers of request 1', 'on: Bearer {{managementToken}}', 'on: Bearer {{managementToken}}\nX-Odd: 1']],
    ],
    [
      'another byte in a long body',
      run({ sent: [request('a'), request('b', { body: '{"customerRef":"é"}' })] }),
      [['b', 'body of request 1', '{"customerRef":"a"}', '{"customerRef":"é"}']],
    ],
    [
      'an additional request',
      run({ sent: [request('a'), request('b'), request('b')] }),
      [
        ['b', 'request 2', 'nothing', 'POST /v1/identity/payout'],
        ['b', 'headers of request 2', 'nothing', 'Authorization: Bearer {{managementToken}}'],
        ['b', 'body of request 2', 'nothing', '{"customerRef":"a"}'],
      ],
    ],
    ['another order', run({ sent: [request('b'), request('a')] }), [['a', 'request 1 of all', 'a', 'b']]],
  ])('differ by %s', (what, direct, expected) => {
    const differences = engineDifferences(
      what.includes('finding') ? run({ report: report('passed', [found]) }) : run(),
      direct,
    );
    expect(differences.map(({ caseId, about, newman: one, direct: other }) => [caseId, about, one, other])).toEqual(
      expected,
    );
  });
});

describe('what comes over the wire', () => {
  const contractCase = cases.find(({ id }) => id === 'accept.documented')!;
  const silent: Engine = { name: 'direct', batchSize: 1, async *send() {} };

  function received(rawHeaders: readonly string[], body: string, values: VariableValues): NormalisedRequest {
    const record = new WireRecord('direct');
    record
      .watch(silent)
      .send([{ contractCase, attempt: 1, values }], { signal: new AbortController().signal, timeoutMs: 1 });
    record.receive({ method: 'POST', path: '/p?t=secret', rawHeaders, body: Buffer.from(body) });
    return record.requests[0]!;
  }

  it('is recorded with names for fresh values, and with seeded values', () => {
    const values = { managementToken: 'secret', tokenTruncated: 'sec', orderRef: 'order-1' };
    expect(received(['Authorization', 'Bearer secret'], 'order-1 sec', values)).toEqual({
      caseId: 'accept.documented',
      method: 'POST',
      path: '/p?t={{managementToken}}',
      headers: [['Authorization', 'Bearer {{managementToken}}']],
      body: 'order-1 {{tokenTruncated}}',
    });
  });

  it('is kept without what the engine adds by itself, but with headers of another spelling or number', () => {
    const sent = received(['host', 'a', 'Host', 'b', 'X-A', '1', 'x-a', '2', 'content-length', '1'], '', {});
    expect(sent.headers).toEqual([
      ['Host', 'b'],
      ['X-A', '1'],
      ['x-a', '2'],
    ]);
  });
});
