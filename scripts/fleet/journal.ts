import { closeSync, constants, fsyncSync, openSync, truncateSync } from 'node:fs';
import { openFresh, requireReplaceable, writeWhole } from '../lib/atomic-write';
import { jsonObject } from '../lib/json';
import { jsonMistake } from '../lib/json-mistake';
import { jsonText } from '../lib/json-text';
import { inputProblemText, readInput } from '../lib/read-input';
import { UserError } from '../lib/user-error';
import type { FleetHeader, PartnerResult } from './types';

type Line =
  | ({ readonly type: 'fleet-started' } & FleetHeader)
  | { readonly type: 'partner-finished'; readonly result: PartnerResult }
  | { readonly type: 'fleet-finished'; readonly complete: boolean };

/** The content of a journal, `fleet.ndjson`. */
export interface Journal {
  readonly header: FleetHeader;
  /** The last result of each partner, by name. */
  readonly results: ReadonlyMap<string, PartnerResult>;
  /** Every partner was finished. */
  readonly complete: boolean;
}

const { O_APPEND, O_WRONLY, O_NOFOLLOW } = constants;
/** In bytes. */
const longestJournal = 1024 ** 3;
const next = 'use another folder with --out';

function parseLine(text: string): Line | undefined {
  const line = jsonObject(text);
  return typeof line?.type === 'string' ? (line as Line) : undefined;
}

/** Reads the whole lines of a journal. A line that was cut off when its process was killed is removed from the file. */
function readLines(path: string): string[] {
  let text: string;
  try {
    requireReplaceable(path);
    text = readInput(path, longestJournal).toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new UserError(`${path} cannot be read (${inputProblemText(error)})`, next);
  }
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
  return whole.split('\n').slice(0, -1);
}

/**
 * Reads a journal. Returns `undefined` if the file is missing or has no complete line.
 *
 * @throws UserError for an invalid line, and for a journal of another version
 */
export function readJournal(path: string): Journal | undefined {
  let header: FleetHeader | undefined;
  let complete = false;
  const results = new Map<string, PartnerResult>();
  for (const [index, text] of readLines(path).entries()) {
    const at = `${path}:${index + 1}`;
    const line = parseLine(text);
    const mistake = line ? undefined : jsonMistake(text);
    if (mistake) throw new UserError(`${at}:${mistake.column} is not JSON: ${mistake.message}`, next);
    if (!line) throw new UserError(`${at}: not a valid journal line`, next);
    if (line.type === 'fleet-started') {
      const { type, ...started } = line;
      const version: unknown = started.schemaVersion;
      if (version !== 1) throw new UserError(`${at}: the journal has version ${version}, expected 1`, next);
      header ??= started;
    } else if (line.type === 'partner-finished') results.set(line.result.name, line.result);
    complete = line.type === 'fleet-finished' && line.complete;
  }
  return header && { header, results, complete };
}

/** Writes a journal. Each line is flushed to the disk, so that it survives a killed process. */
export class JournalWriter {
  readonly #file: number;

  /** @param header starts a new journal; without it, lines are appended to the existing one */
  constructor(path: string, header: FleetHeader | undefined) {
    this.#file = header ? openFresh(path) : openSync(path, O_APPEND | O_WRONLY | (O_NOFOLLOW ?? 0));
    if (header) this.#write({ type: 'fleet-started', ...header });
  }

  finished(result: PartnerResult): void {
    this.#write({ type: 'partner-finished', result });
  }

  close(complete: boolean): void {
    this.#write({ type: 'fleet-finished', complete });
    closeSync(this.#file);
  }

  #write(line: Line): void {
    writeWhole(this.#file, `${jsonText(line)}\n`);
    fsyncSync(this.#file);
  }
}
