// The rehearsal: an Express Configuration from the admin's sign-in to the new connection's button, with "Okta" played
// here and the tenant as the stack has left it. Each step says what it compared with what.
import { Browser } from "../../packages/local-tenant/src/visitor/index.ts";
import { GUIDE_STEPS } from "./guide-steps.ts";
import { NATIVE_STEPS } from "./native-steps.ts";
import type { Declared, RehearsalOptions, Scene } from "./scene.ts";
import { type Listener, play, type PlayedStep } from "./script.ts";

export type { Declared, RehearsalOptions } from "./scene.ts";

export interface Rehearsal {
  readonly declared: Declared;
  readonly domain: string;
  readonly onRealTenant: boolean;
  /** `Chromium 156.0`; undefined where there was none. */
  readonly browser: string | undefined;
  readonly organization: string;
  readonly steps: readonly PlayedStep[];
  readonly passed: boolean;
}

/** Plays it through. A failure is the outcome of its step, and does not throw. */
export async function rehearse(options: RehearsalOptions, listener: Listener = {}): Promise<Rehearsal> {
  const { chromium, domain, declared, certificate, realTenant } = options;
  const scene: Scene = {
    ...options,
    capabilities: declared.scim ? ["sso", "scim"] : ["sso"],
    person: async (record, who) => {
      if (realTenant !== undefined && who !== undefined) return realTenant.visitor(who);
      return chromium === undefined
        ? new Browser(`https://${domain}`, certificate)
        : chromium.person((picture) => record.picture(picture));
    },
  };
  const steps = await play(declared.flavour === "guide" ? GUIDE_STEPS : NATIVE_STEPS, scene, listener);
  return {
    declared,
    domain,
    onRealTenant: realTenant !== undefined,
    browser: chromium === undefined ? undefined : `Chromium ${chromium.version}`,
    organization: options.organization.displayName,
    steps,
    passed: steps.every(({ outcome }) => outcome === "passed" || outcome === "left out"),
  };
}
