import { brunoClient } from './bruno-client';
import { postmanClient } from './postman-client';
import type { ScriptClient } from './script-client';

function currentClient(): ScriptClient {
  const found = postmanClient() ?? brunoClient();
  // Requests without their checks would look as if all were well.
  if (!found)
    throw new Error('this program cannot judge the contract: run the collection with Postman, Newman or Bruno');
  return found;
}

/** The program that runs the scripts. */
export const scriptClient = currentClient();
