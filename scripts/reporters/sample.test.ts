import { print } from '../testing/console';
import { finding, type RunFixture, reportOf } from '../testing/run-fixtures';
import { annotations } from './github-commands';
import { reportHtml } from './html/page';
import { junitXml } from './junit';
import { summaryMarkdown } from './summary-markdown';

describe('the smallest generated request that shows a finding', () => {
  const sample = '[7,"x"]';
  const run: RunFixture = { cases: [{ id: 'a', verdict: 'failed', findings: [finding({ sample })] }] };
  const report = reportOf(run);

  it.each([
    ['the console', print(run).end, /\n {8}sample {4}\[7,"x"\]\n/],
    ['report.html', reportHtml(report), /<dt>sample<\/dt><dd>\[7,&quot;x&quot;\]<\/dd>/],
    ['summary.md', summaryMarkdown(report), /<br>sample `\[7,"x"\]`[\s\S]*\n {2}sample: \[7,"x"\]\n/],
    ['junit.xml', junitXml(report), /\n {2}sample: \[7,&quot;x&quot;\]\n/],
    ['the annotations', annotations(report).join(''), /%0A {2}sample: \[7,"x"\]%0A/],
  ])('is a row of its own in %s', (_name, text, row) => {
    expect(text).toMatch(row);
  });
});
