import { cases } from '../../contract';
import { tokenCase } from '../../contract/calls/management-token/call';
import { type Placeholder, wantsSecret } from '../../http/cage/placeholders';
import type { Variable } from '../../http/cage/protocol';
import { runCollection } from '../../http/newman-collection';
import { defined } from '../../lib/defined';
import { isJsonObject } from '../../lib/json';
import type { Collection21, Environment21, NotSendable } from '../../lib/postman/types';
import { shellQuote } from '../../lib/shell';
import { Redactor } from '../../report/redactor';
import { learnCredentials } from '../../report/rolling-redactor';
import type { PlannedCase } from '../../report/types';
import { plannedCase } from '../contract-work';
import type { Environment } from '../environment/environment';
import { Execution } from '../execute';
import type { Work } from '../lifecycle';
import { planRun } from '../plan';
import type { Session } from '../session';
import { CollectionProgress } from './collection-run';
import { type CollectionItem, itemSlug, namedItems } from './items';
import { whyNotSent } from './origins';
import { unresolvedText } from './results';
import { givenVariables, isSecretVariable, namesAsWritten, remedyFor, vaultText } from './variables';

/** A collection of the user's own, and what it is run with. */
export interface UserCollection {
  /** As the user named it. */
  readonly file: string;
  /** The options about it, each with its value, as they can be typed again. */
  readonly options: readonly string[];
  readonly collection: Collection21;
  /** Requests of kinds that Newman does not know: nothing can be said of them. */
  readonly notSendable: readonly NotSendable[];
  readonly environment?: Environment21 | undefined;
  readonly globals?: Environment21 | undefined;
  /** The text of the file, JSON or CSV. */
  readonly iterationData?: string | undefined;
  readonly iterationCount?: number | undefined;
  readonly folders: readonly string[];
  readonly envVar: readonly Variable[];
  readonly globalVar: readonly Variable[];
  readonly delayRequest?: number | undefined;
  /** The folder that files of requests may be in. */
  readonly workingDir: string;
  readonly allowedOrigins: readonly string[];
  readonly allowProduction: boolean;
  readonly exposePrivateKey: boolean;
  readonly scriptTimeoutMs: number;
}

type Values = readonly {
  readonly key?: unknown;
  readonly value?: unknown;
  readonly type?: unknown;
  readonly enabled?: unknown;
}[];

const valuesOf = (holder: object | undefined, name: 'values' | 'variable'): Values => {
  const values: unknown = (holder as Record<string, unknown> | undefined)?.[name];
  return Array.isArray(values) ? values.filter(isJsonObject) : [];
};

/** The names to which the user gives a value in a place that Newman prefers to the collection's variables. */
function ownNames({ environment, envVar }: UserCollection): Set<string> {
  const given = valuesOf(environment, 'values').filter(
    ({ value, enabled }) => enabled !== false && String(value ?? '') !== '',
  );
  return new Set([...given.map(({ key }) => String(key)), ...envVar.map(({ key }) => key)]);
}

/** The values that the user's own variables mark as secret, by type or by name. */
function secretsOf({ environment, globals, collection }: UserCollection): string[] {
  const values = [
    ...valuesOf(environment, 'values'),
    ...valuesOf(globals, 'values'),
    ...valuesOf(collection, 'variable'),
  ];
  return values
    .filter(({ key, type, value }) => type === 'secret' || isSecretVariable(String(key ?? ''), String(value ?? '')))
    .map(({ value }) => String(value ?? ''))
    .filter((value) => value.length > 0 && !value.includes('{{'));
}

/** The options without what the settings or the user's own variables hold as a secret, whatever it is called there. */
function withoutSecrets(user: UserCollection, { credentials }: Environment): string[] {
  const redactor = new Redactor();
  learnCredentials(redactor, credentials);
  for (const secret of secretsOf(user)) redactor.learn(secret, 'secret', true);
  return user.options.map((each) => redactor.redact(each));
}

/**
 * Runs a collection of the user's own in a process without rights, and judges what it sends: every exchange with the
 * target that is a call of the contract, by what the contract predicts for that very request.
 *
 * @param onNote receives what the user should know in addition to the results; hostile text
 */
export function collectionWork(user: UserCollection, environment: Environment, onNote: (text: string) => void): Work {
  const { file, collection } = user;
  const items = namedItems(collection);
  const nameOf = namesAsWritten(collection);
  const tokenPlan = planRun(environment.fetchesToken ? cases : [], { ids: [tokenCase] }, true);
  const options = withoutSecrets(user, environment);
  const reproduce = ['payout-contract run', `--collection ${shellQuote(file)}`, ...options].join(' ');
  const planOf = (
    { caseId, title, folder, call }: CollectionItem,
    more: { id?: string; title?: string } = {},
  ): PlannedCase => ({
    ...{ id: caseId, title, theme: folder, tags: call === undefined ? [] : [call], evidence: [], reproduce },
    ...more,
  });
  const selects = user.folders.length === 0;
  const planned = [...items.values()].filter(({ call }) => selects && call !== undefined).map((item) => planOf(item));

  const send = async (session: Session): Promise<void> => {
    const { options: runOptions, signal, emit, redactor } = session.parts;
    const { target, route, credentials, fetchesToken } = environment;
    const { origin } = new URL(target.baseUrl);
    const progress = new CollectionProgress({
      ...{ session, items, plannedCase: planOf, onNote, nameOf },
      planned: new Set(planned.map(({ id }) => id)),
    });
    const { variables, placeholders } = givenVariables({
      ...{ baseUrl: target.baseUrl, credentials, fetchesToken, own: ownNames(user) },
      ...{ exposePrivateKey: user.exposePrivateKey, now: () => session.credentials },
    });
    learnCredentials(progress.ofTarget, credentials);
    for (const secret of secretsOf(user)) {
      redactor.learn(secret, 'secret', true, false);
      progress.ofTarget.learn(secret, 'secret', true);
    }
    for (const { placeholder } of placeholders) progress.ofTarget.learn(placeholder, 'placeholder', true);

    for (const { name, folders, kind } of user.notSendable) {
      const id = ['collection', ...folders.map(itemSlug), itemSlug(name) || itemSlug(kind)].join('.');
      const folder = folders.join(' / ') || 'Collection';
      emit({ type: 'case-planned', case: planOf({ caseId: id, title: name, folder, call: undefined, vault: [] }) });
      const reason = `not sent: Newman cannot send ${kind}`;
      const why = { reason, reasonKind: 'not-sendable', reasonAbout: kind } as const;
      emit({ type: 'case-finished', id, verdict: 'errored', ...why, durationMs: 0, findings: [] });
    }

    let fetching: Promise<void> | undefined;
    const fetchToken = (): Promise<void> => {
      fetching ??= (async () => {
        for (const one of tokenPlan.cases)
          emit({
            type: 'case-planned',
            case: plannedCase(one, { reproduce: `payout-contract run --case ${one.id}`, dependencyOnly: true }),
          });
        await new Execution(tokenPlan, session, emit, false).run();
        progress.ofTarget.learn(session.credentials.managementToken, 'secret', true);
      })();
      return fetching;
    };
    const isFetched = ({ name }: Placeholder): boolean => name === 'managementToken';
    const because = await runCollection({
      run: {
        collection,
        ...defined({ environment: user.environment, globals: user.globals, iterationData: user.iterationData }),
        ...defined({ iterationCount: user.iterationCount, delayRequest: user.delayRequest }),
        ...(user.folders.length > 0 && { folder: user.folders }),
        envVar: [...variables, ...user.envVar],
        globalVar: user.globalVar,
        workingDir: user.workingDir,
      },
      rules: {
        ...{ origin, route, signal, placeholders, timeoutMs: runOptions.sending.timeoutMs },
        refuse: (asked) =>
          whyNotSent(asked, {
            ...{ target: origin, allowed: user.allowedOrigins, allowProduction: user.allowProduction },
            nameOf,
          }),
        holdsSecret: (text) => progress.ofTarget.knows(text),
        beforeSending: async (request, given) => {
          if (fetchesToken && placeholders.some((each) => isFetched(each) && wantsSecret(request, each))) {
            await fetchToken();
            if (session.credentials.managementToken === undefined)
              return 'not sent: no management token could be fetched with the key pair';
          }
          await session.beforeSending([], given);
          return undefined;
        },
        onExchange: (exchange) => progress.exchanged(exchange),
        onRefused: (refusal) => progress.refused(refusal),
      },
      scriptTimeoutMs: user.scriptTimeoutMs,
      onEvent: (event) => progress.follow(event),
    });
    progress.finish();
    const names = [...progress.unresolved];
    if (names.length > 0) progress.note(`without a value: ${unresolvedText(names)}\n  next: ${remedyFor(names)}`);
    if (progress.fromVault.size > 0) progress.note(vaultText([...progress.fromVault]));
    if (because !== undefined && !signal.aborted) session.parts.stop('collection', because);
  };
  const header = { collection: file, ...(options.length > 0 && { collectionOptions: options }) };
  return { planned, cases: tokenPlan.cases, phases: [send], header };
}
