import type { Env } from '../lib/io';

/** Where each CI server keeps the files of a job. The first whose variables are set counts. */
const places: readonly ((env: Env) => string | undefined)[] = [
  ({ GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run }) =>
    server && repository && run ? `${server}/${repository}/actions/runs/${run}#artifacts` : undefined,
  ({ CI_JOB_URL: job }) => (job ? `${job}/artifacts/browse` : undefined),
  ({ JENKINS_URL: jenkins, BUILD_URL: build }) =>
    jenkins && build ? `${build.replace(/\/$/, '')}/artifact/` : undefined,
  ({ CIRCLE_BUILD_URL: build }) => (build ? `${build}/artifacts` : undefined),
  ({ BUILDKITE_BUILD_URL: build }) => build,
  ({ SYSTEM_TEAMFOUNDATIONCOLLECTIONURI: server, SYSTEM_TEAMPROJECT: project, BUILD_BUILDID: build }) =>
    server && project && build
      ? `${server}${encodeURIComponent(project)}/_build/results?buildId=${build}&view=artifacts`
      : undefined,
];

/** The address at which the reports of a CI job can be opened, safe in Markdown; nothing outside of CI. */
export function artefactsOf(env: Env): string | undefined {
  const address = places.map((place) => place(env)).find(Boolean);
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { protocol, username, password, href } = new URL(address);
  const isPlain = /^https?:$/.test(protocol) && username === '' && password === '';
  if (!isPlain) return undefined;
  return href.replace(/[^\w\-.~:/?#@!$&*+,;=%]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`);
}
