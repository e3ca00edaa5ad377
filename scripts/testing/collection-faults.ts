import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { asideFile } from '../lib/postman/v3-aside';
import { writeV3 } from '../lib/postman/v3-write';
import { startSandbox } from '../sandbox';
import { settingsOf } from './cli';
import { collectionOf, ownFaults, rightCollections, targetFaults } from './collection-examples';
import { sandboxWorkplace } from './sandbox-workplace';

/**
 * Runs the collections with faults, and the right ones, in both formats.
 *
 * @param most of each table so many: a run takes a second of CPU
 */
export function testCollections(most: number): void {
  const work = sandboxWorkplace();

  /** Writes a collection as one file or as a folder of YAML. */
  const write: Readonly<Record<'2.1' | 'v3', (item: readonly object[]) => string>> = {
    '2.1': (item) => {
      writeFileSync(work.path('c.json'), JSON.stringify(collectionOf(item)));
      return 'c.json';
    },
    v3: (item) => {
      rmSync(work.path('c'), { recursive: true, force: true });
      for (const [path, text] of writeV3(collectionOf(item) as never).files) {
        if (path === asideFile) continue;
        mkdirSync(dirname(work.path('c', path)), { recursive: true });
        writeFileSync(work.path('c', path), text);
      }
      return 'c';
    },
  };
  const formats = ['2.1', 'v3'] as const;

  const run = (format: (typeof formats)[number], item: readonly object[], settings: Readonly<Record<string, string>>) =>
    work.run(['run', '--out', 'out', '--collection', write[format](item)], { env: settings });

  describe.each(formats)('a collection in format %s', (format) => {
    it.each(targetFaults.slice(0, most))('shows a fault of the target: %s', async (fault, item, rule) => {
      const broken = await startSandbox({ fault });
      const { exitCode, report, stdout } = await run(format, item, settingsOf(broken, 'both'));
      await broken.close();
      expect([exitCode, report!.verdict]).toEqual([1, 'broken']);
      expect(report!.cases.flatMap(({ findings }) => findings.map((finding) => finding.rule))).toContain(rule);
      expect(stdout).toContain('Contract broken');
    });

    it.each(ownFaults.slice(0, most))('shows a fault of its own: %s', async (_what, item, result) => {
      const { exitCode, report } = await run(format, item, settingsOf(work.sandbox, 'token'));
      expect([exitCode, report!.verdict]).toEqual([1, 'held']);
      expect(report!.cases[0]!.assertions!.map((each) => each.result)).toContain(result);
    });

    it.each(rightCollections.slice(0, most))('is green: %s', async (_what, item) => {
      const { exitCode, report, stdout } = await run(format, item, settingsOf(work.sandbox, 'token'));
      expect([exitCode, report!.verdict, report!.cases.map(({ verdict }) => verdict)]).toEqual([
        0,
        'held',
        report!.cases.map(() => 'passed'),
      ]);
      expect(stdout).toContain('Contract held');
    });
  });
}
