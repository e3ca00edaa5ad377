import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Task, TaskResult } from './worker';

/** What came of a task: a result, or that it took too long or ended the process. */
type Answer = TaskResult | 'too late' | 'ended';

/** A process that runs tests, one task at a time. It is replaced if a task does not end. */
export class Worker {
  #child: ChildProcess | undefined;
  #tell: (answer: Answer) => void = () => undefined;

  async ask(task: Task, limitMs: number): Promise<Answer> {
    const child = this.#child ?? (await this.#start());
    const timer = setTimeout(() => {
      this.#child = undefined;
      child.kill('SIGKILL');
      this.#tell('too late');
    }, limitMs);
    const answer = await new Promise<Answer>((resolve) => {
      this.#tell = resolve;
      child.send(task);
    });
    clearTimeout(timer);
    return answer;
  }

  end(): void {
    this.#child?.kill();
  }

  async #start(): Promise<ChildProcess> {
    const child = fork(join(__dirname, 'worker.ts'), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // A mutant may fill an array without end: it must not use up the memory of the machine.
      env: { ...process.env, NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --max-old-space-size=1500` },
    });
    const isReady = await new Promise<boolean>((resolve) => {
      child.once('message', () => resolve(true));
      child.once('exit', () => resolve(false));
    });
    if (!isReady) throw new Error('A process that runs tests ended before it began.');
    child.on('message', (answer: TaskResult) => this.#tell(answer));
    child.on('exit', () => {
      if (this.#child !== child) return;
      this.#child = undefined;
      this.#tell('ended');
    });
    this.#child = child;
    return child;
  }
}
