import { runCollection } from './newman-collection';
import { lengthOf, type Read, testLongestBody } from './testing/longest-body';

const { signal } = new AbortController();
const timeoutMs = 60_000;

const byCollection: Read = async (url) => {
  const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  const collection = { info: { name: 'own', schema }, item: [{ name: 'one', request: { method: 'GET', url } }] };
  let read: number | string = 'nothing';
  const { origin } = new URL(url);
  await runCollection({
    run: { collection, envVar: [], globalVar: [], workingDir: __dirname },
    rules: {
      ...{ origin, route: {}, timeoutMs, signal, placeholders: [], holdsSecret: () => false },
      ...{ refuse: () => undefined, beforeSending: async () => undefined, onRefused: () => undefined },
      onExchange: ({ outcome }) => {
        read = lengthOf(outcome);
      },
    },
    ...{ scriptTimeoutMs: timeoutMs, onEvent: () => undefined },
  });
  return read;
};

testLongestBody([["a user's own collection", byCollection]]);
