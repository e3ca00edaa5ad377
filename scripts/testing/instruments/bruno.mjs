// The collection, imported with Bruno's own importer and run with Bruno's own runner, must send the requests of stock Newman
// and reach its verdicts: where the contract holds, and where it is broken. bruno.sh installs Bruno and starts this.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { postmanToBruno } from '@usebruno/converters';

const [root, cli, length] = process.argv.slice(2);
const newman = createRequire(join(root, 'package.json'))('newman');
const { createCollectionFromBrunoObject } = createRequire(import.meta.url)('@usebruno/cli/src/utils/collection.js');
const file = join(root, 'collections/payout-identity.postman_collection.json');

/** In safe mode, scripts cannot give Bruno bytes to send, and these have no verdict. */
const sentOtherwise = [
  ...['body.truncated', 'body.form', 'body.trailing-comma', 'body.unclosed', 'body.trailing-text', 'body.invalid-utf8'],
];
/** Nor can it give its scripts a body that is nested this deeply. */
const tooDeep = ['body.deep-nesting', 'Post-Response Script Error'];

/** What each program sends alike: the references, tokens and ids of a run are its own. Bruno drops white space around a body. */
const withoutOwn = (text) =>
  text
    .replace(/eyJ[\w-]+\.[\w-]+\.[\w-]*/g, 'token')
    .replace(/(cust|order|instr)-[a-z0-9]{12}/g, '$1')
    .replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, 'id');

/** A server in front of another that notes what it receives. */
async function noting(url) {
  const noted = [];
  const server = createServer(async (incoming, response) => {
    const body = Buffer.concat(await incoming.toArray());
    const { method, url: path, headers, rawHeaders } = incoming;
    noted.push(
      [method, withoutOwn(path), headers['content-type'], withoutOwn(body.toString('latin1')).trim()].join(' '),
    );
    request(url + path, { method, headers: rawHeaders }, (answer) => {
      response.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(response);
    })
      .on('error', () => response.destroy())
      .end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${server.address().port}`, noted, server };
}

async function withSandbox(options, use) {
  const args = [cli, 'sandbox', '--port', '0', '--json', ...options];
  const sandbox = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = await once(createInterface({ input: sandbox.stdout }), 'line');
    const settings = JSON.parse(line);
    const named = (name) => name.toLowerCase().replace(/_(.)/g, (_, letter) => letter.toUpperCase());
    const own = Object.entries(settings).flatMap(([name, value]) =>
      /^IMBURSE_(?!BASE_URL)/.test(name) ? [[named(name.slice('IMBURSE_'.length)), value]] : [],
    );
    const { url, noted, server } = await noting(settings.url);
    const result = await use({ ...Object.fromEntries(own), baseUrl: url });
    server.close().closeAllConnections();
    return { result, noted };
  } finally {
    sandbox.kill();
  }
}

const pairs = (variables) => Object.entries(variables).map(([key, value]) => ({ key, value }));

/** Each assertion with whether it failed, those of requests that are not sent too. */
const inNewman = (variables) =>
  new Promise((resolve, reject) => {
    const said = new Map();
    newman
      .run({ collection: file, envVar: pairs(variables), workingDir: root }, (error) =>
        error ? reject(error) : resolve(said),
      )
      .on('assertion', (error, { assertion }) => said.set(assertion, Boolean(error)));
  });

async function inBruno(variables, mode) {
  const given = pairs(variables).flatMap(({ key, value }) => ['--env-var', `${key}=${value}`]);
  const args = ['run', '-r', '--sandbox', mode, '--reporter-json', '../run.json', ...given];
  rmSync('run.json', { force: true });
  const run = spawn('../node_modules/.bin/bru', args, { cwd: 'collection', stdio: ['ignore', 'pipe', 'inherit'] });
  const said = new Map();
  for await (const line of createInterface({ input: run.stdout })) {
    if (/^[\w.-]+: (inconclusive|skipped): /.test(line)) said.set(line, false);
  }
  const code = run.exitCode ?? (await once(run, 'exit'))[0];
  for (const { preRequestTestResults = [], postResponseTestResults = [] } of JSON.parse(
    readFileSync('run.json', 'utf8'),
  )[0].results)
    for (const { description, status } of [...preRequestTestResults, ...postResponseTestResults])
      said.set(description, status !== 'pass');
  return { said, code };
}

let failed = 0;
const fail = (text) => {
  failed += 1;
  console.log(`failed: ${text}`);
};

const { collection, issues } = await postmanToBruno(JSON.parse(readFileSync(file, 'utf8')));
if (issues.length > 0) fail(`Bruno's importer: ${JSON.stringify(issues)}`);
mkdirSync('collection');
await createCollectionFromBrunoObject(collection, 'collection');

const runs = [
  ['developer'],
  ['safe'],
  ...[
    'expires-seconds',
    'references-joined',
    'leak-token-in-401-message',
    'other-methods-500',
    'hmac-replay-accepted',
  ].map((fault) => ['developer', '--fault', fault]),
  ['developer', '--fault', 'envelope-e2-empty-401'],
];
for (const [mode, ...options] of length === 'short' ? runs.slice(0, 1) : runs) {
  const about = [mode, ...options].join(' ');
  const { result, noted } = await withSandbox(options, (variables) => inBruno(variables, mode));
  const { said, code } = result;
  const { result: expected, noted: wanted } = await withSandbox(options, inNewman);
  const left = mode === 'safe' ? [...sentOtherwise, ...tooDeep] : [];
  const compared = (all) => [...all].filter(([name]) => !left.includes(name.split(':')[0]));
  for (const [name, red] of compared(expected))
    if (said.get(name) !== red) fail(`${about}: Newman says, and Bruno does not: ${name}`);
  for (const [name] of compared(said))
    if (!expected.has(name)) fail(`${about}: Bruno says, and Newman does not: ${name}`);
  for (const id of mode === 'safe' ? sentOtherwise : [])
    if (![...said.keys()].some((name) => name.startsWith(`${id}: inconclusive: Bruno`)))
      fail(`${about}: a verdict on ${id}`);
  if (mode !== 'safe')
    for (const [index, each] of wanted.entries())
      if (noted[index] !== each)
        fail(`${about}: request ${index + 1}: ${noted[index]} instead of ${each}`.slice(0, 2000));
  const broken = [...expected.values()].includes(true);
  // In safe mode, the request that it cannot read makes the run red.
  if ((code !== 0) !== (broken || mode === 'safe')) fail(`${about}: exit code ${code}`);
  console.log(`bruno ${about}: ${compared(said).length} assertions as in Newman, exit code ${code}`);
}
process.exit(failed > 0 ? 1 : 0);
