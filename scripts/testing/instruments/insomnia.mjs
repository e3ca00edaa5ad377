// See insomnia.sh.
import { deepStrictEqual } from 'node:assert';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { convert } = createRequire(import.meta.url)('insomnia-importers');
const text = readFileSync(process.argv[2], 'utf8');
const { data } = await convert(text);
const requests = new Map(
  data.resources.filter(({ _type }) => _type === 'request').map((request) => [request.name, request]),
);
const items = (list) => list.flatMap((each) => (each.item ? items(each.item) : [each]));

const lost = { request: [], url: [], method: [], header: [], authorization: [], basic: [], body: [], file: [] };
for (const { id, name, request } of items(JSON.parse(text).item)) {
  const imported = requests.get(name);
  if (!imported) {
    lost.request.push(id);
    continue;
  }
  const others = (headers, key) =>
    headers.filter((header) => header[key] !== 'Authorization').map(({ value }) => value);
  const own = request.header.find(({ key }) => key === 'Authorization')?.value;
  const { type, token } = imported.authentication;
  if (type === 'basic') lost.basic.push(id);
  else if (own !== (type === 'bearer' ? `Bearer ${token}` : undefined)) lost.authorization.push(id);
  if (imported.url !== request.url.raw) lost.url.push(id);
  if (imported.method !== request.method) lost.method.push(id);
  if (`${others(request.header, 'key')}` !== `${others(imported.headers, 'name')}`) lost.header.push(id);
  if (request.body?.mode === 'file') lost.file.push(id);
  else if ((request.body?.raw ?? '') !== (imported.body.text ?? '')) lost.body.push(id);
}
const scripts = data.resources.filter(
  ({ preRequestScript, afterResponseScript }) => preRequestScript || afterResponseScript,
);
const authorization = lost.authorization.length;
deepStrictEqual(
  { ...lost, authorization, scripts: scripts.length },
  {
    ...{ request: [], url: [], method: [], header: [], body: [], scripts: 0 },
    ...{ authorization: 29, basic: ['hmac.other-scheme', 'auth.other-scheme'], file: ['body.invalid-utf8'] },
  },
);
console.log(`insomnia: ${requests.size} requests, without scripts, ${authorization} without their Authorization`);
