import { characterAt } from '../../lib/characters';
import { decodeText } from '../../lib/decode-text';
import { nearest } from '../../lib/nearest';
import { settingNames } from './setting-table';

/** Something in a line of `.env` that is probably a mistake. Quotes no value. */
export interface EnvProblem {
  readonly line: number;
  /** What is wrong, and what the line should be. */
  readonly text: string;
  /** Whether the line seems to be about one of our settings. */
  readonly aboutSetting: boolean;
  /** The line does not set a variable. */
  readonly setsNothing: boolean;
}

/** What was read of an `.env` file. */
export interface EnvFile {
  readonly path: string;
  readonly encoding: 'UTF-8' | 'UTF-16';
  readonly text: string;
  /**
   * The lines that set a variable, without the white space around names. Node's parser gets no others: Node 20 loses the
   * setting after a line of blanks, every Node the one after a line without `=`, and a tab becomes part of a name.
   */
  readonly assigning: string;
  /** How many lines set a variable. */
  readonly assignments: number;
  readonly problems: readonly EnvProblem[];
}

const names = [...settingNames, ...settingNames.map((name) => `${name}_FILE`)];
const namePattern = '[A-Za-z_][A-Za-z0-9_]*';
/** Other white space than blanks and tabs is part of a name. */
const assignment = new RegExp(`^[ \\t]*(?:export[ \\t]+)?(${namePattern})[ \\t]*=[ \\t]*(.*)$`);
const ours = /IMBURSE/i;

/** How other tools write an assignment, and what they call it. */
const foreign: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`^\\s*set\\s+(${namePattern})\\s*=`, 'i'), 'uses the syntax of cmd.exe'],
  [new RegExp(`^\\s*\\$env:(${namePattern})\\s*=`, 'i'), 'is a command of PowerShell'],
  [new RegExp(`^\\s*(?:setx|setenv)\\s+(${namePattern})\\s`, 'i'), 'is a command of a shell'],
  [new RegExp(`^\\s*(?:export\\s+)?["']?(${namePattern})["']?\\s*:`), 'has a colon instead of "="'],
  [new RegExp(`^\\s*(?:export\\s+)?(${namePattern})\\s*$`), 'has no "="'],
  [/^\s*(?:export\s+)?(IMBURSE_\w+)\s+[^\s=]+\s*$/i, 'has no "="'],
];

/** What is wrong with the name of a setting; `undefined` for other variables too. */
export function nameProblem(name: string): string | undefined {
  if (names.includes(name)) return undefined;
  if (names.includes(`IMBURSE_${name.toUpperCase()}`))
    return `sets ${name}; did you mean IMBURSE_${name.toUpperCase()}?`;
  if (names.includes(name.toUpperCase())) return `sets ${name}; names are in upper case: ${name.toUpperCase()}`;
  const near = nearest(name.toUpperCase(), names);
  if (near === undefined && !ours.test(name)) return undefined;
  return `sets ${name}, which is not a setting${near === undefined ? '' : `; did you mean ${near}?`}`;
}

function valueProblem(name: string, value: string): string | undefined {
  if (!names.includes(name)) return undefined;
  if (/\$\(|^`[^`]*\s[^`]*`$/.test(value))
    return `${name} contains a command, which is not run; write the value itself`;
  if (/\$\{?\w/.test(value)) return `${name} contains a variable, which is not expanded; write the value itself`;
  const isPath = name.endsWith('_FILE') || /_CLIENT_/.test(name);
  if (/^["']?(?:[A-Za-z]:)?\\/.test(value) && !isPath)
    return `${name} is the path of a file; write ${name}_FILE=PATH instead`;
  if (value.includes('\\') && !isPath) return `${name} contains a backslash; write the value without escapes`;
  return undefined;
}

/** The line on which a quoted value ends; `undefined` if it does not end, or only after other settings. */
function closingLine(lines: readonly string[], start: number, name: string, value: string): number | undefined {
  const quote = value[0]!;
  if (value.indexOf(quote, 1) > 0) return start;
  // No setting of ours has more than one line.
  if (ours.test(name)) return undefined;
  for (let at = start + 1; at < lines.length; at += 1) {
    if (assignment.test(lines[at]!) && ours.test(lines[at]!)) return undefined;
    if (lines[at]!.includes(quote)) return at;
  }
  return undefined;
}

/** A name that is almost a name: with a hyphen, a blank or a character that is not ASCII. */
function almostName(line: string): string | undefined {
  const written = /^[ \t]*(?:export[ \t]+)?([^=]*?)[ \t]*=/.exec(line)?.[1] ?? '';
  const near = written && nearest(written.toUpperCase().replace(/[^A-Z0-9]+/g, '_'), names);
  if (!near) return undefined;
  const strange = /[^A-Za-z0-9_]/;
  return `${strange.test(written) ? `has a name in which ${characterAt(written, strange)}` : 'has another name'}; write ${near}=value`;
}

function foreignProblem(line: string): EnvProblem['text'] {
  for (const [pattern, what] of foreign) {
    const name = pattern.exec(line)?.[1];
    if (name !== undefined && (ours.test(name) || !/^\s*\S+\s*$/.test(line)))
      return `${what}; write ${ours.test(name) ? name.toUpperCase() : name}=value`;
  }
  return almostName(line) ?? 'is not NAME=value';
}

/** Finds the lines of an `.env` file that are not understood. */
export function readEnvText(path: string, bytes: Buffer): EnvFile {
  const { encoding, text } = decodeText(bytes);
  const lines = text.split(/\r\n|\n|\r/);
  const problems: EnvProblem[] = [];
  const assigning: string[] = [];
  let assignments = 0;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!;
    if (/^\s*(?:#.*)?$/.test(line)) continue;
    const [, name, value = ''] = assignment.exec(line) ?? [];
    const start = at;
    const add = (what: string): void =>
      void problems.push({
        ...{ line: start + 1, text: what },
        ...{ aboutSetting: ours.test(line), setsNothing: name === undefined },
      });
    if (name === undefined) {
      add(foreignProblem(line));
      continue;
    }
    assignments += 1;
    const what = nameProblem(name) ?? valueProblem(name, value);
    if (what !== undefined) add(what);
    if (/^["'`]/.test(value)) {
      const end = closingLine(lines, at, name, value);
      if (end === undefined) add(`${name} starts with a quotation mark that is not closed in its line`);
      else at = end;
    }
    // Node 20 keeps a tab before a comment.
    const bare = /^["'`]/.test(value) ? value : value.replace(/#.*$/, '');
    assigning.push(`${name}=${start === at ? bare.trimEnd() : value}`, ...lines.slice(start + 1, at + 1));
  }
  return { path, encoding, text, assigning: assigning.join('\n'), assignments, problems };
}

/** A problem with its line, for people. */
export const envProblemText = ({ line, text }: EnvProblem): string => `.env line ${line} ${text}`;
