/** Exit codes of every command, for scripts and schedules. */
export const EXIT = {
  /** Clean, or done. */
  ok: 0,
  /** There are findings to act on, or the command refused. Of `report`: the preview failed. */
  findings: 1,
  /** Wrong usage, or something that the command needs cannot be used or reached: configuration, engine, tenant. */
  unusable: 2,
  /** Of `report`: this branch changes something, and the tenant is as it was deployed. */
  changes: 3,
  /** Of `report`: the tenant is not as it was deployed, and this branch changes nothing. */
  drift: 4,
  /** Of `report`: both. */
  changesAndDrift: 5,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
