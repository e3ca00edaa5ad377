import { createHash } from 'node:crypto';
import { type Html, html, trusted } from './markup';
import { stylesheet } from './styles';

/** A page as its parts. */
export interface Page {
  readonly title: string;
  /** What stands in `<body>`: landmarks and headings of its own, from `<h1>` on. */
  readonly body: Html;
  /** Runs after the body is there; the page must be readable without it. */
  readonly script?: string;
}

/**
 * The page as the text of one self-contained file. Its policy lets nothing in but its own style and script, each by its
 * hash, so that an element, attribute or address that slipped in would do nothing.
 */
export function htmlDocument({ title, body, script }: Page): string {
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(stylesheet)}`,
    `script-src ${script === undefined ? "'none'" : hashOf(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${trusted(stylesheet)}</style>
</head>
<body>
${body}
${script !== undefined && html`<script>${trusted(script)}</script>`}
</body>
</html>
`.toString();
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
