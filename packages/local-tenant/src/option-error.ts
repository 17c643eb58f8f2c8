// Which option of startTenant a tenant did not start for, so that the command can name its own.
import type { TenantOptions } from "./options.ts";

export class OptionError extends Error {
  override readonly name = "OptionError";
  readonly option: keyof TenantOptions;

  constructor(option: keyof TenantOptions, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.option = option;
  }
}

/** Waits for `work`; whatever it throws is the option's fault. */
export async function dueTo<Result>(
  option: keyof TenantOptions,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw new OptionError(option, cause);
  }
}
