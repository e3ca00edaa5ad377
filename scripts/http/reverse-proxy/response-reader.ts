import { NetworkError } from '../../lib/network-error';
import { excess } from '../bounds';
import type { Exchanges } from './exchanges';
import { responseFraming } from './framing';
import { problemText } from './refusal';
import { MessageScanner } from './scanner';
import type { Transaction } from './transaction';

/** What to do with bytes of the target. */
export interface ResponseBytes {
  /** For the client. */
  readonly bytes: readonly Buffer[];
  /** The target switched protocols: nothing after these bytes is HTTP. */
  readonly switched?: true;
}

/** Reads the responses of one connection. */
export class ResponseReader {
  readonly #scanner: MessageScanner;
  /** The responses cannot be told apart any more; they are passed on until the target closes. */
  isBlind = false;

  constructor(readonly exchanges: Exchanges) {
    this.#scanner = new MessageScanner((head) => {
      const { next } = exchanges;
      return next ? responseFraming(head, next.request.method) : { kind: 'problem', problem: 'no-request' };
    });
  }

  read(chunk: Buffer): ResponseBytes {
    if (this.isBlind) return { bytes: [chunk] };
    const bytes: Buffer[] = [];
    const answered: Transaction[] = [];
    for (const piece of this.#scanner.scan(chunk)) {
      const { next } = this.exchanges;
      switch (piece.kind) {
        case 'head':
          if (next?.answeredBy(piece.head, piece.bytes) === 101) {
            this.exchanges.answered(answered);
            return { bytes, switched: true };
          }
          bytes.push(piece.bytes);
          break;
        case 'body':
          if (piece.content) next?.addToResponse(piece.content);
          bytes.push(piece.bytes);
          break;
        case 'end':
          // After an interim response, the final one follows.
          if (next?.isAnswered) {
            this.exchanges.takeNext();
            answered.push(next);
          }
          break;
        case 'problem':
          this.isBlind = true;
          next?.fail(new NetworkError('protocol', `the response ${problemText[piece.problem]}`));
          bytes.push(piece.bytes);
      }
    }
    const more = this.isBlind || !this.#scanner.isBetweenMessages;
    if (more && !this.exchanges.next) answered.at(-1)?.fail(excess('second-response'));
    this.exchanges.answered(answered);
    return { bytes };
  }

  /** The connection closed: returns the bytes that were not passed on yet. */
  end(): Buffer {
    if (this.#scanner.endsWithConnection) {
      const last = this.exchanges.takeNext();
      if (last) this.exchanges.answered([last]);
    }
    return this.#scanner.rest();
  }
}
