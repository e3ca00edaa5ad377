import { writeFileSync } from 'node:fs';
import { type Outcome, settingsOf } from './cli';
import type { SandboxWorkplace } from './sandbox-workplace';

/** A script of an item. */
export const script = (listen: string, ...exec: string[]) => ({ listen, script: { type: 'text/javascript', exec } });
/** The references that the request below sends; its script sets `order`. */
export const references = { customerRef: 'mine', orderRef: '{{order}}', instructionRef: '1' };
/** An item that asks for a payout token. */
export const payout = (more: object = {}) => ({
  name: 'My payout token',
  request: {
    method: 'POST',
    url: '{{baseUrl}}/v1/identity/payout',
    header: [
      { key: 'Authorization', value: 'Bearer {{managementToken}}' },
      { key: 'Content-Type', value: 'application/json' },
    ],
    body: { mode: 'raw', raw: JSON.stringify(references) },
  },
  event: [script('prerequest', 'pm.variables.set("order", "order-7");')],
  ...more,
});
/** An item that sends the token that was kept. */
export const options = {
  name: 'My options',
  event: [script('prerequest', 'pm.variables.set("mine", pm.collectionVariables.get("issued"));')],
  request: {
    method: 'GET',
    url: '{{baseUrl}}/v1/payout/options',
    header: [{ key: 'Authorization', value: 'Bearer {{mine}}' }],
  },
};
/** The script that keeps it. */
export const keepToken = script('test', 'pm.collectionVariables.set("issued", pm.response.json().accessToken);');

/** A line of a script that sends a request. */
export const sends = (path: string) => `pm.sendRequest(pm.environment.get("baseUrl") + "${path}", () => {});`;

/** Runs a collection: its items, or all of its properties. */
export const collectionRunner =
  (work: SandboxWorkplace) =>
  (
    content: readonly object[] | object,
    env: Readonly<Record<string, string>> = settingsOf(work.sandbox, 'token'),
    ...args: string[]
  ): Promise<Outcome> => {
    const parts = Array.isArray(content) ? { item: content } : content;
    const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
    writeFileSync(work.path('mine.json'), JSON.stringify({ info: { name: 'Mine', schema }, ...parts }));
    return work.run(['run', '--out', 'out', '--collection', 'mine.json', ...args], { env });
  };
