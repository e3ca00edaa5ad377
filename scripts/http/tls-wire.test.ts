import { asksForClientCertificate } from './tls-wire';

const message = (type: number, ...body: number[]): number[] => [type, 0, 0, body.length, ...body];
const record = (type: number, ...body: number[]): number[] => [type, 3, 3, 0, body.length, ...body];

const hello = message(2, 1, 2, 3);
const request = message(13, 1, 1);
const alert = record(21, 2, 40);

describe('a server asks for a client certificate', () => {
  it.each<[string, number[], boolean]>([
    ['in a record of its own', [...record(22, ...hello), ...record(22, ...request), ...alert], true],
    ['in the same record', [...record(22, ...hello, ...request), ...alert], true],
    ['across two records', [...record(22, ...hello, 13, 0), ...record(22, 0, 2, 1, 1)], true],
    ['not: it sends other messages', [...record(22, ...hello), ...alert], false],
    ['not: it sends an alert alone', alert, false],
    ['not: what comes later is encrypted', [...record(22, ...hello), ...record(23, ...request)], false],
    ['not: it is cut', [22, 3, 3, 0], false],
    ['not: it sends nothing', [], false],
    ['not: it does not speak TLS', [...Buffer.from('HTTP/1.1 400 Bad Request')], false],
  ])('%s', (_name, bytes, wanted) => {
    expect(asksForClientCertificate(Buffer.from(bytes))).toBe(wanted);
  });
});
