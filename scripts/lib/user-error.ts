import { toolName, type Worded, wordedFor } from './called-as';

/** An error that the user can fix: what is wrong and where, and what to do next. One line each. */
export class UserError extends Error {
  override readonly name = 'UserError';

  constructor(
    what: string,
    /** What to do next. */
    readonly next?: Worded,
  ) {
    super(what);
  }

  /** What to do next, with the name of the installed command. */
  get remedy(): string | undefined {
    return this.next && wordedFor(toolName, this.next);
  }
}

/** The message of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
