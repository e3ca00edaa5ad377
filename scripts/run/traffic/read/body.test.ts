import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { maxBodyBytes } from '../../../lib/content-coding';
import { base64Body, textBody } from './body';

const text = '{"accessToken":"a.b.ç","expires":"1560514835115"}'.repeat(3);
const plain = Buffer.from(text);

const recorded = (bytes: Uint8Array, coding?: string) =>
  base64Body(Buffer.from(bytes).toString('base64'), coding === undefined ? [] : [['Content-Encoding', coding]]);

describe('a body that a recording holds as base64', () => {
  it.each<[string | undefined, Uint8Array]>([
    [undefined, plain],
    ['identity', plain],
    ['gzip', gzipSync(plain)],
    ['X-GZip', gzipSync(plain)],
    ['deflate', deflateSync(plain)],
    ['deflate', deflateRawSync(plain)],
    ['br', brotliCompressSync(plain)],
    ['gzip, br', brotliCompressSync(gzipSync(plain))],
    ['identity, gzip', gzipSync(plain)],
    // The recorder has decoded it, and kept the header.
    ['gzip', plain],
    ['zstd', plain],
  ])('is read without its content coding, as a run reads it: %s', (coding, bytes) => {
    expect(recorded(bytes, coding)).toMatchObject({ text, validUtf8: true });
  });

  it.each<[string, string, Uint8Array]>([
    ['in a coding that is not known', 'zstd', gzipSync(plain)],
    ['in more codings than are undone', 'gzip, gzip, gzip, gzip', gzipSync(gzipSync(gzipSync(gzipSync(plain))))],
    ['that is not in its coding', 'br', gzipSync(plain)],
    ['that was cut', 'gzip', gzipSync(plain).subarray(0, -12)],
    ['that is longer than 1 MiB', 'identity', Buffer.alloc(maxBodyBytes + 1, 'a')],
    ['that is longer than 1 MiB after decompression', 'gzip', gzipSync(Buffer.alloc(maxBodyBytes + 1, 'a'))],
  ])('is not judged if it is one %s', (_what, coding, bytes) => {
    expect(recorded(bytes, coding)).toBeUndefined();
  });
});

it('a body as text is read up to 1 MiB', () => {
  expect(textBody('a'.repeat(maxBodyBytes))).toMatchObject({ validUtf8: true });
  expect(textBody('a'.repeat(maxBodyBytes + 1))).toBeUndefined();
});
