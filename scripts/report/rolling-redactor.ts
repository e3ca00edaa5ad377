import { Redactor } from './redactor';

/** A redactor that knows the secrets of the settings from the start. */
export class RollingRedactor extends Redactor {
  /** @param permanent secrets that are never forgotten, with what is shown in their place */
  constructor(permanent: readonly (readonly [secret: string | undefined, kind: string])[] = []) {
    super();
    for (const [secret, kind] of permanent) this.learn(secret, kind, true);
  }
}
