// The manifests of deploy/ against the schemas of Kubernetes and KEDA, as packages hold them. Run by kubernetes.sh where these
// are installed: `node kubernetes.mjs FOLDER`. A field that no schema has is a mistake too, as with `kubeconform -strict`.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

const [folder] = process.argv.slice(2);

/** Throws what the schema of its kind says of a manifest. */
async function check(manifest) {
  const owner = manifest.apiVersion.startsWith('keda.sh/') ? '@kubernetes-models/keda' : 'kubernetes-models';
  const models = await import(`${owner}/${manifest.apiVersion}`);
  const Model = models[manifest.kind];
  assert.ok(Model, `${owner} has no ${manifest.kind} of ${manifest.apiVersion}`);
  new Model(manifest).validate();
}

const manifests = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .flatMap((name) =>
    parseAllDocuments(readFileSync(join(folder, name), 'utf8'), { strict: true }).map((document) => {
      assert.deepEqual([...document.errors, ...document.warnings], []);
      return [name, document.toJS()];
    }),
  );
assert.ok(manifests.length > 0, `there is no manifest in ${folder}`);
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
console.log(`${manifests.length} manifests are valid.`);
