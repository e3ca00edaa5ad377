import type { HeaderList } from '../../contract/exchange';
import { type VariableName, type VariableValues, variables } from '../../contract/variables';
import type { EngineName } from '../../http';
import type { Engine } from '../../http/types';
import { headerPairs } from '../../lib/headers';
import type { WireRequest } from '../../lib/wire-exchange';

/** Headers that an engine adds itself, spelled as it sends them, with the reason. They are not compared. */
export const addedHeaders: Readonly<Record<EngineName, Readonly<Record<string, string>>>> = {
  newman: {
    'User-Agent': 'names the sender',
    Accept: 'asks for any media type',
    'Cache-Control': 'Postman bypasses caches',
    'Postman-Token': 'Postman numbers its requests',
    Host: 'names the server, which has its own port',
    'Accept-Encoding': 'lists what the engine can decode',
    Connection: 'keeps the connection open',
    'Content-Length': 'follows from the body',
  },
  direct: {
    'User-Agent': 'names the sender',
    Accept: 'asks for any media type',
    host: 'names the server, which has its own port',
    'Accept-Encoding': 'lists what the engine can decode',
    connection: 'keeps the connection open',
    'content-length': 'follows from the body',
  },
};

/** Whether the value of a variable differs in each run: it is derived from a key or a token, or a server chooses it. */
const isFresh = (name: string): boolean =>
  'secret' in variables[name as VariableName] || ['accountId', 'tenantId', 'correlationId'].includes(name);

/** A request as the server received it, with names instead of fresh values, and without headers of the engine. */
export interface NormalisedRequest {
  readonly caseId: string;
  readonly method: string;
  readonly path: string;
  readonly headers: HeaderList;
  /** One character per byte. */
  readonly body: string;
}

/** Replaces values that differ in each run with their names. */
function namer(values: VariableValues): (text: string) => string {
  const fresh = Object.entries(values).filter(([name, value]) => isFresh(name) && value !== '');
  // The longest first: one value may be part of another.
  fresh.sort(([, one], [, other]) => other.length - one.length);
  return (text) => fresh.reduce((named, [name, value]) => named.replaceAll(value, () => `{{${name}}}`), text);
}

/** Records what an engine sends. The engine must get one request at a time. */
export class WireRecord {
  readonly requests: NormalisedRequest[] = [];
  #caseId = '';
  #named = namer({});

  constructor(readonly engine: EngineName) {}

  /** Wraps an engine, so that received requests are attributed to the one it was given last. */
  watch(engine: Engine): Engine {
    return {
      ...engine,
      send: (batch, options) => {
        const [{ contractCase, values }] = batch as readonly [(typeof batch)[number]];
        this.#caseId = contractCase.id;
        this.#named = namer(values);
        return engine.send(batch, options);
      },
    };
  }

  /** Records a request that the server received. */
  readonly receive = ({ method, path, rawHeaders, body }: WireRequest): void => {
    const named = this.#named;
    const headers = headerPairs(rawHeaders)
      .filter(([name]) => !Object.hasOwn(addedHeaders[this.engine], name))
      .map(([name, value]) => [name, named(value)] as const);
    const text = Buffer.from(body).toString('latin1');
    this.requests.push({ caseId: this.#caseId, method, path: named(path), headers, body: named(text) });
  };
}
