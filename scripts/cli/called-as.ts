import type { Io } from '../lib/io';

const name = 'payout-contract';

/** What a user types for `payout-contract` where this process was started: by its name, by npx, or by npm in a checkout. */
export function calledAs({
  npm_lifecycle_event: event,
  npm_lifecycle_script: script = '',
  npm_command: by,
}: Io['env']): string {
  if (by === 'exec' && script.split(/\s/)[0] === name) return `npx ${name}`;
  const fromCheckout = (event === 'contract' || event === 'start') && script.includes('scripts/cli.ts');
  return fromCheckout ? 'npm run -s contract --' : name;
}

/** The streams, on which the commands that are printed for people can be typed as they are. */
export function printingCommandsAs(called: string, commands: readonly string[], io: Io): Io {
  if (called === name) return io;
  const command = new RegExp(`(?<![\\w/@.-])${name}(?= (?:${commands.join('|')}|--?[a-z]+)\\b)`, 'g');
  const through = <Stream extends Io['stderr']>(stream: Stream): Stream =>
    new Proxy(stream, {
      get: (target, property) => {
        const value: unknown = Reflect.get(target, property, target);
        if (property === 'write') return (text: string) => target.write(text.replace(command, called));
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  const { env, cwd, onSignal } = io;
  return {
    ...{ env, cwd, onSignal, stdout: through(io.stdout), stderr: through(io.stderr) },
    get stdin() {
      return io.stdin;
    },
  } as Io;
}
