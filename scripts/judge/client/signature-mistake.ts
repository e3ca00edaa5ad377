/** What is wrong with a signature. */
export interface SignatureMistake {
  /** The steps that are wrong, each with the way in which it is, for programs: `key.3`, `computation.1-output.2`. */
  readonly kind: string;
  /** To be read after "The client's signature is wrong:". */
  readonly says: string;
}
