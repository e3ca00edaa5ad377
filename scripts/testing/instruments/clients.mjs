// The checker in the hands of the HTTP clients that people have: a right response of each passes, with its request known,
// and a wrong one fails. Run by package.sh in a project that has them installed.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import axios from 'axios';
import got from 'got';
import ky from 'ky';
import needle from 'needle';
import nodeFetch from 'node-fetch';
import { checkExchange } from 'payout-contract';
import { startSandbox } from 'payout-contract/sandbox';
import superagent from 'superagent';
import supertest from 'supertest';
import * as undici from 'undici';

const body = { customerRef: 'customer-1', orderRef: 'order-1', instructionRef: 'instruction-1' };
const path = '/v1/identity/payout';

/** What each client sends, and what it makes of the response: with its request, or without if the response knows it. */
const clients = {
  fetch: async (url, headers) => {
    const request = new Request(url, { method: 'POST', headers, body: JSON.stringify(body) });
    return { response: await fetch(request.clone()), request };
  },
  'fetch of undici': async (url, headers) => {
    const request = new undici.Request(url, { method: 'POST', headers, body: JSON.stringify(body) });
    return { response: await undici.fetch(request.clone()), request };
  },
  'request of undici': async (url, headers) => {
    const request = { method: 'POST', headers, body: JSON.stringify(body) };
    return { response: await undici.request(url, request), request: { url, ...request } };
  },
  'node-fetch': async (url, headers) => {
    const request = { method: 'POST', headers, body: JSON.stringify(body) };
    return { response: await nodeFetch(url, request), request };
  },
  ky: async (url, headers) => {
    const request = new Request(url, { method: 'POST', headers, body: JSON.stringify(body) });
    return { response: await ky(request.clone(), { throwHttpErrors: false, retry: 0 }), request };
  },
  axios: async (url, headers) => ({ response: await axios.post(url, body, { headers, validateStatus: null }) }),
  'axios with a base URL': async (url, headers) => {
    const instance = axios.create({ baseURL: new URL(url).origin, headers, validateStatus: null });
    return { response: await instance.post(path, body) };
  },
  'axios with the text itself': async (url, headers) => ({
    response: await axios.post(url, body, {
      ...{ headers, validateStatus: null, responseType: 'text', transformResponse: [] },
    }),
  }),
  'axios by fetch': async (url, headers) => ({
    response: await axios.post(url, body, { headers, validateStatus: null, adapter: 'fetch' }),
  }),
  got: async (url, headers) => ({
    response: await got.post(url, { headers, json: body, throwHttpErrors: false, responseType: 'json' }),
  }),
  'got with text': async (url, headers) => ({
    response: await got.post(url, { headers, body: JSON.stringify(body), throwHttpErrors: false }),
  }),
  superagent: async (url, headers) => ({
    response: await superagent
      .post(url)
      .set(headers)
      .send(body)
      .ok(() => true),
  }),
  'supertest with a URL': async (url, headers) => ({
    response: await supertest(new URL(url).origin).post(path).set(headers).send(body),
  }),
  'supertest with a server': async (url, headers) => {
    const server = createServer(async (incoming, outgoing) => {
      const chunks = await incoming.toArray();
      const { authorization } = incoming.headers;
      const answer = await fetch(new URL(incoming.url, url), {
        ...{ method: incoming.method, body: Buffer.concat(chunks) },
        headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
      });
      outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
    });
    return { response: await supertest(server).post(path).set(headers).send(body) };
  },
  needle: async (url, headers) => {
    const response = await needle('post', url, JSON.stringify(body), { headers, parse: false });
    return {
      response: { statusCode: response.statusCode, headers: response.headers, body: response.body },
      request: { method: 'POST', url, headers, body },
    };
  },
};

const right = await startSandbox();
const wrong = await startSandbox({ fault: 'expires-seconds' });
const failed = [];
for (const [name, send] of Object.entries(clients))
  try {
    const check = async ({ url, credentials }, authorization) => {
      const headers = { 'content-type': 'application/json', authorization };
      return checkExchange(await send(`${url}${path}`, headers), { credentials, side: 'both' });
    };
    const bearer = ({ credentials }) => `Bearer ${credentials.managementToken}`;
    const held = await check(right, bearer(right));
    assert.deepEqual(
      [held.verdict, held.call, held.prediction?.outcome, held.request.method, held.response.status, held.findings],
      ['passed', 'payout-token', 'accepted', 'POST', 201, []],
    );
    const broken = await check(wrong, bearer(wrong));
    assert.equal(broken.verdict, 'failed');
    assert.ok(broken.findings.some(({ rule }) => rule === 'token-expiry'));
    const refused = await check(right, 'Bearer wrong');
    assert.deepEqual([refused.prediction?.outcome, refused.response.status], ['refused', 401]);
    assert.ok(refused.findings.every(({ level }) => level === 'client'));
    console.log(`ok: ${name}`);
  } catch (error) {
    failed.push(name);
    console.error(`failed: ${name}: ${error.message}`);
  }
await Promise.all([right.close(), wrong.close()]);
if (failed.length > 0) throw new Error(`not judged rightly: ${failed.join(', ')}`);
