import { closeSync, constants, fsyncSync, openSync, truncateSync } from 'node:fs';
import type { ValidateFunction } from 'ajv';
import { isFleetFinished, isFleetStarted, isPartnerFinished } from '../../schemas/compiled/stored';
import { openFresh, requireReplaceable } from '../lib/atomic-write';
import { inputProblemText } from '../lib/file-problem';
import { jsonObject } from '../lib/json';
import { jsonMistake } from '../lib/json-mistake';
import { jsonText } from '../lib/json-text';
import { readInput } from '../lib/read-input';
import { problemLine, problemSummary, schemaProblems } from '../lib/schema-problems';
import { UserError } from '../lib/user-error';
import { writeWhole } from '../lib/write-whole';
import type { FleetFinished, FleetHeader, FleetStarted, PartnerFinished, PartnerResult } from './types';

type Line = FleetStarted | PartnerFinished | FleetFinished;

const validators = {
  'fleet-started': isFleetStarted,
  'partner-finished': isPartnerFinished,
  'fleet-finished': isFleetFinished,
} as const satisfies Record<Line['type'], ValidateFunction>;

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

const isType = (type: unknown): type is Line['type'] => typeof type === 'string' && Object.hasOwn(validators, type);

/** @throws UserError with the place and what is wrong */
function parseLine(text: string, at: string): Line {
  const line = jsonObject(text);
  if (!line) {
    const mistake = jsonMistake(text);
    if (mistake) throw new UserError(`${at}:${mistake.column} is not JSON: ${mistake.message}`, next);
    throw new UserError(`${at}: not a valid journal line`, next);
  }
  const { type, schemaVersion } = line;
  if (!isType(type)) throw new UserError(`${at}: type must be ${Object.keys(validators).join(', ')}`, next);
  if (type === 'fleet-started' && typeof schemaVersion === 'number' && schemaVersion !== 1)
    throw new UserError(`${at}: the journal has version ${schemaVersion}, expected 1`, next);
  const isValid: ValidateFunction<Line> = validators[type];
  if (isValid(line)) return line;
  const problems = schemaProblems(isValid, line).map((problem) => problemLine(problem, 'the line'));
  throw new UserError(`${at}: ${problemSummary(problems)}`, next);
}

function readText(path: string): string {
  try {
    requireReplaceable(path);
    return readInput(path, longestJournal).toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw new UserError(`${path} cannot be read: ${inputProblemText(error)}`, next);
  }
}

/**
 * Reads a journal. Returns `undefined` if the file is missing or has no complete line. A line that was cut off when its
 * process was killed is removed from the file, once the others show that the file is a journal.
 *
 * @throws UserError for an invalid line, and for a journal of another version
 */
export function readJournal(path: string): Journal | undefined {
  let header: FleetHeader | undefined;
  let complete = false;
  const results = new Map<string, PartnerResult>();
  const text = readText(path);
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  for (const [index, each] of whole.split('\n').slice(0, -1).entries()) {
    const line = parseLine(each, `${path}:${index + 1}`);
    if (line.type === 'fleet-started') {
      const { type, ...started } = line;
      header ??= started;
    } else if (line.type === 'partner-finished') results.set(line.result.name, line.result);
    complete = line.type === 'fleet-finished' && line.complete;
  }
  if (!header) return undefined;
  if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
  return { header, results, complete };
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
