import { FleetKey } from './fleet-key';
import { openJob } from './job';

const key = new FleetKey('a key of thirty-two characters or more');
const place = ['fleet', 'id'];
const partner = { name: 'Acme', target: 'sandbox', privateKey: { env: 'ACME_PRIVATE_KEY' } };
const job = { partner, mode: 'suite', attempts: 3 };

describe('a signed job', () => {
  it('counts if it has the form of a job', () => {
    expect(openJob(key, place, key.seal('job', place, job))).toEqual({ ok: true, job });
  });

  it.each<[string, unknown]>([
    ['is null', null],
    ['has no partner', { ...job, partner: undefined }],
    ['has an unknown mode', { ...job, mode: 'toString' }],
    ['may never be tried', { ...job, attempts: 0 }],
    ['is tried one and a half times', { ...job, attempts: 1.5 }],
    ['has an unknown field', { ...job, allowProduction: true }],
    ['has a partner without a target', { ...job, partner: { ...partner, target: undefined } }],
    ['has a partner with a field that no partner has', { ...job, partner: { ...partner, url: 'x' } }],
    ['contains a secret', { ...job, partner: { ...partner, privateKey: 'a secret' } }],
    ['contains what looks like a secret', { ...job, partner: { ...partner, accountId: `${'aZ3+'.repeat(10)}xyz=` } }],
  ])('does not count if it %s', (_what, value) => {
    expect(openJob(key, place, key.seal('job', place, value))).toEqual({ ok: false, why: 'not valid' });
  });
});
