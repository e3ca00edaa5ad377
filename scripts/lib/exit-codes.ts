/** The exit codes of every command. A finished run has the code of its verdict. */
export const exitCodes = {
  ok: 0,
  broken: 1,
  usage: 2,
  noVerdict: 3,
  credentialsRefused: 4,
  interrupted: 130,
  terminated: 143,
} as const;
