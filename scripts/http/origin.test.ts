import { endpointOf, refuseClearText } from './origin';

describe('plain HTTP', () => {
  it.each<[string, boolean, boolean]>([
    ['http://127.0.0.1:80', true, true],
    ['http://[::1]:80', true, true],
    ['https://api.example.com', true, true],
    ['http://host.docker.internal:8080', false, true],
    ['http://gateway.docker.internal', false, true],
    ['http://host.containers.internal', false, true],
    ['http://sandbox:8080', false, true],
    ['http://my_api-2', false, true],
    ['http://api.example.com', false, false],
    ['http://evil.docker.internal.example.com', false, false],
    ['http://other.docker.internal', false, false],
    ['http://10.0.0.1', false, false],
    ['http://3232235521', false, false],
    ['http://[fd00::1]', false, false],
  ])('to %s: allowed is %j, and %j for containers', (url, always, localHttp) => {
    expect(refuseClearText(endpointOf(url)) === undefined).toBe(always);
    expect(refuseClearText(endpointOf(url), true) === undefined).toBe(localHttp);
  });
});
