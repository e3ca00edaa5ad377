import type { FromSchema, JSONSchema } from 'json-schema-to-ts';

type Schemas = Readonly<Record<string, JSONSchema>>;
type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

/** Gives values whose schema matches `pattern` the type `output`, which a schema cannot express. */
interface Refinement {
  readonly pattern: unknown;
  readonly output: unknown;
}

/** The type of the JSON values that a schema allows. */
export type Json<S extends JSONSchema, Refinements extends Refinement[] = []> = DeepReadonly<
  FromSchema<S, { deserialize: Refinements }>
>;

export const text = { type: 'string' } as const;
export const name = { type: 'string', minLength: 1 } as const;
export const count = { type: 'integer', minimum: 0 } as const;
export const milliseconds = { type: 'number', minimum: 0 } as const;

/** The schema of an object with these properties and no others. */
export function object<
  const Required extends Schemas,
  const Optional extends Schemas = Record<never, never>,
  const Notes extends object = Record<never, never>,
>(required: Required, optional?: Optional, notes?: Notes) {
  return {
    type: 'object',
    ...(notes as Notes),
    properties: { ...required, ...(optional as Optional) },
    required: Object.keys(required) as (keyof Required & string)[],
    additionalProperties: false,
  } as const;
}

/** The schema of a list of such values. */
export const list = <const Item extends JSONSchema>(items: Item) => ({ type: 'array', items }) as const;
