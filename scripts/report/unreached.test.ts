import { unreachedReason } from './unreached';

describe('the reason of a case that was not sent because nothing could be', () => {
  it.each<[string, Parameters<typeof unreachedReason>, string]>([
    ['the target', ['dns', 'ENOTFOUND'], 'its host name is not known (ENOTFOUND)'],
    [
      'a proxy on the way',
      ['refused', 'ECONNREFUSED', 'proxy.example:3128'],
      'at the proxy proxy.example:3128, the connection was refused, nothing listens there (ECONNREFUSED)',
    ],
  ])('names %s', (_name, said, cause) => {
    expect(unreachedReason(...said)).toBe(`the target could not be reached: ${cause}`);
  });
});
