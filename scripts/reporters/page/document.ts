import { createHash } from 'node:crypto';
import { type Html, html, trusted } from './markup';
import { stylesheet } from './styles';

/** The parts of a page. */
export interface Page {
  readonly title: string;
  /** The content of `<body>`: with landmarks, and headings from `<h1>` on. */
  readonly body: Html;
  /** Runs once the body is loaded; the page must be readable without it. */
  readonly script?: string;
}

/**
 * The page as the text of one self-contained file. Its policy allows only its own style and script, each by its hash, so
 * that an element, attribute or address that slipped in would do nothing.
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
