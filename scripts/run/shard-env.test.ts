import { shardFromEnv } from './shard-env';

const gitlab = { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3' };

describe('the environment makes a shard', () => {
  it.each<[string, Record<string, string>, string]>([
    ['in a pod of a Kubernetes Indexed Job', { JOB_COMPLETION_INDEX: '0', JOB_COMPLETIONS: '4' }, '1/4'],
    ['in a job of GitLab', gitlab, '2/3'],
    ['in a job of GitLab that is named by its number', { ...gitlab, CI_JOB_NAME: 'contract 2/3' }, '2/3'],
    ['in a job of CircleCI', { CIRCLE_NODE_INDEX: '3', CIRCLE_NODE_TOTAL: '4' }, '4/4'],
  ])('%s, and says so', (_name, env, wanted) => {
    const { shard, note } = shardFromEnv(env);
    expect([`${shard?.index}/${shard?.count}`, note]).toEqual([
      wanted,
      expect.stringContaining(`shard ${wanted}, from`),
    ]);
    for (const name of Object.keys(env).filter((each) => each !== 'CI_JOB_NAME')) expect(note).toContain(name);
  });
});

describe('all cases are sent', () => {
  it.each<[string, Record<string, string>]>([
    ['without variables', {}],
    ['in a job of GitLab without parallel', { CI_NODE_TOTAL: '1' }],
    ['in a job that is the only one', { CIRCLE_NODE_INDEX: '0', CIRCLE_NODE_TOTAL: '1' }],
    ['with only the number of jobs', { CIRCLE_NODE_TOTAL: '4' }],
    ['with empty variables', { CI_NODE_INDEX: '', CI_NODE_TOTAL: '' }],
  ])('%s', (_name, env) => {
    expect(shardFromEnv(env)).toEqual({});
  });

  it.each<[string, Record<string, string>, string]>([
    ['in a matrix of GitLab', { ...gitlab, CI_JOB_NAME: 'contract: [sandbox, node20]' }, 'matrix'],
    ['in an Indexed Job of unknown size', { JOB_COMPLETION_INDEX: '1' }, 'JOB_COMPLETIONS is not'],
  ])('%s, with a note', (_name, env, note) => {
    expect(shardFromEnv(env)).toEqual({ note: expect.stringContaining(note) });
  });
});

describe('the environment is refused', () => {
  it.each<[string, Record<string, string>]>([
    ['an index from 0 instead of 1', { CI_NODE_INDEX: '0', CI_NODE_TOTAL: '3' }],
    ['an index beyond the last', { CIRCLE_NODE_INDEX: '4', CIRCLE_NODE_TOTAL: '4' }],
    ['an index that is not a number', { JOB_COMPLETION_INDEX: 'x', JOB_COMPLETIONS: '4' }],
    ['a number of jobs that is not a number', { JOB_COMPLETION_INDEX: '0', JOB_COMPLETIONS: 'many' }],
  ])('for %s', (_name, env) => {
    expect(() => shardFromEnv(env)).toThrow(/ and .* which is not a valid shard/);
  });
});
