import { UserError } from '../../lib/user-error';
import { closedUrl, httpServer } from '../../testing/servers';
import { type EnvironmentInput, environmentWith, openEnvironment, requireCredentials } from './environment';
import type { Settings } from './settings';

const setting = (value: string) => ({ value, source: '.env', where: '.env line 3', shadows: [] });
const url = 'https://x.example.com';
const input = (option: string | undefined, settings: Settings = {}): EnvironmentInput => ({
  option,
  settings,
  allowProduction: false,
  env: {},
  cwd: __dirname,
  startSandbox: async () => {
    throw new Error('started for nothing');
  },
});

describe('an environment', () => {
  it.each<[string, string | undefined, Settings, string, string]>([
    ['the option', url, {}, 'x.example.com', '--target'],
    ['the settings', undefined, { IMBURSE_BASE_URL: setting(url) }, 'x.example.com', 'IMBURSE_BASE_URL (.env line 3)'],
    ['both', 'sandbox', { IMBURSE_BASE_URL: setting(url) }, 'sandbox', '--target'],
  ])('takes its target from %s, and starts nothing', async (_name, option, settings, name, from) => {
    const { target, targetFrom } = await openEnvironment(input(option, settings));
    expect([target.name, targetFrom]).toEqual([name, from]);
  });

  it.each<[string, Settings, boolean]>([
    ['fetches its token with a key pair', { IMBURSE_PUBLIC_KEY: setting('k') }, true],
    ['uses a token that is set', { IMBURSE_PUBLIC_KEY: setting('k'), IMBURSE_MANAGEMENT_TOKEN: setting('t') }, false],
    ['has no token without credentials', {}, false],
  ])('%s', async (_name, settings, fetches) => {
    expect((await openEnvironment(input(url, settings))).fetchesToken).toBe(fetches);
  });

  it('starts the embedded sandbox, uses its credentials, names those it ignores, and closes it', async () => {
    const close = jest.fn(async () => undefined);
    const credentials = { publicKey: 'sandbox-key', privateKey: 'a2V5', managementToken: 'not used' };
    const settings = { IMBURSE_PUBLIC_KEY: setting('mine') };
    const environment = await openEnvironment({
      ...input(undefined, settings),
      startSandbox: async () => ({ url: 'http://127.0.0.1:1', credentials, close }),
    });
    expect(environment).toMatchObject({
      target: { name: 'embedded', kind: 'embedded', baseUrl: 'http://127.0.0.1:1' },
      targetFrom: 'the default',
      fetchesToken: true,
      unused: ['IMBURSE_PUBLIC_KEY'],
      settings: { IMBURSE_PUBLIC_KEY: { value: 'sandbox-key', source: 'the embedded sandbox' } },
    });
    await environment.close();
    expect(close).toHaveBeenCalledTimes(1);
  });
});

describe('an environment without credentials', () => {
  const at = (baseUrl: string) => environmentWith({ name: 'local', kind: 'custom', baseUrl }, {}, 'the test');

  it('is refused if its target is up', async () => {
    const server = await httpServer(() => undefined);
    await expect(requireCredentials(at(server.url), 60_000)).rejects.toThrow(UserError);
    await server.close();
  });

  it('is left to the run if its target is down', async () => {
    await expect(requireCredentials(at(await closedUrl()), 60_000)).resolves.toBeUndefined();
  });
});
