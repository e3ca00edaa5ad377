import type { ModelRequest, Prediction } from '../../contract/model';
import { rules } from '../rules';
import { completed, loosened, rulesWithout } from './not-recorded';
import type { NotRecorded } from './types';

const set = (...parts: readonly NotRecorded[]) => new Set(parts);
const bare: ModelRequest = { method: 'POST', url: '/v1/identity/payout', headers: [], body: 'sent' };

describe('what a recording leaves out', () => {
  it('is not judged: rules that need it are left out, in any order', () => {
    const idsWithout = (...parts: readonly NotRecorded[]) => rulesWithout(set(...parts)).map(({ id }) => id);
    expect(rulesWithout(set())).toBe(rules);
    expect(rules.map(({ id }) => id).filter((id) => !idsWithout('time').includes(id))).toEqual(
      expect.arrayContaining(['token-times', 'error-time']),
    );
    expect(idsWithout('time')).toEqual(expect.arrayContaining(['status', 'error-body']));
    expect(idsWithout('response-body', 'response-headers')).not.toContain('media-type');
    expect(rulesWithout(set('time', 'authorization'))).toEqual(rulesWithout(set('authorization', 'time')));
  });

  it.each<[string, 'payout-token' | 'payout-options', ModelRequest, readonly NotRecorded[], readonly string[], RegExp]>(
    [
      ['nothing', 'payout-token', bare, [], [], /^sent$/],
      ['the credential', 'payout-token', bare, ['authorization'], ['Authorization: Bearer unrecorded'], /^sent$/],
      [
        'a credential that is there',
        'payout-token',
        { ...bare, headers: [['authorization', 'x']] },
        ['authorization'],
        ['authorization: x'],
        /^sent$/,
      ],
      [
        'the headers',
        'payout-token',
        bare,
        ['request-headers'],
        ['Authorization: Bearer unrecorded', 'Content-Type: application/json'],
        /^sent$/,
      ],
      [
        'some headers',
        'payout-token',
        { ...bare, headers: [['content-type', 'x']] },
        ['request-headers'],
        ['content-type: x', 'Authorization: Bearer unrecorded'],
        /^sent$/,
      ],
      [
        'the headers of the options',
        'payout-options',
        bare,
        ['request-headers'],
        ['Authorization: Bearer unrecorded'],
        /^sent$/,
      ],
      ['the body', 'payout-token', bare, ['request-body'], [], /customerRef/],
      ['the body of the options', 'payout-options', bare, ['request-body'], [], /^sent$/],
      ['the time', 'payout-token', bare, ['time'], [], /^sent$/],
    ],
  )('is completed as documented: %s', (_name, call, request, missing, headers, body) => {
    const whole = completed(request, call, 'Bearer', set(...missing));
    expect(whole.headers.map((header) => header.join(': '))).toEqual(headers);
    expect(whole.body).toMatch(body);
  });

  it('is not completed with a body where none was sent', () => {
    const { body: _body, ...without } = bare;
    expect(completed(without, 'payout-token', 'Bearer', set())).not.toHaveProperty('body');
  });
});

describe('a prediction', () => {
  const predicted = (outcome: Prediction['outcome']): Prediction => ({
    ...{ outcome, status: [201, 400], evidence: 'R1', rows: ['R1'], unsafe: false, mayDisconnect: false },
    ...{ reasons: [], openings: [{ kind: 'query' }], codes: { references: ['customerRef'] } },
  });
  const body = { kind: 'not-recorded', detail: 'the body' };
  it.each<[Prediction['outcome'], object]>([
    ['refused', { outcome: 'refused', status: [201, 400, 401, 403, 413, 415], evidence: 'R1' }],
    ['open', { outcome: 'open', status: [201, 400], evidence: 'R1' }],
    ['accepted', { outcome: 'open', status: [], evidence: 'C15a', rows: ['C15a'] }],
  ])('that a request is %s is loosened if a part of it is missing', (outcome, wanted) => {
    const loose = loosened(predicted(outcome), set('request-body'));
    expect(loose).toMatchObject({ ...wanted, openings: [{ kind: 'query' }, body] });
    expect(loose).not.toHaveProperty('codes');
  });

  it('stays as it is if the missing part is another', () => {
    const prediction = predicted('accepted');
    expect(loosened(prediction, set('time', 'authorization', 'response-body'))).toBe(prediction);
  });
});
