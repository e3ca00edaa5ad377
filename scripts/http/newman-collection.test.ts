import { closeServers, httpServer } from '../testing/servers';
import { runCollection } from './newman-collection';

afterEach(closeServers);

it('tells the requests that are on their way before it rejects with what a rule threw', async () => {
  let asked = (): void => undefined;
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const server = await httpServer(() => asked());
  const send = (path: string): string => `pm.sendRequest("${server.url}${path}", () => undefined);`;
  const event = [{ listen: 'prerequest', script: { exec: [send('/slow'), send('/thrown')] } }];
  const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  const item = [{ name: 'one', event, request: { method: 'GET', url: server.url } }];
  const told: string[] = [];
  await runCollection({
    run: { collection: { info: { name: 'own', schema }, item }, envVar: [], globalVar: [], workingDir: __dirname },
    rules: {
      ...{ origin: server.url, route: {}, timeoutMs: 60_000, signal: new AbortController().signal },
      ...{ placeholders: [], holdsSecret: () => false, refuse: () => undefined, onRefused: () => undefined },
      beforeSending: async ({ path }) => {
        if (path !== '/thrown') return undefined;
        await isAsked;
        throw new Error('a rule threw');
      },
      onExchange: ({ request, outcome }) => told.push(`${new URL(request.url).pathname} ${outcome.kind}`),
    },
    ...{ scriptTimeoutMs: 60_000, onEvent: () => undefined },
  }).catch((error: Error) => told.push(error.message));
  expect(told).toEqual(['/slow failure', 'a rule threw']);
});
