import type { RunEvent } from './run-types';

/** Events that wait for the one who reads them. Nothing is kept before someone asks, and after that until it is read. */
export class EventQueue {
  #waiting: RunEvent[] = [];
  #isRead = false;
  #end: { readonly error?: unknown } | undefined;
  #wake: () => void = () => undefined;

  push(event: RunEvent): void {
    if (this.#isRead) this.#waiting.push(event);
    this.#wake();
  }

  end(error?: unknown): void {
    this.#end = error === undefined ? {} : { error };
    this.#wake();
  }

  read(): AsyncIterable<RunEvent> {
    this.#isRead = true;
    return { [Symbol.asyncIterator]: () => this.#events() };
  }

  async *#events(): AsyncGenerator<RunEvent> {
    try {
      for (;;) {
        yield* this.#waiting.splice(0);
        if (this.#waiting.length > 0) continue;
        if (this.#end) break;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      if (this.#end.error !== undefined) throw this.#end.error;
    } finally {
      this.#isRead = false;
      this.#waiting = [];
    }
  }
}
