import { matchesGlob } from '../lib/glob';
import { namesSecret } from '../lib/secret-shape';
import { settingNames, settingTable } from '../run/environment/setting-table';

type Variables = Record<string, string | undefined>;

/** Variables of Node and its packages that make them print what they send. */
const talkative = ['DEBUG', 'NODE_DEBUG', 'NODE_DEBUG_NATIVE', 'REDIS_URL', 'FLEET_KEY'];

const isSecret = (name: string): boolean =>
  namesSecret(name) || settingNames.some((each) => each === name && settingTable[each].secret);

/** Parts of Node that print requests with their credentials if `NODE_DEBUG` names them. */
const printsRequests = [
  ...['http', 'http2', 'https', 'net', 'tls', 'stream', 'stream_base_commons', 'stream_socket', 'stream_wrap'],
  ...['fetch', 'undici', 'websocket', 'child_process'],
];

/** What must be changed before a secret is used; `undefined` if nothing. Node reads `NODE_DEBUG` before we run. */
export function debugProblem({ NODE_DEBUG = '' }: Readonly<Variables>): string | undefined {
  const entries = NODE_DEBUG.toLowerCase().split(/[\s,]+/);
  // To Node, only `*` has a meaning: an entry with `?` names none of its parts.
  return printsRequests.some((part) => entries.some((entry) => !entry.includes('?') && matchesGlob(entry, part)))
    ? 'NODE_DEBUG makes Node print requests with their credentials'
    : undefined;
}

/**
 * Takes the secrets out of the variables of the process, and what makes packages print them, and returns all variables as
 * they were. Children, diagnostic reports and packages find none.
 */
export function takeVariables(variables: Variables): Readonly<Variables> {
  const taken = { ...variables };
  for (const name of Object.keys(variables)) if (isSecret(name) || talkative.includes(name)) delete variables[name];
  return taken;
}
