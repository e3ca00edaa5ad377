import { GitHubError } from './github';

const attempts = 4;
const longestPauseMs = 90_000;

/** Does something that may be done twice until it succeeds, four times at most; throws the last `GitHubError`. */
export async function persist<T>(wait: (ms: number) => Promise<void>, once: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once();
    } catch (error) {
      const asked = error instanceof GitHubError ? error.retryAfterMs : undefined;
      if (asked === undefined || asked > longestPauseMs || attempt === attempts) throw error;
      await wait(Math.min(asked * 2 ** (attempt - 1), longestPauseMs));
    }
  }
}
