/** Exit codes of every command, for scripts and schedules. */
export const EXIT = {
  /** Clean, or done. */
  ok: 0,
  /** There are findings to act on, or the command refused. */
  findings: 1,
  /** Wrong usage, or something that the command needs cannot be used or reached: configuration, engine, tenant. */
  unusable: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
