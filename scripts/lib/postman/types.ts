/** The formats in which Postman writes collections. */
export type CollectionFormat = '1' | '2.0' | '2.1' | 'v3';

/** Whatever else Postman writes into an object is kept. */
interface Open {
  [name: string]: unknown;
}

/** A script of a collection, folder or request; Postman calls it an event. */
export interface Event21 extends Open {
  listen?: string;
  script?: { type?: string; exec?: string | string[] } & Open;
}

/** A folder if it has `item`, else a request. */
export interface Item21 extends Open {
  id?: string;
  name?: string;
  item?: Item21[];
  request?: ({ method?: string; url?: unknown } & Open) | string;
  event?: Event21[];
}

/** A collection in format 2.1, which Newman runs. */
export interface Collection21 extends Open {
  info: { name?: string; schema?: string } & Open;
  item: Item21[];
  event?: Event21[];
}

/** An environment or a set of globals, as Newman takes them. */
export interface Environment21 extends Open {
  name: string;
  values: { key: string; value: unknown; enabled?: boolean; type?: string }[];
}

/** Something that Postman or Newman would ignore in silence, or that is probably a mistake. */
export interface PostmanWarning {
  readonly file: string;
  /** From 1; absent if it is about the file as a whole. */
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

/** A request of a kind that Newman cannot send. */
export interface NotSendable {
  readonly name: string;
  /** The names of the folders around it, outermost first. */
  readonly folders: readonly string[];
  /** As people call it: gRPC, WebSocket. */
  readonly kind: string;
  readonly file: string;
}

/** A collection as read, with all that has to be said about it. */
export interface ReadCollection {
  readonly format: CollectionFormat;
  readonly collection: Collection21;
  readonly warnings: readonly PostmanWarning[];
  readonly notSendable: readonly NotSendable[];
}

/** The text of files by their path, with `/` between folders. */
export type Files = ReadonlyMap<string, string>;
