/** The part of Postman's library that is used here; it brings no types. */
declare module 'postman-collection-transformer' {
  interface Options {
    readonly inputVersion: string;
    readonly outputVersion: string;
    readonly retainIds?: boolean;
  }
  const transformer: {
    convert(
      collection: object,
      options: Options,
      done: (error: Error | null | undefined, result: { readonly [name: string]: unknown } | undefined) => void,
    ): void;
    readonly util: {
      authMapToArray(holder: object): unknown;
      authArrayToMap(holder: object): unknown;
    };
  };
  export default transformer;
}
