import { addressOf } from './address';

it.each([
  ['https://api.example.com', 'https://api.example.com', '/', '/'],
  ['HTTPS://API.example.com:443/A/b?C=d?e#f', 'https://api.example.com', '/A/b?C=d?e', '/A/b'],
  ['http://api.example.com:80?x=1', 'http://api.example.com', '/?x=1', '/'],
  ['http://api.example.com:443/', 'http://api.example.com:443', '/', '/'],
  ['https://api.example.com:8443/x/../y', 'https://api.example.com:8443', '/x/../y', '/x/../y'],
  ['https://user:p@ss@api.example.com/x', 'https://api.example.com', '/x', '/x'],
  ['https://api.example.com#x', 'https://api.example.com', '/', '/'],
  ['https://api.example.com\\x', 'https://api.example.com', '\\x', '\\x'],
])('%s goes to %s', (url, origin, target, path) => {
  expect(addressOf(url)).toEqual({ origin, target, path });
});

it.each(['', '/v1/x', 'ftp://api.example.com/', 'https:///x', 'chrome-extension://abc/', ' https://api.example.com'])(
  '%j is not an address',
  (url) => {
    expect(addressOf(url)).toBeUndefined();
  },
);
