import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateXML } from 'xmllint-wasm';

const schema = readFileSync(join(__dirname, 'jenkins-junit.xsd'), 'utf8');

/**
 * What is wrong with each JUnit file for Jenkins, as lines of xmllint. Each call starts a thread that compiles xmllint
 * and the schema, so give it many files at once.
 */
export async function junitErrors(files: readonly string[]): Promise<string[][]> {
  const xml = files.map((contents, index) => ({ fileName: `${index}.xml`, contents }));
  const { errors, valid } = await validateXML({ xml, schema });
  const fileOf = (line: string): number => Number.parseInt(line, 10);
  // The lines that quote the file begin with its text, which could be a number.
  const named = errors.map(({ rawMessage }) => rawMessage).filter((line) => /^\d+\.xml[: ]/.test(line));
  if (!valid && named.length === 0)
    throw new Error(`xmllint: ${errors.map(({ rawMessage }) => rawMessage).join('\n')}`);
  return files.map((_contents, index) => named.filter((line) => fileOf(line) === index));
}
