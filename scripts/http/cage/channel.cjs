// @ts-check
'use strict';

// How the process of a collection and its parent talk. Node's own channel reads a message of any length whole, and ends
// the process with an error of its own if it is not one. Plain JavaScript, as `child.cjs`, which uses it too.

/** The length of the text, then that of the bytes. */
const headLength = 8;
const noBytes = 0xffffffff;
/** In bytes. What is longer is sent in pieces. */
const longestPiece = 256 * 1024;

/** A message, with its bytes after its text. @param {object} message */
function frameOf(message) {
  /** @type {{ bytes?: Uint8Array }} */
  const { bytes, ...rest } = message;
  const text = Buffer.from(JSON.stringify(rest), 'utf8');
  const head = Buffer.alloc(headLength);
  head.writeUInt32BE(text.length, 0);
  head.writeUInt32BE(bytes ? bytes.length : noBytes, 4);
  return Buffer.concat(bytes ? [head, text, bytes] : [head, text]);
}

/** Puts messages together from what was read. Its memory is bounded by the longest message that it allows. */
class FrameReader {
  /**
   * @param {{ longestText: number, longestBytes: number }} limits in bytes
   * @param {(message: any, textLength: number) => void} onMessage
   */
  constructor(limits, onMessage) {
    this.limits = limits;
    this.onMessage = onMessage;
    /** @type {Buffer[]} */
    this.parts = [];
    this.length = 0;
    this.needed = headLength;
  }

  /** @param {Buffer} chunk @throws if this cannot be part of a message */
  push(chunk) {
    this.parts.push(chunk);
    this.length += chunk.length;
    if (this.length < this.needed) return;
    let rest = Buffer.concat(this.parts);
    for (;;) {
      this.needed = headLength;
      if (rest.length < headLength) break;
      const textLength = rest.readUInt32BE(0);
      const announced = rest.readUInt32BE(4);
      const bytesLength = announced === noBytes ? 0 : announced;
      if (textLength > this.limits.longestText || bytesLength > this.limits.longestBytes)
        throw new Error('the message is too long');
      const textEnd = headLength + textLength;
      this.needed = textEnd + bytesLength;
      if (rest.length < this.needed) break;
      const message = JSON.parse(rest.toString('utf8', headLength, textEnd));
      if (typeof message !== 'object' || message === null) throw new Error('the message is not an object');
      const bytes = announced === noBytes ? {} : { bytes: rest.subarray(textEnd, this.needed) };
      rest = rest.subarray(this.needed);
      this.onMessage({ ...message, ...bytes }, textLength);
    }
    this.parts = rest.length > 0 ? [rest] : [];
    this.length = rest.length;
  }
}

module.exports = { FrameReader, frameOf, longestPiece };
