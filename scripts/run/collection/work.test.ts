import { environmentWith } from '../environment/environment';
import { collectionWork, type UserCollection } from './work';

const credentials = {
  privateKey: 'cHJpdmF0ZS1rZXktb2YtdGhlLXRlc3Q=',
  managementToken: 'management-token-of-the-test',
  expiredToken: 'expired-token-of-the-test',
  noRoleToken: 'no-role-token-of-the-test',
  expiredPayoutToken: 'expired-payout-token-of-the-test',
};

const user: UserCollection = {
  ...{ file: 'a.json', options: [], collection: { info: { name: 'a' }, item: [] }, notSendable: [] },
  ...{ folders: [], envVar: [], globalVar: [], workingDir: '.', allowedOrigins: [], scriptTimeoutMs: 1000 },
  ...{ allowProduction: false, exposePrivateKey: false },
};

it.each(Object.entries(credentials))('the options in a report do not hold %s', (_name, secret) => {
  const target = { name: 'a', kind: 'custom', baseUrl: 'http://127.0.0.1' } as const;
  const environment = environmentWith(target, credentials, 'a test');
  const { header } = collectionWork({ ...user, options: [`--env-var own=${secret}`] }, environment, () => undefined);
  expect(header?.collectionOptions).toEqual([expect.stringMatching(/^--env-var own=\[[^\]]+\]$/)]);
});
