import type { ErrorObject, ValidateFunction } from 'ajv';
import { pointerNames } from './json';
import { nearest } from './nearest';
import { secretShape } from './secret-shape';
import { visible } from './terminal-text';

/** What a schema forbids in a value, and where. Quotes no value: it may be a secret in the wrong place. */
export interface SchemaProblem {
  /** The property names and list indexes that lead to it. */
  readonly path: readonly string[];
  /** As in "must be a string", after the name of the place. */
  readonly text: string;
  /** The unknown property of the value at the path that the text is about. */
  readonly property?: string;
}

const longestName = 30;

/** A name that people wrote, in quotes. */
const quoted = (name: string): string =>
  name.length > longestName || secretShape(name)
    ? `(a name of ${name.length} characters)`
    : JSON.stringify(visible(name));

/** A question after a word that is not known; empty if no known word is similar. */
export function suggestion(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near === undefined ? '' : `; did you mean "${near}"?`;
}

const typeNames: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};

const listed = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join(' or ');

/** A pattern or a union of schemas says little to people; the examples next to it help. */
function likeExamples({ parentSchema, message }: ErrorObject): string {
  const examples: readonly unknown[] = parentSchema?.examples ?? [];
  return examples.length > 0 ? `must look like ${listed(examples)}` : (message ?? 'has the wrong form');
}

/** By the keyword of the schema; for any other, Ajv's own message. */
const texts: Readonly<Record<string, (error: ErrorObject) => string>> = {
  type: ({ params }) => {
    const types = String(params.type).split(',');
    return `must be ${types.map((type) => typeNames[type] ?? type).join(' or ')}`;
  },
  const: ({ params }) => `must be ${JSON.stringify(params.allowedValue)}`,
  enum: ({ params }) => `must be ${listed(params.allowedValues)}`,
  required: () => 'is missing',
  additionalProperties: ({ params, parentSchema }) => {
    const name: string = params.additionalProperty;
    return `has an unknown property ${quoted(name)}${suggestion(name, Object.keys(parentSchema?.properties ?? {}))}`;
  },
  propertyNames: ({ params }) => `must not have a property ${quoted(params.propertyName)}`,
  minLength: () => 'must not be empty',
  maxLength: ({ params }) => `must not be longer than ${params.limit} characters`,
  minItems: () => 'must not be empty',
  uniqueItems: () => 'must not contain the same value twice',
  pattern: likeExamples,
  oneOf: likeExamples,
  anyOf: likeExamples,
};

const isUnion = ({ keyword }: ErrorObject): boolean => keyword === 'oneOf' || keyword === 'anyOf';

/**
 * Each mistake once: of a union the union itself, unless one of its schemas got deeper into the value before it
 * failed, which is then likely the one that was meant.
 */
function relevant(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const unions = errors.filter(isUnion);
  const within = (union: ErrorObject, { schemaPath }: ErrorObject) => schemaPath.startsWith(`${union.schemaPath}/`);
  const outermost = errors.filter((error) => !unions.some((union) => within(union, error)));
  return outermost
    .filter(({ propertyName }) => propertyName === undefined)
    .flatMap((error) => {
      if (!isUnion(error)) return [error];
      const deeper = errors.filter(
        (each) => within(error, each) && each.instancePath.startsWith(`${error.instancePath}/`),
      );
      return deeper.length > 0 ? deeper : [error];
    });
}

function pathOf({ instancePath, keyword, params }: ErrorObject): string[] {
  const path = pointerNames(instancePath);
  return keyword === 'required' ? [...path, params.missingProperty] : path;
}

/**
 * Everything that a schema forbids in a value.
 *
 * @param validate compiled with `allErrors` and `verbose`
 */
export function schemaProblems(validate: ValidateFunction, value: unknown): SchemaProblem[] {
  if (validate(value)) return [];
  return relevant(validate.errors ?? []).map((error) => ({
    path: pathOf(error),
    text: (texts[error.keyword] ?? (({ message }) => message ?? 'has the wrong form'))(error),
    ...(error.keyword === 'additionalProperties' && { property: error.params.additionalProperty }),
  }));
}

/** A path as people write it: `quarantine[2].rule`. */
const placeOf = (path: readonly string[]): string =>
  path.map((name, at) => (/^\d+$/.test(name) ? `[${name}]` : `${at > 0 ? '.' : ''}${name}`)).join('');

/** A problem as one line; `whole` names the value itself. */
export const problemLine = ({ path, text }: SchemaProblem, whole = 'the file'): string =>
  `${placeOf(path) || whole} ${text}`;

const mostListed = 5;

/** The first few problems of a file, in one line. */
export function problemSummary(lines: readonly string[]): string {
  const more = lines.length > mostListed ? `; and ${lines.length - mostListed} more` : '';
  return `${lines.slice(0, mostListed).join('; ')}${more}`;
}
