import { hosts } from '../contract/hosts';
import { isLoopback } from '../http/origin';
import { UserError } from '../lib/user-error';
import { chooseTarget, isEmbedded } from './target';

const { sandbox, sandbox2019, production } = hosts;

describe('a target is on this machine', () => {
  it.each([
    ['http://localhost:8080', true],
    ['http://127.0.0.1', true],
    ['http://127.1.2.3:1/x', true],
    ['http://[::1]:8080', true],
    ['https://localhost', true],
    ['http://127.0.0.1.example.com', false],
    ['http://localhost.example.com', false],
    ['http://0.0.0.0', false],
    ['http://10.0.0.1', false],
    ['http://[::2]', false],
    [sandbox, false],
  ])('%s: %j', (baseUrl, wanted) => {
    expect(isLoopback({ baseUrl })).toBe(wanted);
  });
});

describe('the embedded sandbox', () => {
  it.each([
    ['by default', undefined, undefined, true],
    ['by its name, in spite of the setting', 'embedded', sandbox, true],
    ['not with a configured URL', undefined, sandbox, false],
    ['not with another target', 'sandbox', undefined, false],
  ])('is meant %s', (_name, option, baseUrl, wanted) => {
    expect(isEmbedded(option, baseUrl)).toBe(wanted);
  });
});

describe('the target', () => {
  it.each<[string, string | undefined, string | undefined, object]>([
    ['is the sandbox', 'sandbox', undefined, { name: 'sandbox', kind: 'sandbox', baseUrl: sandbox }],
    ['is production', 'production', undefined, { name: 'production', kind: 'production', baseUrl: production }],
    [
      'is what is configured',
      undefined,
      'https://x.example.com',
      { name: 'x.example.com', kind: 'custom', baseUrl: 'https://x.example.com' },
    ],
    [
      'is the named one, in spite of the setting',
      'sandbox',
      'https://x.example.com',
      { name: 'sandbox', kind: 'sandbox', baseUrl: sandbox },
    ],
    [
      'is the one that the option names, in spite of the setting',
      'https://y.example.com',
      sandbox,
      { name: 'y.example.com', kind: 'custom', baseUrl: 'https://y.example.com' },
    ],
    ['is known by its URL', sandbox, undefined, { name: 'sandbox', kind: 'sandbox', baseUrl: sandbox }],
    ['is known by its URL of 2019', sandbox2019, undefined, { name: 'sandbox', kind: 'sandbox', baseUrl: sandbox2019 }],
    [
      'is known by its URL in capitals, with its port',
      `${production.toUpperCase()}:443/`,
      undefined,
      { name: 'production', kind: 'production', baseUrl: production, cut: '/' },
    ],
    [
      'keeps its path, without a slash at its end',
      'https://x.example.com/api//',
      undefined,
      { name: 'x.example.com', kind: 'custom', baseUrl: 'https://x.example.com/api', cut: '//' },
    ],
    [
      'may be plain HTTP on this machine',
      'http://127.0.0.1:8080/',
      undefined,
      { name: '127.0.0.1:8080', kind: 'custom', baseUrl: 'http://127.0.0.1:8080', cut: '/' },
    ],
  ])('%s', (_name, option, baseUrl, wanted) => {
    expect(chooseTarget(option, baseUrl, true)).toEqual(wanted);
  });

  it.each<[string, string, string | undefined]>([
    ['/v1/identity/payout', '', '/v1/identity/payout'],
    ['/v1/identity/payout/', '', '/v1/identity/payout/'],
    ['/V1/Identity/Payout', '', '/V1/Identity/Payout'],
    ['/v1/identity/hmac', '', '/v1/identity/hmac'],
    ['/identity/v1/hmac/management', '', '/identity/v1/hmac/management'],
    ['/v1/payout/options', '', '/v1/payout/options'],
    ['/v1/identity', '', '/v1/identity'],
    ['/v1', '', '/v1'],
    ['/v1//', '', '/v1//'],
    ['/gateway/v1/identity/payout', '/gateway', '/v1/identity/payout'],
    ['//v1/identity', '', '//v1/identity'],
    ['/identity', '/identity', undefined],
    ['/v1beta', '/v1beta', undefined],
    ['/v1/other', '/v1/other', undefined],
    ['/a//b', '/a//b', undefined],
    ['', '', undefined],
  ])('has no call in its path: %s', (path, kept, cut) => {
    const { baseUrl, ...target } = chooseTarget(`https://x.example.com${path}`, undefined, false);
    expect([baseUrl, target.cut]).toEqual([`https://x.example.com${kept}`, cut]);
  });

  it.each<[string, string | undefined, string | undefined, string]>([
    [
      'neither a name nor a URL',
      'nonsense',
      undefined,
      '--target "nonsense" is neither the name of a target nor an http(s) URL',
    ],
    ['another protocol', 'ftp://x.example.com', undefined, 'is neither the name of a target nor an http(s) URL'],
    [
      'a setting that is not a URL',
      undefined,
      'nonsense',
      'IMBURSE_BASE_URL is neither the name of a target nor an http(s) URL',
    ],
    ['plain HTTP to another machine', 'http://x.example.com', undefined, 'is plain HTTP'],
    ['plain HTTP in the setting', undefined, 'http://x.example.com', 'IMBURSE_BASE_URL is plain HTTP'],
    ['a password', 'https://me:hidden@x.example.com', undefined, '--target contains a user name or password'],
    ['a query', 'https://x.example.com/?token=hidden', undefined, '--target contains a query or a fragment'],
    ['a query of no URL', 'ttps://x.example.com/?token=hidden', undefined, '--target is neither the name'],
    ['a fragment', 'https://x.example.com/#hidden', undefined, '--target contains a query or a fragment'],
  ])('is refused: %s', (_name, option, baseUrl, message) => {
    const choose = () => chooseTarget(option, baseUrl, true);
    expect(choose).toThrow(UserError);
    expect(choose).toThrow(message);
    expect(choose).not.toThrow('hidden');
  });

  it.each([
    ['by name', 'production', undefined],
    ['by URL', production, undefined],
    ['by URL with a dot at its end', `${production}.`, undefined],
    ['by setting', undefined, production],
  ])('is not production unless that is allowed: %s', (_name, option, baseUrl) => {
    expect(() => chooseTarget(option, baseUrl, false)).toThrow('the target is production');
    expect(chooseTarget(option, baseUrl, true)).toMatchObject({ kind: 'production' });
  });

  it('is a container on this machine only if that is allowed', () => {
    const choose = (option: string, allowed: boolean) => () =>
      chooseTarget(option, undefined, false, '--target', allowed);
    expect(choose('http://host.docker.internal:8080', false)).toThrow('is plain HTTP');
    expect(choose('http://host.docker.internal:8080', true)()).toMatchObject({ kind: 'custom' });
    expect(choose('http://api.example.com', true)).toThrow('is plain HTTP');
  });

  it('is named in errors as the caller wishes', () => {
    expect(() => chooseTarget('nonsense', undefined, false, 'the target')).toThrow('the target "nonsense" is neither');
  });

  it('says what to do instead', () => {
    const remedyOf = (option: string): string | undefined => {
      try {
        chooseTarget(option, undefined, false);
      } catch (error) {
        return error instanceof UserError ? error.remedy : undefined;
      }
      return undefined;
    };
    expect(remedyOf('nonsense')).toContain('use embedded');
    expect(remedyOf('production')).toContain('--allow-production');
    expect(remedyOf('http://x.example.com')).toContain('use https');
  });
});
