import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { exitCodes } from '../lib/exit-codes';
import type { Io } from '../lib/io';
import { jsonText } from '../lib/json-text';
import { plural } from '../lib/plural';
import { convertCollection, postmanJson } from '../lib/postman/convert';
import type { CollectionFormat, PostmanWarning, ReadCollection } from '../lib/postman/types';
import { writeV3Environment } from '../lib/postman/v3-write';
import { visible } from '../lib/terminal-text';
import { UserError } from '../lib/user-error';
import { readCollection, readPostmanEnvironment } from '../run/collection-files';
import { writeCollectionFolder, writeNewFile } from '../run/write-collection';
import { example, type Finish } from './command';

const formats: readonly CollectionFormat[] = ['1', '2.0', '2.1', 'v3'];

interface Options {
  readonly toFormat?: CollectionFormat;
  readonly force?: true;
  readonly json?: true;
}

const environmentName = /\.(?:environment|globals)\.ya?ml$|\.postman_(?:environment|globals)\.json$/i;
const jsonName = /\.json$/i;

/** As in `requests/a.request.yaml:3:1: unknown key`. */
const warningLine = ({ file, line, column, message }: PostmanWarning): string =>
  `warning: ${[file, line, column].filter((each) => each !== undefined).join(':')}: ${message}`;

function countRequests(items: readonly { readonly item?: unknown }[]): number {
  return items.reduce((sum, { item }) => sum + (Array.isArray(item) ? countRequests(item) : 1), 0);
}

/** What is written, for people and for machines. */
interface Conversion {
  readonly to: string;
  readonly format: CollectionFormat | 'environment';
  readonly requests: number;
  readonly notConverted: readonly { readonly name: string; readonly kind: string }[];
  readonly withoutPlace: readonly string[];
  readonly kept: boolean;
  readonly warnings: readonly PostmanWarning[];
}

const mostListed = 20;
const some = (lines: readonly string[]): string =>
  lines.length > mostListed
    ? `${lines.slice(0, mostListed).join(', ')}, and ${lines.length - mostListed} more`
    : lines.join(', ');

function outcomeText({ to, format, requests, notConverted, withoutPlace, kept }: Conversion): string {
  const lines = [
    format === 'environment' ? `Wrote ${to}` : `Wrote ${to}: format ${format}, ${plural(requests, 'request')}`,
    ...(notConverted.length > 0
      ? [
          `Left out, because format ${format} has only HTTP requests: ${some(notConverted.map(({ name, kind }) => `"${name}" (${kind})`))}`,
        ]
      : []),
    ...(withoutPlace.length > 0
      ? [
          `Format ${format} cannot represent: ${some(withoutPlace)}`,
          ...(kept
            ? ['  It is kept in .resources/only-in-2.1.json, which Postman ignores; payout-contract reads it.']
            : []),
        ]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** Converts an environment or globals between JSON and the YAML of format v3. */
async function convertEnvironment(from: string, to: string, { force }: Options, io: Io): Promise<Conversion> {
  const { environment, warnings } = readPostmanEnvironment(from, io.cwd, 'FROM');
  const content = jsonName.test(to) ? postmanJson(environment) : writeV3Environment(environment);
  await writeNewFile(resolve(io.cwd, to), content, force === true, to);
  return { to, format: 'environment', requests: 0, notConverted: [], withoutPlace: [], kept: false, warnings };
}

async function convert(from: string, to: string, options: Options, io: Io): Promise<Conversion> {
  if (environmentName.test(to)) {
    if (options.toFormat)
      throw new UserError('--to-format is for collections, but TO is an environment', 'remove --to-format');
    return convertEnvironment(from, to, options, io);
  }
  const format = options.toFormat ?? (jsonName.test(to) ? '2.1' : 'v3');
  if (format !== 'v3' && !jsonName.test(to)) {
    throw new UserError(`format ${format} is one JSON file, but TO is ${to}`, `name a file, as in ${to}.json`);
  }
  if (format === 'v3' && jsonName.test(to)) {
    throw new UserError(`format v3 is a folder, but TO is ${to}`, 'name a folder, or use --to-format 2.1');
  }
  const read: ReadCollection = readCollection(from, io.cwd, 'FROM');
  if (read.format === format) {
    const other = formats.filter((each) => each !== format).join(', ');
    throw new UserError(`${from} is already in format ${format}`, `choose another --to-format: ${other}`);
  }
  const { content, withoutPlace, kept } = convertCollection(read, format);
  const path = resolve(io.cwd, to);
  if (typeof content === 'string') await writeNewFile(path, content, options.force === true, to);
  else writeCollectionFolder(path, content, options.force === true, to);
  return {
    to,
    format,
    requests: countRequests(read.collection.item),
    notConverted: read.notSendable.map(({ name, kind }) => ({ name, kind })),
    withoutPlace,
    kept,
    warnings: read.warnings,
  };
}

export function define(command: Command, io: Io, finish: Finish): void {
  command
    .argument('<FROM>', 'collection: a JSON file (format 1, 2.0 or 2.1), or the folder of a v3 collection')
    .argument('<TO>', 'output: a JSON file, or a folder for format v3')
    .addOption(
      new Option('--to-format <format>', 'format of TO (default: 2.1 if TO ends in .json, otherwise v3)').choices(
        formats,
      ),
    )
    .option('--force', 'overwrite TO; if it is a folder, also remove requests that are not in FROM')
    .option('--json', 'print JSON')
    .action(async (from: string, to: string, options: Options) => {
      const outcome = await convert(from, to, options, io);
      for (const warning of outcome.warnings) io.stderr.write(`${visible(warningLine(warning))}\n`);
      io.stdout.write(options.json ? `${jsonText(outcome)}\n` : visible(outcomeText(outcome), '\n'));
      finish(exitCodes.ok);
    });
  command.addHelpText(
    'after',
    '\nEnvironments and globals are converted too, if TO ends in .environment.yaml, .globals.yaml,\n.postman_environment.json or .postman_globals.json.',
  );
  example(command, io, (tool) => [
    `${tool} convert mine.postman_collection.json "postman/collections/Mine"`,
    `${tool} convert "postman/collections/Mine" mine.postman_collection.json`,
    `${tool} convert old.json new.json --to-format 2.0`,
    `${tool} convert sandbox.postman_environment.json postman/environments/sandbox.environment.yaml`,
  ]);
}
