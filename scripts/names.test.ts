import { declaredNames } from './testing/declared-names';
import { codeFiles, isFree, textOf } from './testing/imports';

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

interface Place {
  readonly path: string;
  readonly exported: boolean;
  readonly isType: boolean;
}

/** Every name at the top of a file. */
const declared = codeFiles()
  .filter((path) => path.endsWith('.ts') && !isFree(path))
  .flatMap((path) => declaredNames(textOf(path)).map((each) => ({ ...each, path })));

/** Where each name is declared, for names that are exported somewhere. */
function placesOfNames(): Map<string, readonly Place[]> {
  const places = new Map<string, readonly Place[]>();
  for (const { name, ...more } of declared) places.set(name, [...(places.get(name) ?? []), more]);
  return new Map([...places].filter(([, all]) => all.some(({ exported }) => exported)));
}

const filesOf = (places: readonly Place[]): string[] => [...new Set(places.map(({ path }) => path))];

const names = [...placesOfNames()];
const several = names
  .map(([name, places]) => ({ name, files: filesOf(places.filter(({ exported }) => exported)) }))
  .filter(({ files }) => files.length > 1);
const allowed = Object.values(shared).flat();

/** Names of functions and lists that say nothing without their file; each was once used for several things. */
const vague: readonly string[] = ['worstFirst', 'causeOf', 'longestBody', 'signs', 'Trust'];
/** Words that a reader would not expect in the name of a function. */
const odd = /tired|afresh|sparing|heed|conduct|worthNaming|givenBack|oneOfMany|cameOf|wantsLong/i;

describe('a name at the top of a file', () => {
  it.each(vague)('is used for one thing only: %s', (name) => {
    expect(declared.filter((each) => each.name === name).length).toBeLessThan(2);
  });

  it('is a word of the field', () => {
    expect(declared.length).toBeGreaterThan(2000);
    expect(declared.filter(({ name, path }) => odd.test(name) && path !== 'credentials/own-words.ts')).toEqual([]);
  });
});

describe('an exported name', () => {
  it('means one thing: no other file exports it', () => {
    expect(several.filter(({ name }) => !allowed.includes(name))).toEqual([]);
  });

  it('of a type is not that of a type of another file, exported or not', () => {
    const types = names
      .map(([name, places]) => ({ name, files: filesOf(places.filter(({ isType }) => isType)) }))
      .filter(({ name, files }) => files.length > 1 && !allowed.includes(name));
    expect(types).toEqual([]);
  });

  it.each(Object.entries(shared))('is shared where %s', (_reason, listed) => {
    expect(listed.filter((name) => !several.some((each) => each.name === name))).toEqual([]);
  });

  it.each([
    ['export const a = 1, b = 2; const c = 3;', 'a b'],
    ['export function a() {} export class B {} export interface C {} export type D = 1; export enum E {}', 'a B C D E'],
    ["export { a } from './a'; export type { B } from './b'; export * from './c'; type D = 1;", ''],
    ['export async function a() {} export default function () {}', 'a'],
  ])('is read from %s', (text, wanted) => {
    const exported = declaredNames(text).filter((each) => each.exported);
    expect(exported.map(({ name }) => name).join(' ')).toBe(wanted);
  });
});
