import { gzipSync } from 'node:zlib';
import { maxBodyBytes } from '../../lib/content-coding';
import { closeServers, httpServer, type LocalServer } from '../../testing/servers';

/** The length of the body that was read, or why it was not. */
export type Read = (url: string) => Promise<number | string>;

export const lengthOf = (outcome: { kind: 'response'; body: string } | { kind: 'failure'; message: string }) =>
  outcome.kind === 'response' ? outcome.body.length : outcome.message;

const serving = (bytes: number, coding: 'identity' | 'gzip'): Promise<LocalServer> => {
  const body = Buffer.alloc(bytes, 'a');
  return httpServer((_request, response) =>
    response.writeHead(200, { 'Content-Encoding': coding }).end(coding === 'gzip' ? gzipSync(body) : body),
  );
};

/** Tests that the longest body is read, and one that is a byte longer is not. */
export function testLongestBody(readers: readonly (readonly [name: string, read: Read])[]): void {
  afterEach(closeServers);

  describe.each(readers)('%s', (_name, read) => {
    it.each(['identity', 'gzip'] as const)('reads a body of 1 MiB (%s)', async (coding) => {
      expect(await read((await serving(maxBodyBytes, coding)).url)).toBe(maxBodyBytes);
    });

    it.each(['identity', 'gzip'] as const)('refuses a body of 1 MiB and one byte (%s)', async (coding) => {
      expect(await read((await serving(maxBodyBytes + 1, coding)).url)).toMatch(
        /^the body is longer than 1048576 bytes/,
      );
    });
  });
}
