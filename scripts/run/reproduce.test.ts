import { execFileSync } from 'node:child_process';
import { cases } from '../contract';
import { resolveRequest } from '../contract/request';
import type { Target } from '../http/types';
import { exampleCase, exampleValues } from '../judge/rules/example';
import { reproduceCommand } from './reproduce';

const target: Target = { name: 'sandbox', kind: 'sandbox', baseUrl: 'https://api.example.com' };
const embedded: Target = { name: 'embedded', kind: 'embedded', baseUrl: 'http://127.0.0.1:41234' };
const url = 'https://api.example.com/v1/identity/payout';
const bearer = `-H 'Authorization: Bearer '"$IMBURSE_MANAGEMENT_TOKEN"`;
const json = `-H 'Content-Type: application/json'`;
const body = `--data-binary '{"customerRef":"my-customer","orderRef":"my-order","instructionRef":"my-instruction"}'`;

describe('the command that repeats a request', () => {
  it.each([
    ['accept.fresh-references', `curl -i -X POST ${url} ${bearer} ${json} ${body}`],
    ['method.get', `curl -i -X GET ${url} ${bearer}`],
    ['method.head', `curl -i --head ${url} ${bearer}`],
    ['media.missing', `curl -i -X POST ${url} ${bearer} -H 'Content-Type:' ${body}`],
    ['auth.missing', `curl -i -X POST ${url} ${json} ${body}`],
    ['auth.empty', `curl -i -X POST ${url} ${json} -H 'Authorization;' ${body}`],
    ['auth.query-string', `curl -i -X POST '${url}?access_token='"$IMBURSE_MANAGEMENT_TOKEN" ${json} ${body}`],
    [
      'refuse.customer-ref.quote',
      `curl -i -X POST ${url} ${bearer} ${json} --data-binary '{"customerRef":"a'\\''b","orderRef":"my-order","instructionRef":"my-instruction"}'`,
    ],
    [
      'accept.account-headers',
      `curl -i -X POST ${url} ${bearer} ${json} -H 'x-account-id: '"$IMBURSE_ACCOUNT_ID" -H 'x-tenant-id: '"$IMBURSE_TENANT_ID" ${body}`,
    ],
    ['body.empty', `curl -i -X POST ${url} ${bearer} ${json} --data-binary ''`],
    ['body.invalid-utf8', 'payout-contract run --case body.invalid-utf8 --target https://api.example.com'],
    ['body.one-mebibyte', 'payout-contract run --case body.one-mebibyte --target https://api.example.com'],
    ['hmac.replayed', 'payout-contract run --case hmac.replayed --target https://api.example.com'],
    ['auth.alg-none', 'payout-contract run --case auth.alg-none --target https://api.example.com'],
    ['options.first-token', 'payout-contract run --case options.first-token --target https://api.example.com'],
  ])('for %s', (id, wanted) => {
    expect(reproduceCommand(exampleCase(id), target)).toBe(wanted);
  });

  it('names only this tool if the target is embedded', () => {
    for (const contractCase of cases) {
      expect(reproduceCommand(contractCase, embedded)).toBe(`payout-contract run --case ${contractCase.id}`);
    }
  });

  it('quotes a target', () => {
    const odd = { ...target, baseUrl: 'https://api.example.com/a b' };
    expect(reproduceCommand(exampleCase('hmac.replayed'), odd)).toMatch(/ --target 'https:\/\/api.example.com\/a b'$/);
  });
});

describe('a shell reads the command as the request', () => {
  const commands = cases
    .map((contractCase) => ({ contractCase, command: reproduceCommand(contractCase, target) }))
    .filter(({ command }) => command.startsWith('curl '));
  const environment = {
    IMBURSE_MANAGEMENT_TOKEN: exampleValues.managementToken,
    IMBURSE_EXPIRED_TOKEN: 'expired token',
    IMBURSE_NO_ROLE_TOKEN: 'token without the role',
    IMBURSE_EXPIRED_PAYOUT_TOKEN: 'expired payout token',
    IMBURSE_ACCOUNT_ID: exampleValues.accountId,
    IMBURSE_TENANT_ID: exampleValues.tenantId,
  };

  it('of every case that curl can send', () => {
    const values = {
      ...exampleValues,
      correlationId: 'my-correlation-id',
      expiredToken: 'expired token',
      noRoleToken: 'token without the role',
      expiredPayoutToken: 'expired payout token',
    };
    const script = [
      'curl() { printf "%s\\n" "$#"; for word in "$@"; do printf "%s\\0\\n" "$word"; done; }',
      ...commands.map(({ command }) => command),
    ];
    const printed = execFileSync('sh', ['-c', script.join('\n')], { encoding: 'utf8', env: environment });
    const read = printed
      .split(/^\d+\n(?=-i)/m)
      .slice(1)
      .map((part) => part.split('\0\n').slice(0, -1));
    expect(read).toHaveLength(commands.length);
    expect(read.length).toBeGreaterThan(80);
    for (const [index, { contractCase }] of commands.entries()) {
      const request = resolveRequest(contractCase.request, target.baseUrl, values);
      const typed = request.headers.some(([name]) => name.toLowerCase() === 'content-type');
      const headers = request.headers.map(([name, value]) => (value === '' ? `${name};` : `${name}: ${value}`));
      expect(read[index]).toEqual([
        '-i',
        ...(request.method === 'HEAD' ? ['--head'] : ['-X', request.method]),
        request.url,
        ...headers.flatMap((header) => ['-H', header]),
        ...(typeof request.body === 'string'
          ? [...(typed ? [] : ['-H', 'Content-Type:']), '--data-binary', request.body]
          : []),
      ]);
    }
  });
});
