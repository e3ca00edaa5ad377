import { settingsFrom } from './environment';
import { haveCredentials, malformedSetting } from './settings';

describe('settings', () => {
  it.each([
    [{}, false],
    [{ publicKey: 'a' }, false],
    [{ privateKey: 'a' }, false],
    [{ publicKey: 'a', privateKey: 'b' }, true],
    [{ managementToken: 'a' }, true],
  ])('have credentials or not: %j', (known, wanted) => {
    expect(haveCredentials(settingsFrom(known, 'the options'))).toBe(wanted);
  });

  it('name the first value that cannot be used, and do not quote it', () => {
    const malformed = malformedSetting(settingsFrom({ accountId: 'hunter2', publicKey: 'a' }, 'partners.yaml'));
    expect(malformed?.what).toMatch(/^IMBURSE_\w+ \(partners\.yaml\) /);
    expect(malformed?.what).not.toContain('hunter2');
  });
});
