import { codeFiles, exportedNames, isFree, textOf } from './testing/imports';

/** Names that several files export on purpose, by the reason. */
const shared: Readonly<Record<string, readonly string[]>> = {
  'each file of a list exports its part under this name': ['define', 'create'],
  'the sandbox states the API once more, so that a mistake in one of the two shows': [
    ...['referenceNames', 'ReferenceName', 'referenceCode'],
  ],
  'the types of the library are published without the code that they are about': [
    ...['Finding', 'Level', 'Prediction', 'KnownCredentials', 'CredentialCheck'],
    ...['RunOptions', 'RunReport', 'RunEvent', 'PlannedCase', 'Reporter', 'ReporterContext'],
    ...['Sandbox', 'SandboxOptions', 'SandboxCredentials'],
  ],
  'the library offers the function with options of its own': ['checkCredentials', 'startSandbox'],
};

/** The files that export each name. */
function exporters(files: readonly (readonly [path: string, text: string])[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [path, text] of files)
    for (const name of new Set(exportedNames(text))) found.set(name, [...(found.get(name) ?? []), path]);
  return found;
}

const sources = codeFiles().filter((path) => path.endsWith('.ts') && !isFree(path));
const several = [...exporters(sources.map((path) => [path, textOf(path)]))].filter(([, files]) => files.length > 1);

describe('an exported name', () => {
  it('means one thing: no other file exports it', () => {
    const allowed = Object.values(shared).flat();
    expect(several.filter(([name]) => !allowed.includes(name))).toEqual([]);
  });

  it.each(Object.entries(shared))('is shared where %s', (_reason, names) => {
    expect(names.filter((name) => !several.some(([each]) => each === name))).toEqual([]);
  });

  it.each([
    ['export const a = 1, b = 2; const c = 3;', ['a', 'b']],
    [
      'export function a() {} export class B {} export interface C {} export type D = 1; export enum E {}',
      [...'aBCDE'],
    ],
    ["export { a } from './a'; export type { B } from './b'; export * from './c';", []],
    ['export async function a() {} export default function () {}', ['a']],
  ])('is read from %s', (text, names) => {
    expect(exportedNames(text)).toEqual(names);
  });
});
