import { FrameReader, frameOf } from './channel.cjs';

/** What is read of these bytes in pieces of a length. */
function readIn(pieces: number, bytes: Buffer, limits = { longestText: 1000, longestBytes: 1000 }): unknown[] {
  const read: unknown[] = [];
  const reader = new FrameReader(limits, (message: { bytes?: Uint8Array }) =>
    read.push({ ...message, ...(message.bytes && { bytes: Buffer.from(message.bytes).toString() }) }),
  );
  for (let at = 0; at < bytes.length; at += pieces) reader.push(bytes.subarray(at, at + pieces));
  return read;
}

const messages = [
  { type: 'console', text: 'é\ud800' },
  { type: 'data', id: 1, bytes: Buffer.from('abc') },
  { type: 'x' },
];
const stream = Buffer.concat([...messages, { type: 'file', bytes: Buffer.alloc(0) }].map((each) => frameOf(each)));

describe('the channel of the process of a collection', () => {
  it.each([1, 7, 8, 64, 10_000])('reads messages that arrive in pieces of %i bytes', (pieces) => {
    expect(readIn(pieces, stream)).toEqual([
      messages[0],
      { type: 'data', id: 1, bytes: 'abc' },
      { type: 'x' },
      { type: 'file', bytes: '' },
    ]);
  });

  it.each<[string, Buffer]>([
    ['a text that is too long', frameOf({ text: 'x'.repeat(1000) })],
    ['bytes that are too long', frameOf({ bytes: Buffer.alloc(1001) })],
    ['a length of four gigabytes', Buffer.from('ffffffff00000000', 'hex')],
    ['what is not JSON', Buffer.from('00000001ffffffff7b', 'hex')],
    ['what is not an object', Buffer.from('00000004ffffffff6e756c6c', 'hex')],
  ])('refuses %s', (_what, bytes) => {
    expect(() => readIn(64 * 1024, bytes)).toThrow();
  });

  it('keeps no more than one message, whatever is announced', () => {
    const limits = { longestText: 1000, longestBytes: 1000 };
    const reader = new FrameReader(limits, () => undefined);
    reader.push(Buffer.from('000003e8000003e8', 'hex'));
    for (let count = 0; count < 1999; count += 1) reader.push(Buffer.from('x'));
    expect(reader.length).toBe(2007);
    expect(() => reader.push(Buffer.from('x'))).toThrow(SyntaxError);
  });
});
