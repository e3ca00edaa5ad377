import { decodeText } from './decode-text';

const little = (text: string): Buffer => Buffer.from(text, 'utf16le');
const big = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

it.each<[string, Buffer, string, string]>([
  ['UTF-8', Buffer.from('{é'), 'UTF-8', '{é'],
  ['UTF-8 with a byte order mark', Buffer.from('\ufeff{é'), 'UTF-8', '{é'],
  ['UTF-16, the low byte first', little('{é'), 'UTF-16', '{é'],
  ['UTF-16, the low byte first, with a byte order mark', little('\ufeffé'), 'UTF-16', 'é'],
  ['UTF-16, the high byte first', big('{é'), 'UTF-16', '{é'],
  ['UTF-16, the high byte first, with a byte order mark', big('\ufeffé'), 'UTF-16', 'é'],
  ['UTF-16, the low byte first, cut after half a character', little('\ufeffab').subarray(0, -1), 'UTF-16', 'a'],
  ['UTF-16, the high byte first, cut after half a character', big('ab').subarray(0, -1), 'UTF-16', 'a'],
  ['UTF-16 with one more byte at its end', Buffer.concat([little('ab'), Buffer.from('\n')]), 'UTF-16', 'ab'],
  ['nothing', Buffer.alloc(0), 'UTF-8', ''],
  ['one zero byte', Buffer.alloc(1), 'UTF-8', '\0'],
])('reads %s', (_name, bytes, encoding, text) => {
  expect(decodeText(bytes)).toEqual({ encoding, text });
});
