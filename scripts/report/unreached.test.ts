import { unreachedReason } from './unreached';

describe('the reason of a case if the target could not be reached', () => {
  it.each<[string, Parameters<typeof unreachedReason>, string]>([
    ['the target', ['dns', 'ENOTFOUND'], 'the host name could not be resolved (ENOTFOUND)'],
    [
      'a proxy on the way',
      ['refused', 'ECONNREFUSED', 'proxy.example:3128'],
      'at the proxy proxy.example:3128, the connection was refused; nothing is listening there (ECONNREFUSED)',
    ],
  ])('names %s', (_name, said, cause) => {
    expect(unreachedReason(...said)).toBe(`the target could not be reached: ${cause}`);
  });
});
