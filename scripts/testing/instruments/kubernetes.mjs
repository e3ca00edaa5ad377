// The manifests of deploy/ and docs/ against the schemas of Kubernetes and KEDA, as packages hold them. Run by kubernetes.sh
// where these are installed: `node kubernetes.mjs ROOT`. The schemas allow fields that they do not know, so it also writes
// manifests.mts, which holds them to the types: there the compiler refuses such a field.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

const [root] = process.argv.slice(2);

const ownerOf = ({ apiVersion }) =>
  `${apiVersion.startsWith('keda.sh/') ? '@kubernetes-models/keda' : 'kubernetes-models'}/${apiVersion}`;

/** Throws what the schema of its kind says of a manifest. */
async function check(manifest) {
  const { [manifest.kind]: Model } = await import(ownerOf(manifest));
  assert.ok(Model, `there is no ${manifest.kind} of ${manifest.apiVersion}`);
  new Model(manifest).validate();
}

const texts = readdirSync(join(root, 'deploy')).map((name) => [name, readFileSync(join(root, 'deploy', name), 'utf8')]);
for (const name of readdirSync(join(root, 'docs')).filter((each) => each.endsWith('.md')))
  for (const [, text] of readFileSync(join(root, 'docs', name), 'utf8').matchAll(/^```yaml\n(.*?)^```/gms))
    if (/^apiVersion:/m.test(text)) texts.push([name, text]);

const manifests = texts.flatMap(([name, text]) =>
  parseAllDocuments(text, { strict: true }).map((document) => {
    assert.deepEqual([...document.errors, ...document.warnings], [], name);
    return [name, document.toJS()];
  }),
);
assert.ok(manifests.length > 0, 'there are no manifests');
for (const [name, manifest] of manifests) {
  await check(manifest);
  console.log(`ok: ${name}: ${manifest.kind}`);
}

// An instrument that refuses nothing proves nothing.
const [, job] = manifests.find(([, { kind }]) => kind === 'Job');
for (const wrong of [
  { ...job, spec: { ...job.spec, template: undefined } },
  { ...job, spec: { ...job.spec, backoffLimit: 'none' } },
  { ...job, spec: { ...job.spec, template: { spec: { ...job.spec.template.spec, containers: [{}] } } } },
])
  await assert.rejects(check(wrong), 'a wrong manifest passes');
const typed = (manifest, index) =>
  `const manifest${index}: import('${ownerOf(manifest)}').I${manifest.kind} = ${JSON.stringify(manifest)};`;
const misspelt = { ...job, spec: { ...job.spec, backofLimit: 0 } };
writeFileSync(
  'manifests.mts',
  [
    ...manifests.map(([name, manifest], index) => `// ${name}\n${typed(manifest, index)}`),
    `// @ts-expect-error: no such field\n${typed(misspelt, manifests.length)}`,
    'export {};\n',
  ].join('\n'),
);
console.log(`${manifests.length} manifests are valid.`);
