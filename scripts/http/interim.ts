import type { Socket } from 'node:net';
import { excess, maxHeadBytes, maxInterim } from './bounds';
import { interceptPush, type Push } from './node-internals';

/** An interim response, from its status line to the empty line. 101 is the end of HTTP and no interim response. */
const interimHead = /^HTTP\/1\.[01] 1(?!01)\d\d(?=[ \r])[\s\S]*?\r\n\r\n/;
/** The start of such a response. */
const interimStart = /^HTTP\/1\.[01] 1(?:\d\d(?:[ \r][\s\S]*)?|\d)?$/;
/** Where a status line has the first digit of its status. */
const digitAt = 'HTTP/1.1 '.length;
const one = '1'.charCodeAt(0);

/** Whether more must come before it is known what this is. */
const isPart = (text: string): boolean =>
  (['HTTP/1.1 1', 'HTTP/1.0 1'].some((start) => start.startsWith(text)) || interimStart.test(text)) &&
  !text.startsWith('101', digitAt) &&
  text.length <= maxHeadBytes;

/**
 * Takes interim responses (1xx) out of what a connection receives before a response. A client passes over those that it
 * did not expect (RFC 9110 §15.2), and undici fails at a 100.
 *
 * @param served how many responses came over the connection: another number means that the next one is awaited
 */
export function passOverInterim(socket: Socket, served: () => number): void {
  let held = '';
  let passed = 0;
  let current = -1;
  let awaits = true;
  interceptPush(
    socket,
    (push): Push =>
      (chunk, encoding) => {
        if (served() !== current) {
          current = served();
          passed = 0;
          awaits = true;
        }
        const isFinal = held === '' && chunk !== null && chunk.length > digitAt && chunk[digitAt] !== one;
        if (!awaits || isFinal) {
          awaits = false;
          return push(chunk, encoding);
        }
        let text = held + (chunk?.toString('latin1') ?? '');
        held = '';
        for (let head = interimHead.exec(text); head; head = interimHead.exec(text)) {
          passed += 1;
          text = text.slice(head[0].length);
        }
        if (passed > maxInterim) {
          socket.destroy(excess('interim'));
          return false;
        }
        if (chunk !== null && isPart(text)) {
          held = text;
          return true;
        }
        awaits = false;
        if (text !== '') push(Buffer.from(text, 'latin1'));
        return chunk === null ? push(null) : true;
      },
  );
}
