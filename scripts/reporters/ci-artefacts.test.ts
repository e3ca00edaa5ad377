import { artefactsOf } from './ci-artefacts';

describe('the address of the reports of a CI job', () => {
  it.each([
    [
      { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'o/r', GITHUB_RUN_ID: '7' },
      'https://github.com/o/r/actions/runs/7#artifacts',
    ],
    [{ CI_JOB_URL: 'https://gitlab.example/g/p/-/jobs/1' }, 'https://gitlab.example/g/p/-/jobs/1/artifacts/browse'],
    [{ JENKINS_URL: 'http://ci/', BUILD_URL: 'http://ci/job/a/3/' }, 'http://ci/job/a/3/artifact/'],
    [{ BUILDKITE_BUILD_URL: 'https://x.example/a)](b' }, 'https://x.example/a%29%5d%28b'],
    [{ CIRCLE_BUILD_URL: 'javascript:alert(1)' }, undefined],
    [{ BUILDKITE_BUILD_URL: 'https://user:password@x.example/' }, undefined],
    [{ GITHUB_RUN_ID: '7' }, undefined],
    [{}, undefined],
  ])('for %j is %s', (env, wanted) => {
    expect(artefactsOf(env)).toBe(wanted);
  });
});
