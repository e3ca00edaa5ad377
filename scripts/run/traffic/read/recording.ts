import { closeSync, constants, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { inputProblemText } from '../../../lib/file-problem';
import { isJsonObject, jsonValue } from '../../../lib/json';
import { jsonMistake, notJsonText } from '../../../lib/json-mistake';
import { cutMark, JsonScanner, type ScannedValue, type ScanProblem } from '../../../lib/json-scanner';
import { plural } from '../../../lib/plural';
import type { StreamPlace } from '../../../lib/stream-place';
import { UserError } from '../../../lib/user-error';
import { HarReader } from './har';
import type { ReadExchange, RecordingEntry } from './types';
import { ValueReader } from './values';

type Form = 'har' | 'report' | 'array' | 'lines' | 'one';

const mebibyte = 1024 * 1024;
/** In bytes of JSON: a body of 1 MiB fits, in base64 and with its escapes. */
const limits = { longestString: 2 * mebibyte, longestValue: 16 * mebibyte };
/** How much of a file is looked at to tell its form. */
const peeked = mebibyte;
const mostProblems = 20;

const wanted: Readonly<Record<Form, readonly string[]>> = {
  har: ['log/entries/*', 'log/creator'],
  report: ['cases/*', 'startedAt'],
  array: ['*'],
  lines: [''],
  one: [''],
};

const remedy = 'give a HAR file, a run.json, or NDJSON with one exchange per line: see docs/check-what-you-have.md';

/**
 * What a file is, by its beginning.
 *
 * @throws UserError if it is nothing that can be read
 */
function formOf(start: string, name: string): Form {
  const text = start.replace(/^\uFEFF/, '').trimStart();
  if (text === '') throw new UserError(`${name} is empty`, remedy);
  if (text.startsWith('PK')) throw new UserError(`${name} is a ZIP archive`, 'unpack it, and give the file in it');
  if (text.startsWith('[')) return 'array';
  if (!text.startsWith('{'))
    throw new UserError(notJsonText(name, text) ?? `${name} contains neither an object nor a list`, remedy);
  const line = jsonValue(text.split('\n', 1)[0] ?? '');
  const whole = line ?? jsonValue(text);
  if (isJsonObject(whole)) {
    if (isJsonObject(whole.log)) return 'har';
    if (Array.isArray(whole.cases) && whole.type === undefined) return 'report';
    if (isJsonObject(whole.request) || typeof whole.type === 'string') return line === undefined ? 'one' : 'lines';
  }
  if (/^\{[^{}[\]]*"log"\s*:\s*\{/.test(text)) return 'har';
  if (/^\{[^[\]]*"schemaVersion"\s*:/.test(text)) return 'report';
  if (/^\{\s*"(?:log|entries)"/.test(text)) return 'har';
  const isCollection = /^\{\s*"(?:info|collection|item)"\s*:/.test(text);
  if (isCollection)
    throw new UserError(
      `${name} is a Postman collection, which has no responses to check`,
      (tool) => `${tool} run --collection FILE`,
    );
  if (/^\{[^\n]*"(?:request|type)"\s*:/.test(text)) return 'lines';
  throw new UserError(`${name} is neither a HAR file, nor a report, nor a list of exchanges`, remedy);
}

function unopened(name: string, error: unknown): UserError {
  return new UserError(`${name} cannot be read: ${inputProblemText(error)}`, 'check the path');
}

/**
 * Checks that a file can be opened and begins like a recording, before anything is written about it.
 *
 * @throws UserError if not
 */
export function requireRecording(name: string, path: string): void {
  const start = Buffer.alloc(peeked);
  let size = 0;
  try {
    // Without O_NONBLOCK, opening a named pipe waits for a writer.
    const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stats = fstatSync(file);
      if (!stats.isFile() && !stats.isDirectory()) throw notAFile(name);
      size = readSync(file, start, 0, peeked, 0);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw unopened(name, error);
  }
  const isCoded = ['1f8b', 'fffe', 'feff'].includes(start.subarray(0, 2).toString('hex'));
  if (!isCoded) formOf(start.toString('utf8', 0, size), name);
}

const notAFile = (name: string): UserError =>
  new UserError(`${name} is not a regular file`, (tool) => `use - to read a pipe: cat PIPE | ${tool} check -`);

/** Undoes gzip and UTF-16; all else is read as UTF-8. */
async function* decoded(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const pieces = input[Symbol.asyncIterator]();
  const { value: first, done } = await pieces.next();
  if (done || !first) return;
  const all = async function* (): AsyncGenerator<Uint8Array> {
    yield first;
    for (;;) {
      const next = await pieces.next();
      if (next.done) return;
      yield next.value;
    }
  };
  if (first[0] === 0x1f && first[1] === 0x8b) {
    yield* decoded(Readable.from(all()).pipe(createGunzip()));
    return;
  }
  const utf16 = { fffe: 'utf-16le', feff: 'utf-16be' }[Buffer.from(first.subarray(0, 2)).toString('hex')];
  if (utf16 === undefined) {
    yield* all();
    return;
  }
  const decoder = new TextDecoder(utf16);
  for await (const piece of all()) yield Buffer.from(decoder.decode(piece, { stream: true }));
}

/** What is wrong in the text of a value, and where in the file. A string that was cut has moved what follows it. */
function mistakeIn(text: string, start: StreamPlace): string {
  const { line, column, message } = jsonMistake(text)!;
  const isOnFirst = line === 1;
  const shown = isOnFirst ? start.column + column - 1 : column;
  return `${message} at line ${start.line + line - 1}${text.includes(cutMark) ? '' : `, column ${shown}`}`;
}

/** Reads one recording, and hands over its exchanges in their order. Its memory does not grow with the file. */
class RecordingReader {
  readonly #har = new HarReader();
  readonly #values = new ValueReader(this.#har);
  readonly #problems: string[] = [];
  #more = 0;
  #count = 0;
  #form: Form = 'har';

  constructor(
    readonly name: string,
    readonly onExchange: (exchange: ReadExchange) => void,
  ) {}

  async read(input: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<readonly string[]> {
    let scanner: JsonScanner | undefined;
    let start: Uint8Array = new Uint8Array();
    try {
      for await (const piece of decoded(input)) {
        if (signal.aborted) break;
        if (scanner) scanner.push(piece);
        else {
          start = Buffer.concat([start, piece]);
          if (start.length < peeked) continue;
          scanner = this.#begin(start);
        }
        if (scanner.failed) break;
      }
      scanner ??= this.#begin(start);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (error instanceof UserError || typeof code !== 'string') throw error;
      if (!scanner && !code.startsWith('Z_')) throw unopened(this.name, error);
      this.#problem(`${this.#readSoFar()}; then the file cannot be read (${code})`);
      return this.#result();
    }
    if (!signal.aborted && !scanner.failed) scanner.end();
    return this.#result();
  }

  #begin(start: Uint8Array): JsonScanner {
    const text = Buffer.from(start).toString('utf8');
    this.#form = formOf(text, this.name);
    const paths = wanted[this.#form];
    const scanner = new JsonScanner({
      ...limits,
      wanted: (path) => paths.includes(path.join('/')),
      lines: this.#form === 'lines',
      onValue: (value) => this.#onValue(value),
      onProblem: (problem) => this.#onProblem(problem),
    });
    scanner.push(text.startsWith('\uFEFF') ? start.subarray(3) : start);
    return scanner;
  }

  get #unit(): string {
    return { har: 'entry', report: 'case', array: 'exchange', lines: 'line', one: 'exchange' }[this.#form];
  }

  #readSoFar(): string {
    const unit = this.#unit;
    return `${this.name}: read ${unit === 'entry' && this.#count !== 1 ? `${this.#count} entries` : plural(this.#count, unit)}`;
  }

  #onProblem({ message, ended, line, column, position }: ScanProblem): void {
    const place = `line ${line}, column ${column}`;
    const where = position === undefined || this.#form === 'lines' ? place : `${this.#unit} ${position}, ${place}`;
    this.#problem(
      ended
        ? `${this.#readSoFar()}; the file ends inside ${this.#unit} ${this.#count + 1}`
        : `${this.#readSoFar()}; ${message} at ${where}`,
    );
  }

  #onValue(scanned: ScannedValue): void {
    const { path, position, text } = scanned;
    const last = path.at(-1);
    const value = text === undefined ? undefined : jsonValue(text);
    if (last === 'creator') this.#har.creator(value);
    else if (last === 'startedAt') this.#values.startedAt(value);
    else {
      this.#count += 1;
      const where = `${this.name}: ${this.#unit} ${position}`;
      if (text === undefined) this.#problem(`${where} is larger than ${limits.longestValue / mebibyte} MiB`);
      else if (value === undefined) this.#problem(`${where} is not JSON: ${mistakeIn(text, scanned)}`);
      else this.#handOver(this.#readings(value), where);
    }
  }

  #readings(value: unknown): readonly RecordingEntry[] {
    if (this.#form === 'har') return this.#har.read(value);
    return this.#form === 'report' ? this.#values.readCase(value) : this.#values.read(value);
  }

  #handOver(readings: readonly RecordingEntry[], where: string): void {
    for (const reading of readings) {
      if ('unreadable' in reading) this.#problem(`${where} cannot be read: ${reading.unreadable}`);
      else this.onExchange(reading);
    }
  }

  #problem(text: string): void {
    if (this.#problems.length < mostProblems) this.#problems.push(text);
    else this.#more += 1;
  }

  #result(): readonly string[] {
    const more = this.#more > 0 ? [`${this.name}: ${this.#more} more problems`] : [];
    return [...this.#problems, ...more];
  }
}

/**
 * Reads a recording from a file or a stream: HAR, a report or journal of ours, or exchanges one per line or in an array;
 * also compressed with gzip or in UTF-16.
 *
 * @param input the path of a file, or a stream
 * @returns why the rest could not be read, or what could not: one line each, the first few
 * @throws UserError if it cannot be opened or is not one of these
 */
export function readRecording(
  name: string,
  input: string | AsyncIterable<Uint8Array>,
  onExchange: (exchange: ReadExchange) => void,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const stream = typeof input === 'string' ? createReadStream(input, { highWaterMark: mebibyte / 16 }) : input;
  return new RecordingReader(name, onExchange).read(stream, signal);
}
