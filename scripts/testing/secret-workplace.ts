import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { reporters } from '../reporters';
import { type CliOptions, settingsOf } from './cli';
import { type EchoProxy, echoProxy } from './echo-proxy';
import { type SandboxWorkplace, sandboxWorkplace } from './sandbox-workplace';
import { SecretFinder } from './secret-parts';

const startedSeconds = Math.floor(Date.now() / 1000);

/** The seconds of a request and of a token read alike in base64, at each of three places in a group of four. */
function times(): string {
  const length = Math.ceil(Date.now() / 1000) - startedSeconds + 900;
  return Array.from({ length }, (_, index) => `:${startedSeconds - 700 + index}:`)
    .flatMap((text) => ['', ' ', '  '].map((before) => Buffer.from(before + text).toString('base64')))
    .join(' ');
}

/** Text that anybody knows, though it is in secrets too. */
export const knownTexts = () => [
  // The header that every HS256 token has, and that of a token which says that it is not signed.
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9',
  Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url'),
  // What cases send in place of a credential.
  'not-a-token-at-all',
  'not-a-credential',
  'not.a.token',
  '!not-base64!',
  times(),
];

/** Secrets of nobody, to be looked for where they were configured. */
export const markers = {
  IMBURSE_MANAGEMENT_TOKEN: `${Buffer.from('{"alg":"HS256","kid":"marker"}').toString('base64url')}.bWFya2VyLXBheWxvYWQtMTIzNDU2Nzg5MA.bWFya2VyLXNpZ25hdHVyZS0wOTg3NjU0MzIx`,
  IMBURSE_PUBLIC_KEY: '7d1f7e3c-1111-4222-8333-444455556666',
  IMBURSE_PRIVATE_KEY: Buffer.from('marker private key of 32 bytes!!').toString('base64'),
  IMBURSE_EXPIRED_TOKEN: 'marker-of-an-expired-token-42424242',
  IMBURSE_NO_ROLE_TOKEN: 'marker-of-a-token-without-role-53535353',
  IMBURSE_EXPIRED_PAYOUT_TOKEN: 'marker-qzhjvwkxgfbt-64646464',
};
export const secretMarkers = Object.entries(markers).filter(([name]) => name !== 'IMBURSE_PUBLIC_KEY');

/** What a command wrote. */
export interface Written {
  readonly exitCode: number | null;
  /** Everything that was written, by where. */
  readonly texts: readonly (readonly [name: string, text: string])[];
}

/** Every reporter, in the form of an option. */
export const everyReporter = ['--reporter', reporters.map(({ name }) => name).join(',')];

/** The cases that carry credentials of every kind, and some of the others. */
export const kinds = ['hmac', 'auth', 'options', 'correlation'].flatMap((tag) => ['--tag', tag]);

/** The one place of secrets, on purpose: the runner reads and swallows these lines of standard output. */
const mask = /^::add-mask::(.*)$/gm;

/** The texts that a runner is told to hide. */
export const masked = ({ texts }: Written): Set<string> =>
  new Set([...texts[0]![1].matchAll(mask)].map(([, value]) => value!.replaceAll('%25', '%')));

/** The parts of secrets that were written, with where they are. */
export function leaks({ texts }: Written, secrets: readonly (readonly [string, string])[]): string[] {
  const finder = new SecretFinder(secrets, knownTexts());
  const seen = texts.map(([name, text]) => [name, name === 'stdout' ? text.replace(mask, '') : text] as const);
  const found = seen.flatMap(([name, text]) => finder.find(name, text));
  const tokens = seen.flatMap(([name, text]) =>
    (text.match(/eyJ[\w-]{9,}/g) ?? []).map((token) => `${name}: ${token.slice(0, 12)}`),
  );
  return [...found, ...tokens];
}

export const tokensOf = ({ tokens }: EchoProxy): [string, string][] => [...tokens].map((token) => ['token', token]);

/** The secrets in settings, and the tokens that went to and fro. */
export function secretsOf(settings: Readonly<Record<string, string>>, proxy: EchoProxy): [string, string][] {
  return [...Object.entries(settings).filter(([name]) => /TOKEN|PRIVATE/.test(name)), ...tokensOf(proxy)];
}

/** A working directory, a sandbox, and what is needed to look for secrets in everything that is written. */
export interface SecretWorkplace extends SandboxWorkplace {
  /** The environment of a runner that wants annotations, masks and a summary. */
  readonly runner: () => Record<string, string>;
  /** The output of a command and the files that it wrote. */
  readonly textsOf: (stdout: string, stderr: string) => Written['texts'];
  /** Runs with every reporter, and reads everything that was written. */
  readonly runAll: (args: readonly string[], env: Record<string, string>, more?: CliOptions) => Promise<Written>;
  /** The settings for a target that repeats what it is sent, and this target. */
  readonly echoing: (how?: 'keys' | 'both') => Promise<[Record<string, string>, EchoProxy]>;
}

export function secretWorkplace(): SecretWorkplace {
  const work = sandboxWorkplace();
  beforeEach(() => rmSync(work.path('out'), { recursive: true, force: true }));
  const runner = () => ({ GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: work.path('out', 'step-summary.md') });
  const textsOf = (stdout: string, stderr: string): Written['texts'] => {
    const files = readdirSync(work.path('out'), { recursive: true, encoding: 'utf8' });
    return [
      ['stdout', stdout],
      ['stderr', stderr],
      ...files.map((file) => [file, readFileSync(work.path('out', file), 'utf8')] as const),
    ];
  };
  return Object.assign(work, {
    runner,
    textsOf,
    runAll: async (args: readonly string[], env: Record<string, string>, more: CliOptions = {}) => {
      mkdirSync(work.path('out'), { recursive: true });
      const { exitCode, stdout, stderr } = await work.run(['run', '--out', 'out', ...everyReporter, ...args], {
        env: { DEBUG: '1', ...runner(), ...env },
        ...more,
      });
      return { exitCode, texts: textsOf(stdout, stderr) };
    },
    echoing: async (how: 'keys' | 'both' = 'both'): Promise<[Record<string, string>, EchoProxy]> => {
      const own = settingsOf(work.sandbox, how);
      const target = await echoProxy(work.sandbox.url, true, [own.IMBURSE_PRIVATE_KEY!, own.IMBURSE_EXPIRED_TOKEN!]);
      return [{ ...own, IMBURSE_BASE_URL: target.url }, target];
    },
  });
}
