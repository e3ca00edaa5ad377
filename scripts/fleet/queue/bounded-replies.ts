import type { Redis } from 'ioredis';

/** In bytes, of one reply. A report, or a hundred results of the longest kind, is less than half of it. */
const longestReply = 64 * 1024 * 1024;

/**
 * Ends a connection to Redis, and those that are made from it, if a reply is longer than any that is asked for: the
 * commands of the queue read whole jobs, whatever someone else has written into them.
 *
 * @param onTooLong called before the connection ends
 */
export function boundReplies(client: Redis, onTooLong: () => void): Redis {
  client.on('connect', () => {
    let waiting: unknown;
    let received = 0;
    client.stream.on('data', (chunk: Buffer) => {
      const next = client.commandQueue.peekFront();
      received = next === waiting ? received + chunk.length : 0;
      waiting = next;
      if (received <= longestReply) return;
      onTooLong();
      client.disconnect();
      // Nothing more is read of what Redis is still sending.
      client.stream.destroy();
    });
  });
  const duplicate = client.duplicate.bind(client);
  client.duplicate = (...options) => boundReplies(duplicate(...options), onTooLong);
  return client;
}
