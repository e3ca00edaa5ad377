import { maxBodyBytes } from '../lib/content-coding';
import { isJsonObject } from '../lib/json';
import { readForCollection } from './cage/files';
import {
  type AssertionResult,
  type AuthParameter,
  assertionResults,
  type CagedRun,
  type FromChild,
  type ItemPlace,
} from './cage/protocol';
import { openCage } from './cage/spawn';
import { Wire, type WireRules } from './cage/wire';

/** What happens while a collection runs, in order. The texts are hostile. */
export type CollectionEvent =
  | { readonly type: 'item' | 'item-end'; readonly at: ItemPlace }
  | { readonly type: 'script'; readonly listen: string }
  /** A request of an item, or of one of its scripts. */
  | { readonly type: 'request'; readonly ofScript: boolean; readonly auth: readonly AuthParameter[] }
  /** It ended; with an error, without a response. The code is that of Node or Newman, if it has one: ECONNREFUSED. */
  | { readonly type: 'request-end'; readonly ofScript: boolean; readonly error?: string; readonly code?: string }
  | { readonly type: 'assertion'; readonly name: string; readonly result: AssertionResult; readonly message?: string }
  /** A script threw, did not parse, or rejected a promise that nobody awaits. */
  | { readonly type: 'script-error'; readonly message: string }
  /** A script named a next request that is not in the run, so the iteration ends after this item. */
  | { readonly type: 'no-next'; readonly name: string }
  /** A request of an item, or of a script, goes out without a file that it names. */
  | { readonly type: 'no-file'; readonly ofScript: boolean; readonly path: string }
  | { readonly type: 'output'; readonly text: string; readonly isWarning: boolean };

export interface CollectionRun {
  readonly run: Omit<CagedRun, 'maxBodyBytes'>;
  readonly rules: WireRules;
  /** How long a script may take, not counting its requests. */
  readonly scriptTimeoutMs: number;
  readonly onEvent: (event: CollectionEvent) => void;
}

/** The most that a process may tell and ask for: scripts can say things without end. */
const mostEvents = 200_000;
/** In bytes, of all that it tells. */
const longestTold = 64 * 1024 * 1024;

/** In bytes. A file with a key or settings is short: of a longer one, only whole secrets are looked for. */
const longestSecretFile = 64 * 1024;
/** How long a process may say nothing while no script runs and no request is on its way; loading takes most of it. */
const idleMs = 120_000;
const longestText = 16 * 1024;
const longestName = 100;
const text = (value: unknown): string => String(value ?? '').slice(0, longestText);

/** A code, if it has the form of one: the process may tell anything. */
const errorCode = (code: unknown): { readonly code?: string } =>
  typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,50}$/.test(code) ? { code } : {};

const placeOf = ({ item, path, iteration }: ItemPlace): ItemPlace => ({
  item: text(item),
  path: path.slice(0, 50).map(text),
  iteration: Number(iteration) || 0,
});

/** What a message says, if it is one of those that tell what happens. Only scripts send requests while a script runs. */
function eventOf(message: FromChild, ofScript: boolean): CollectionEvent | undefined {
  switch (message.type) {
    case 'item':
    case 'item-end':
      return { type: message.type, at: placeOf(message.at) };
    case 'script':
      return { type: 'script', listen: text(message.listen) };
    case 'script-end':
      if (message.error !== undefined) return { type: 'script-error', message: text(message.error) };
      return message.more > 0
        ? { type: 'output', text: `… and ${Number(message.more)} more lines`, isWarning: false }
        : undefined;
    case 'stray':
      return { type: 'script-error', message: text(message.error) };
    case 'request':
      return {
        type: 'request',
        ofScript,
        auth: message.auth
          .slice(0, 100)
          .map(({ type, key, value }) => ({ type: text(type), key: text(key), value: text(value) })),
      };
    case 'request-end':
      return {
        type: 'request-end',
        ofScript,
        ...(message.error !== undefined && { error: text(message.error), ...errorCode(message.code) }),
      };
    case 'assertion': {
      const { name, result, message: said } = message;
      if (!assertionResults.includes(result)) throw new Error('the result of an assertion is unknown');
      return { type: 'assertion', name: text(name), result, ...(said !== undefined && { message: text(said) }) };
    }
    case 'no-next':
      return { type: 'no-next', name: text(message.name).slice(0, longestName) };
    case 'console':
      return { type: 'output', text: text(message.text), isWarning: message.level === 'warn' };
    default:
      return undefined;
  }
}

/** Postman options of an item that would follow a redirect, or read a response in an unsafe way. */
const unsafe = new Set(['followRedirects', 'followAuthorizationHeader', 'strictSSL', 'insecureHTTPParser']);

/** The same collection without the unsafe options. */
function withoutUnsafe(collection: object): object {
  return JSON.parse(JSON.stringify(collection), (key, value: unknown) =>
    key === 'protocolProfileBehavior' && isJsonObject(value)
      ? Object.fromEntries(Object.entries(value).filter(([name]) => !unsafe.has(name)))
      : value,
  );
}

/**
 * Runs a user's own collection with Newman, in a process that has no rights and no secrets. What it sends goes through
 * this process, by the rules.
 *
 * @returns why it ended early, in words that follow "the collection ended early: "
 * @throws what a rule threw while a request waited for it
 */
export function runCollection({ run, rules, scriptTimeoutMs, onEvent }: CollectionRun): Promise<string | undefined> {
  const { signal } = rules;
  return new Promise((resolve, reject) => {
    let failed: string | undefined;
    let thrown: { readonly error: unknown } | undefined;
    let events = 0;
    let told = 0;
    let inScript: string | undefined;
    let lastSign = performance.now();
    let settled = false;
    let isDone = false;
    const finish = (because: string | undefined): void => {
      if (settled) return;
      settled = true;
      clearInterval(watch);
      signal.removeEventListener('abort', stop);
      wire.close();
      cage.kill();
      // What was on its way is told before the end.
      void wire.settled().then(() => (thrown ? reject(thrown.error) : resolve(failed ?? because)));
    };
    const isSecretFile = (content: string): boolean => {
      if (content.length <= longestSecretFile && rules.holdsSecret(content)) return true;
      const secrets = rules.placeholders.flatMap(({ value }) => value() ?? []);
      // In UTF-16, every second byte is zero.
      const texts = [content, content.replaceAll('\0', '')];
      return texts.some((text) => secrets.some((secret) => text.includes(secret)));
    };
    const handle = (message: FromChild, textLength: number): void => {
      if (settled) return;
      lastSign = performance.now();
      const isOfLine = message.type === 'data' || message.type === 'end' || message.type === 'close';
      if (!isOfLine) {
        events += 1;
        told += textLength;
        if (events > mostEvents) finish(`it reported more than ${mostEvents} events`);
        if (told > longestTold) finish(`its reports were longer than ${longestTold} bytes`);
        if (settled) return;
      }
      switch (message.type) {
        case 'open':
        case 'data':
        case 'end':
        case 'close': {
          const tooMuch = wire.receive(message);
          if (tooMuch !== undefined) finish(tooMuch);
          return;
        }
        case 'file': {
          const path = text(message.path);
          const given = readForCollection(path, run.workingDir, isSecretFile);
          if (given.bytes === undefined)
            onEvent({ type: 'no-file', ofScript: inScript !== undefined, path: path.slice(0, longestName) });
          cage.send({ type: 'file', id: message.id, ...given });
          return;
        }
        case 'done':
          failed = message.error === undefined ? undefined : text(message.error);
          isDone = true;
          // A script may leave requests behind: what was sent is judged.
          void wire.settled().then(() => finish(undefined));
          return;
        case 'script':
          inScript = message.listen;
          break;
        case 'script-end':
          inScript = undefined;
      }
      const event = eventOf(message, inScript !== undefined);
      if (event) onEvent(event);
    };
    const cage = openCage({
      onMessage: (message, textLength) => {
        try {
          handle(message, textLength);
        } catch {
          // Only a script that left its machine sends what cannot be read.
          finish('its process sent something that cannot be read');
        }
      },
      onEnd: (because) => {
        if (!isDone) finish(because ?? 'its process ended before it did');
      },
    });
    const wire = new Wire(rules, cage.send, (error) => {
      thrown ??= { error };
      finish(undefined);
    });
    const watch = setInterval(() => {
      if (wire.busy) lastSign = performance.now();
      const silentMs = inScript === undefined ? idleMs + (run.delayRequest ?? 0) : scriptTimeoutMs;
      if (performance.now() - lastSign < silentMs) return;
      if (inScript !== undefined)
        onEvent({ type: 'script-error', message: `did not end within ${scriptTimeoutMs} ms` });
      finish(inScript === undefined ? `nothing happened for ${silentMs} ms` : 'one of its scripts did not end');
    }, 100);
    const stop = (): void => finish(undefined);
    signal.addEventListener('abort', stop);
    if (signal.aborted) return stop();
    cage.send({ type: 'run', run: { ...run, collection: withoutUnsafe(run.collection), maxBodyBytes } });
  });
}
