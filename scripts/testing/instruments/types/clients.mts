import axios, { type AxiosResponse } from 'axios';
import got, { type Response as GotResponse } from 'got';
import ky from 'ky';
import nodeFetch from 'node-fetch';
import { type CheckResult, checkExchange } from 'payout-contract';
import { assertKeepsPayoutContract } from 'payout-contract/node';
import superagent from 'superagent';
import supertest from 'supertest';
import * as undici from 'undici';

const url = 'https://api.example/v1/identity/payout';
const call = 'payout-token';
const wanted = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };

export async function responses(): Promise<CheckResult[]> {
  const byAxios: AxiosResponse<{ accessToken: string }> = await axios.post(url, {});
  const byGot: GotResponse<string> = await got.post(url);
  const request = new Request(url, wanted);
  await assertKeepsPayoutContract(byGot, { call });
  return Promise.all([
    checkExchange({ response: await fetch(request), request }),
    checkExchange({ response: await fetch(url, wanted), request: { url, ...wanted } }),
    checkExchange({ response: await undici.fetch(url), request: new undici.Request(url) }),
    checkExchange({ response: await undici.request(url), request: { url, method: 'GET' } }),
    checkExchange({ response: await nodeFetch(url), call }),
    checkExchange({ response: await ky(url), call }),
    checkExchange({ response: byAxios }),
    checkExchange({ response: byGot }),
    checkExchange({ response: await got(url, { responseType: 'json' }) }),
    checkExchange({ response: await superagent.post(url) }),
    checkExchange({ response: await supertest(url).post('/v1/identity/payout') }),
    checkExchange({ response: { status: 200, headers: new Headers(), body: { a: 1 } }, call }),
    // @ts-expect-error: not a response
    checkExchange({ response: 'HTTP/1.1 200 OK', call }),
    // @ts-expect-error: not a call
    checkExchange({ response: { status: 200 }, call: 'payout' }),
  ]);
}
