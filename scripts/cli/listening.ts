import { isIP } from 'node:net';
import { type Command, InvalidArgumentError } from 'commander';
import { messageOf, UserError } from '../lib/user-error';
import { wholeNumber } from './parse';

/** Where a command listens, from the options that `addListenOptions` adds. */
export interface ListenOptions {
  readonly port: number;
  readonly host: string;
}

/** A host name or an IP address, without brackets. */
function hostOf(text: string, help: string): string {
  const host = text.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 || /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/i.test(host)) return host;
  throw new InvalidArgumentError(help);
}

/** Parses an address to listen on. */
const hostOption = (text: string): string =>
  hostOf(
    text,
    'Give an address such as 127.0.0.1, or 0.0.0.0 for all addresses of this machine. The port belongs in --port.',
  );

/** Collects the host names of an option that may be given several times. */
export const hostNames = (text: string, before: readonly string[] = []): string[] => [
  ...before,
  hostOf(text, 'Give a host name alone, such as proxy.example.com: no scheme, port or path.'),
];

/** Adds `--port` and `--host` to a command that serves. */
export function addListenOptions(command: Command, defaultPort: number): Command {
  return command
    .option('--port <n>', 'port to listen on; 0 for any free port', wholeNumber(0, 65535), defaultPort)
    .option(
      '--host <address>',
      'address to listen on; other machines can connect unless it is a loopback address',
      hostOption,
      '127.0.0.1',
    );
}

/**
 * What a command says if it cannot listen, by the code of Node's error.
 *
 * @throws Node's error if too many files are open
 */
export function cannotListen(who: string, { host, port }: ListenOptions, error: unknown): UserError {
  const at = `${who} cannot listen on ${host}, port ${port}`;
  const { code = '' } = error as NodeJS.ErrnoException;
  // A thread that cannot be started has the code in its message only: "Worker initialization failure: EMFILE".
  const limit = [code, messageOf(error).split(': ').at(-1)].find((each) => each === 'EMFILE' || each === 'ENFILE');
  // Not a matter of the address.
  if (limit !== undefined) throw Object.assign(new Error(messageOf(error)), { code: limit, syscall: 'listen' });
  const otherPort = 'use another --port (0 chooses a free one)';
  if (code === 'EADDRINUSE') return new UserError(`${at}: something else listens there (${code})`, otherPort);
  if (code === 'EACCES' || code === 'EPERM')
    return new UserError(
      `${at}: permission denied (${code})`,
      port < 1024 ? 'use a --port from 1024 (0 chooses a free one)' : otherPort,
    );
  const otherHost = 'use --host 127.0.0.1, or 0.0.0.0 for all addresses of this machine';
  if (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT' || code === 'EINVAL')
    return new UserError(`${at}: this machine does not have that address (${code})`, otherHost);
  if (/^(?:ENOTFOUND|ENODATA|EAI_)/.test(code))
    return new UserError(`${at}: the host name was not found (${code})`, otherHost);
  return new UserError(`${at}: ${code || messageOf(error)}`, `${otherPort}, or another --host`);
}
