import type { HeaderList } from './headers';

/** A request as it was received. */
export interface WireRequest {
  readonly method: string;
  /** The request target, query included. */
  readonly path: string;
  readonly rawHeaders: readonly string[];
  readonly body: Uint8Array;
}

/** A request and its response as a server of our own saw them. */
export interface WireExchange {
  readonly request: WireRequest;
  /** In milliseconds since the Unix epoch, by the clock of the server. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** Absent if the client hung up before the response was written. */
  readonly response?: { readonly status: number; readonly headers: HeaderList; readonly body: Uint8Array };
}
