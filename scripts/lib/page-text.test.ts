import { pageText } from './page-text';

it.each([
  ['<html><title>403 Forbidden</title><body><h1>403 Forbidden</h1><hr>nginx/1.18.0', '403 Forbidden nginx/1.18.0'],
  [
    '<title>Access denied | Cloudflare</title><style>p { color: red }</style><p>Error code <b>1020</b>',
    'Access denied | Cloudflare: Error code 1020',
  ],
  ['<TITLE>Just a moment...</TITLE><script>go("<b>")</script>', 'Just a moment...'],
  [
    '<p>Reference&#32;&#35;18&#x2E;6d &amp; more&nbsp;&unknown; &#99999999;',
    'Reference #18.6d & more &unknown; &#99999999;',
  ],
  ['<!-- <p>hidden</p> --><Error><Code>AccessDenied</Code></Error>', 'AccessDenied'],
  ['1 < 2, and <b', '1 < 2, and'],
  ['no markup\r\n at all', 'no markup at all'],
  ['', ''],
])('reads what a page says: %s', (html, text) => {
  expect(pageText(html)).toBe(text);
});

it.each(['<style ', '<style>', '<!--', '&#1', '<title'])('reads a page that was made to be slow: %s', (part) => {
  expect(pageText(`a ${part.repeat(200_000)}`).slice(0, 2)).toMatch(/^a/);
});
