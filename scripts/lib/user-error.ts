/** An error that the user can fix: what is wrong and where, and what to do next. One line each. */
export class UserError extends Error {
  override readonly name = 'UserError';

  constructor(
    what: string,
    readonly remedy?: string,
  ) {
    super(what);
  }
}

/** The message of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
