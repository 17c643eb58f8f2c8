import type { ServiceApp } from "../../tenant/service-app.ts";
import type { Finding } from "../findings.ts";
import type { Difference } from "./difference.ts";
import type { FoundObject } from "./found-object.ts";
import type { Plan } from "./plan.ts";
import type { UnmanagedAttribute } from "./unmanaged.ts";

/** One flavour's objects: what was found, how it differs from what is declared, and what is to be written. */
export interface Part {
  readonly title: string;
  readonly objects: readonly FoundObject[];
  readonly differences: readonly Difference[];
  /** What `up` would leave as it is, and `audit` names. */
  readonly unmanaged: readonly UnmanagedAttribute[];
  readonly plan: Plan;
  /** Problems stand in the way of writing anything; notices are told. */
  readonly findings: readonly Finding[];
}

/** What was found on a tenant, by flavour, and what is to be written for all. */
export interface Examination {
  readonly serviceApp: ServiceApp;
  readonly parts: readonly Part[];
  readonly plan: Plan;
  readonly findings: readonly Finding[];
}
