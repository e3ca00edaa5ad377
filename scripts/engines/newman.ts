import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NewmanRunOptions } from 'newman';
import type { Exchange } from '../contract/exchange';
import { postmanRequest, protocolProfileBehavior } from '../contract/postman-request';
import { resolveRequest } from '../contract/request';
import type { ContractCase } from '../contract/types';
import { resolve, type VariableValues } from '../contract/variables';
import { mapStrings } from '../lib/map-strings';
import { packageRoot } from '../lib/package-root';
import type { Engine, PreparedRequest, SendOptions } from '../run/types';
import { type RequestEvent, stopAtSignal, toExchange } from './newman-exchange';

/** An item of the generated collection, as far as it is used here. */
interface Item {
  readonly id: string;
  readonly name: string;
  readonly request: { readonly url: unknown; readonly body?: { readonly mode: string; readonly raw?: string } };
  readonly protocolProfileBehavior?: object;
}
interface Folder {
  readonly item: readonly (Item | Folder)[];
}

const collectionFile = join(packageRoot, 'collections', 'payout-identity.postman_collection.json');

function itemsOf(folder: Folder): Item[] {
  return folder.item.flatMap((entry) => ('item' in entry ? itemsOf(entry) : [entry]));
}

function drawnItem({ id, title, request }: ContractCase): Item {
  return {
    id,
    name: title,
    request: postmanRequest(request) as Item['request'],
    protocolProfileBehavior: protocolProfileBehavior(request),
  };
}

/** The item as Newman is to send it: variables replaced, scripts left out, for the harness checks by itself. */
function unscripted(
  { id, name, request, protocolProfileBehavior }: Item,
  values: VariableValues & { baseUrl?: string },
): Item {
  const replaced = mapStrings(request, (text) => resolve(text.replace('{{baseUrl}}', values.baseUrl ?? ''), values));
  return { id, name, request: replaced, ...(protocolProfileBehavior && { protocolProfileBehavior }) };
}

/** No body is read further than this, in bytes after decoding. */
const longestBody = 1024 * 1024;

/** Newman's own timeout ends with the headers; this much after it, a request is given up whatever still drips in. */
const graceMs = 500;

/**
 * Newman starts a virtual machine for scripts with each run, which costs it more than ten requests do. Nothing that is
 * sent here has scripts, so that its runner is told, when Newman hands it out, that somebody else keeps that machine.
 * The same way leads to the limit for bodies, for which Newman has no option.
 */
function configureRuntime(emitter: object): void {
  Object.defineProperty(emitter, 'runner', {
    set: (runner: { options: { run?: object } }) => {
      runner.options.run = { host: { external: true, instance: {} }, requester: { maxResponseSize: longestBody } };
    },
  });
}

/** A request whose response was still coming in when its time was over. */
function tooLate({ contractCase, attempt, values }: PreparedRequest, baseUrl: string, timeoutMs: number): Exchange {
  const { method, url, headers, body } = resolveRequest(contractCase.request, baseUrl, values);
  return {
    caseId: contractCase.id,
    attempt,
    request: { method, url, headers, ...(typeof body === 'string' && { body }) },
    outcome: { kind: 'failure', reason: 'timeout', message: `no complete response within ${timeoutMs} ms` },
  };
}

/** Sends requests of the generated collection with Newman. Newman is loaded with the first batch. */
export function newmanEngine(baseUrl: string): Engine {
  const items = new Map(itemsOf(JSON.parse(readFileSync(collectionFile, 'utf8'))).map((item) => [item.id, item]));

  async function* send(batch: readonly PreparedRequest[], { signal, timeoutMs }: SendOptions): AsyncIterable<Exchange> {
    const { run } = await import('newman');
    const requests = new Map(batch.map((prepared) => [prepared.contractCase.id, prepared]));
    const item = batch.map(({ contractCase, values }) => {
      // A request that was drawn from the schema is in no collection.
      const found = items.get(contractCase.id) ?? drawnItem(contractCase);
      return unscripted(found, { ...values, baseUrl });
    });
    const bodies = new Map(item.map(({ id, request }) => [id, request.body?.raw]));
    const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
    const options: NewmanRunOptions = {
      collection: { info: { name: 'batch', schema }, item } as unknown as string,
      reporters: [],
      ignoreRedirects: true,
      timeoutRequest: timeoutMs,
      workingDir: packageRoot,
    };
    const arrived: Exchange[] = [];
    let ended = false;
    let failure: unknown;
    let wake = (): void => undefined;
    const emitter = run(options, (error) => {
      failure = error;
      ended = true;
      wake();
    });
    const limit = new AbortController();
    configureRuntime(emitter);
    stopAtSignal(emitter, AbortSignal.any([signal, limit.signal]));
    const open = new Map(requests);
    let deadline: NodeJS.Timeout | undefined;
    const setDeadline = (): void => {
      clearTimeout(deadline);
      deadline = setTimeout(() => {
        limit.abort();
        wake();
      }, timeoutMs + graceMs);
    };
    emitter.on('request', (error: Error | null, event: RequestEvent) => {
      const prepared = open.get(event.item.id);
      if (!prepared) return;
      open.delete(event.item.id);
      setDeadline();
      arrived.push(toExchange(error, event, prepared.attempt, bodies.get(event.item.id)));
      wake();
    });
    setDeadline();
    const stop = (): void => wake();
    signal.addEventListener('abort', stop);
    try {
      while (!signal.aborted) {
        for (let next = arrived.shift(); next; next = arrived.shift()) yield next;
        if (ended || limit.signal.aborted) break;
        await new Promise<void>((resolveWait) => {
          wake = resolveWait;
          if (arrived.length > 0 || ended || signal.aborted || limit.signal.aborted) resolveWait();
        });
      }
      if (failure && !limit.signal.aborted) throw failure;
    } finally {
      clearTimeout(deadline);
      signal.removeEventListener('abort', stop);
    }
    if (!limit.signal.aborted || signal.aborted) return;
    const [late, ...others] = [...open.values()];
    if (!late) return;
    yield tooLate(late, baseUrl, timeoutMs);
    if (others.length > 0) yield* send(others, { signal, timeoutMs });
  }
  return { name: 'newman', send };
}
