import { closeSync, fsyncSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { isJsonObject } from '../lib/json';
import { jsonText } from '../lib/json-text';
import { UserError } from '../lib/user-error';
import type { FleetHeader, PartnerResult } from './types';

type Line =
  | ({ readonly type: 'fleet-started' } & FleetHeader)
  | { readonly type: 'partner-finished'; readonly result: PartnerResult }
  | { readonly type: 'fleet-finished'; readonly complete: boolean };

/** What a journal says: `fleet.ndjson`. */
export interface Journal {
  readonly header: FleetHeader;
  /** The last result of each partner, by name. */
  readonly results: ReadonlyMap<string, PartnerResult>;
  /** Every partner was done. */
  readonly complete: boolean;
}

const refuse = (path: string, line: number, what: string): UserError =>
  new UserError(`${path}:${line}: ${what}`, 'choose another folder with --out');

function parse(text: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) && typeof value.type === 'string' ? (value as unknown as Line) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads a journal, which may end in the middle of a line: its process was killed there, and that line is cut off the
 * file. `undefined` where there is no journal, or nothing in it.
 *
 * @throws UserError for any other line that is none, and for a journal of another version
 */
export function readJournal(path: string): Journal | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UserError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code})`, 'choose another folder');
  }
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
  let header: FleetHeader | undefined;
  let complete = false;
  const results = new Map<string, PartnerResult>();
  for (const [index, each] of whole.split('\n').slice(0, -1).entries()) {
    const line = parse(each);
    if (!line) throw refuse(path, index + 1, 'is no line of a fleet');
    if (line.type === 'fleet-started') {
      if (line.schemaVersion !== 1) throw refuse(path, index + 1, `is of version ${line.schemaVersion}, not 1`);
      const { type, ...started } = line;
      header ??= started;
    } else if (line.type === 'partner-finished') results.set(line.result.name, line.result);
    complete = line.type === 'fleet-finished' && line.complete;
  }
  return header && { header, results, complete };
}

/** Writes a journal: each line is on the disk before the fleet goes on, so that it outlives a killed process. */
export class JournalWriter {
  readonly #file: number;

  /** @param fresh begins anew, where there was one before */
  constructor(path: string, fresh: boolean) {
    this.#file = openSync(path, fresh ? 'w' : 'a');
  }

  started(header: FleetHeader): void {
    this.#write({ type: 'fleet-started', ...header });
  }

  finished(result: PartnerResult): void {
    this.#write({ type: 'partner-finished', result });
  }

  close(complete: boolean): void {
    this.#write({ type: 'fleet-finished', complete });
    closeSync(this.#file);
  }

  #write(line: Line): void {
    const bytes = Buffer.from(`${jsonText(line)}\n`);
    // A single write may take only part of the bytes.
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#file, bytes, written);
    fsyncSync(this.#file);
  }
}
