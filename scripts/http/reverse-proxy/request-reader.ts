import { type Admission, admit } from './admission';
import type { Exchanges } from './exchanges';
import { requestFraming } from './framing';
import { type ProxyRefusal, problemText } from './refusal';
import { MessageScanner } from './scanner';
import { Transaction, type TransactionParts } from './transaction';

/** What to do with bytes of a client. */
export interface RequestBytes {
  /** For the target. */
  readonly bytes: readonly Buffer[];
  /** Nothing after these bytes is forwarded. */
  readonly refusal?: ProxyRefusal;
  /** A part of the refused request is with the target already. */
  readonly cut?: Transaction;
}

/** Reads the requests of one connection. */
export class RequestReader {
  readonly #scanner = new MessageScanner(requestFraming);
  /** The request whose body is being read. */
  #reading: Transaction | undefined;

  constructor(
    readonly admission: Admission,
    readonly exchanges: Exchanges,
    readonly parts: () => TransactionParts,
  ) {}

  get isBetweenRequests(): boolean {
    return this.#scanner.isBetweenMessages;
  }

  /** Whether the head of a request has begun and is not complete. */
  get isInHead(): boolean {
    return !this.#reading && !this.#scanner.isBetweenMessages;
  }

  read(chunk: Buffer): RequestBytes {
    const bytes: Buffer[] = [];
    for (const piece of this.#scanner.scan(chunk)) {
      switch (piece.kind) {
        case 'head': {
          const admitted = admit(piece.head, this.admission);
          if ('kind' in admitted) return { bytes, refusal: admitted };
          this.#reading = new Transaction(admitted, this.parts());
          this.exchanges.begin(this.#reading);
          bytes.push(admitted.bytes);
          break;
        }
        case 'body':
          if (piece.content) this.#reading?.requestBody.add(piece.content);
          bytes.push(piece.bytes);
          break;
        case 'end':
          if (this.#reading) this.exchanges.requestRead(this.#reading);
          this.#reading = undefined;
          break;
        case 'problem': {
          const message = `the request ${problemText[piece.problem]}`;
          return { bytes, refusal: { kind: 'unreadable', message }, ...(this.#reading && { cut: this.#reading }) };
        }
      }
    }
    return { bytes };
  }
}
