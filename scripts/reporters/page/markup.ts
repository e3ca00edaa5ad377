import { html as escaping, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { visible } from '../../lib/terminal-text';

/** Markup that is safe in a page. Only `html` and `trusted` make it. */
export type Html = HtmlEscapedString;

/** What a template takes: text, which is escaped; markup, which is not; lists of both; or nothing. */
export type HtmlValue = string | number | false | undefined | Html | readonly HtmlValue[];

/** A tagged template. Text in it is escaped, and unprintable characters become visible, as in `\u202e`. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  // It returns a promise only if one of the values is a promise.
  return escaping(strings, ...values.map(shown)) as Html;
}

/** Our own markup, unchanged: a stylesheet or a script. Never text from a run. */
export function trusted(markup: string): Html {
  return raw(markup);
}

function shown(value: HtmlValue): unknown {
  if (typeof value === 'string') return visible(value, '\n\t');
  return Array.isArray(value) ? value.map(shown) : value;
}
