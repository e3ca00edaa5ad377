import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Task, TaskResult } from './worker';

/** A process that runs tests, one task at a time. It is replaced if a task does not end. */
export class Worker {
  #child: ChildProcess | undefined;
  #tell: (answer: TaskResult | undefined) => void = () => undefined;

  /** The answer, or `undefined` if the task does not end in time or ends the process. */
  async ask(task: Task, limitMs: number): Promise<TaskResult | undefined> {
    const child = this.#child ?? (await this.#start());
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs);
    const answer = await new Promise<TaskResult | undefined>((resolve) => {
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
    await once(child, 'message');
    child.on('message', (answer: TaskResult) => this.#tell(answer));
    child.on('exit', () => {
      this.#child = undefined;
      this.#tell(undefined);
    });
    this.#child = child;
    return child;
  }
}
