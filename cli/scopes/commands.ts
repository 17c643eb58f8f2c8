/** The commands that ask the tenant for something, and what each of their operations takes. */
import type { Part } from "./parts.ts";

/** The commands of a stack's life, the two of Pulumi that run it among them: what its credentials are for. */
export const TENANT_COMMANDS = ["preview", "up", "adopt", "audit", "rotate", "handover", "teardown"] as const;

/** Those about one customer. They take scopes that the stack itself has no use for; doctor looks at them where it is asked to. */
export const CUSTOMER_COMMANDS = ["ready", "customer"] as const;

export type TenantCommand = (typeof TENANT_COMMANDS | typeof CUSTOMER_COMMANDS)[number];

/** customer ends with what ready says. */
export const READY: readonly TenantCommand[] = CUSTOMER_COMMANDS;

/** One thing that commands do on the tenant, and the one scope that it takes. */
export interface Operation {
  /** In plain words, fit for "needed to …". */
  readonly does: string;
  /** Requests of the Management API, path below /api/v2. */
  readonly requests: readonly string[];
  readonly scope: string;
  readonly commands: readonly TenantCommand[];
  /** The parts that need it, any of them; default: every stack does. */
  readonly when?: readonly Part[];
  /** Whether it takes a part off the tenant, which `up` does too once the configuration no longer declares that part. */
  readonly removes?: true;
  /** Whether the commands go on without it, and say what they did not look at: its scope is not needed. */
  readonly optional?: true;
}
