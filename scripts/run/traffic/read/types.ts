import type { Exchange } from '../../../contract/exchange';
import type { TrafficContext } from '../../../judge/traffic/types';

/** An exchange as a recording holds it. */
export interface ReadExchange {
  readonly exchange: Exchange;
  readonly context: TrafficContext;
}

/** What a part of a recording is: an exchange, or the reason why it cannot be read. */
export type RecordingEntry = ReadExchange | { readonly unreadable: string };

/** Reads the exchanges of one recording, one value after the other. It may remember earlier values of the file. */
export type ReadValue = (value: unknown) => readonly RecordingEntry[];
