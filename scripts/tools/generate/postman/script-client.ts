import type { ReceivedResponse, SentRequest } from '../../../contract/exchange';

/** What the scripts need of the program that runs them: Postman and Newman, or Bruno. */
export interface ScriptClient {
  /** What the program knows the current request by. */
  readonly known: { readonly by: 'id' | 'title'; readonly as: string };
  /** The value of a variable in any scope. */
  get(name: string): unknown;
  /** Sets a variable for the rest of the run; it is never saved. Names have letters, digits, `-`, `_` and `.` only. */
  set(name: string, value: string): void;
  unset(name: string): void;
  uniqueId(): string;
  /** The current request as text, with its variables not replaced. */
  template(): string;
  /** The current request as it was sent. */
  sent(): SentRequest;
  /** The response to it; `undefined` if there is none. */
  received(): ReceivedResponse | undefined;
  /**
   * Makes the program send the request as the case says, as far as it can; `undefined` if it does so anyway.
   *
   * @param bytes the body in base64, if it is not text
   */
  readonly correctRequest?: (bytes: string | undefined) => void;
  /**
   * Why the request was not sent as the case says; `undefined` if it was.
   *
   * @param bytes the body in base64, if it is not text
   */
  sentOtherwise(bytes: string | undefined): string | undefined;
  test(name: string, check: () => void): void;
  /** Shows what is neither passed nor failed. */
  note(name: string): void;
  skipRequest(): void;
  /** Sends the request again; `undefined` if the program cannot wait before. */
  readonly again?: (caseId: string, waitMs: number) => void;
  /** Sends a request within the script; `undefined` if the program does not wait for it. */
  readonly send?: (
    request: { readonly url: string; readonly method: string; readonly header: object },
    done: (error: Error | null, response: { code: number; json(): unknown }) => void,
  ) => void;
}
