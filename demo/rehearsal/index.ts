// The rehearsal: an Express Configuration from the admin's sign-in to the new connection's button, with "Okta" played
// here and the tenant as the stack has left it. Each step says what it compared with what.
import type { KeyObject } from "node:crypto";
import { Browser, type SignIn, type Visitor } from "../../packages/local-tenant/src/visitor/index.ts";
import type {
  Authorization,
  BegunLogin,
  Capability,
  MadeConnection,
  OinClient,
  OktaOrganization,
} from "../okta/index.ts";
import type { Chromium } from "./chromium.ts";
import { GUIDE_STEPS } from "./guide-steps.ts";
import { NATIVE_STEPS } from "./native-steps.ts";
import { type Listener, play, type PlayedStep, type Recorder } from "./script.ts";

/** What the stack declared: the tenant's answers are held against it. */
export interface Declared {
  readonly flavour: "guide" | "native";
  readonly scim: boolean;
  readonly oinClientId: string;
  /** The app that is configured. */
  readonly serviceApp: { readonly clientId: string; readonly name: string };
  /** Guide: where end users begin to sign in. Native: its template. */
  readonly loginUri: string;
}

export interface RehearsalOptions {
  readonly declared: Declared;
  /** `localhost:1234`. */
  readonly domain: string;
  /** PEM of the tenant's certificate. */
  readonly certificate: string;
  /** Okta's private key, made for this rehearsal. */
  readonly oktaKey: KeyObject;
  readonly okta: OktaOrganization;
  readonly organization: { readonly id: string; readonly displayName: string };
  /** May run it in that organization. */
  readonly admin: SignIn;
  /** A member of that organization who may not. */
  readonly colleague: SignIn;
  /** Where the app receives its people, for a look at their login page. */
  readonly appCallback: string;
  /** Reads an object of the Management API, such as `connections/con_1`, as an administrator of the tenant would. */
  readonly read: (path: string) => Promise<unknown>;
  /** Without it there are no pictures. */
  readonly chromium: Chromium | undefined;
}

/** What the steps hand on to each other. */
export interface Scene extends RehearsalOptions {
  readonly capabilities: readonly Capability[];
  /** Somebody who has never been on the tenant's pages; what they see is recorded. */
  readonly person: (record: Recorder) => Promise<Visitor>;
  client?: OinClient;
  login?: BegunLogin;
  callback?: URL;
  authorization?: Pick<Authorization, "claims" | "organizationId" | "scopes">;
  managementToken?: string;
  connection?: MadeConnection;
}

export interface Rehearsal {
  readonly declared: Declared;
  readonly domain: string;
  /** `Chromium 156.0`; undefined where there was none. */
  readonly browser: string | undefined;
  readonly organization: string;
  readonly steps: readonly PlayedStep[];
  readonly passed: boolean;
}

/** Plays it through. A failure is the outcome of its step, and does not throw. */
export async function rehearse(options: RehearsalOptions, listener: Listener = {}): Promise<Rehearsal> {
  const { chromium, domain, declared, certificate } = options;
  const scene: Scene = {
    ...options,
    capabilities: declared.scim ? ["sso", "scim"] : ["sso"],
    person: async (record) =>
      chromium === undefined
        ? new Browser(`https://${domain}`, certificate)
        : chromium.person((picture) => record.picture(picture)),
  };
  const steps = await play(declared.flavour === "guide" ? GUIDE_STEPS : NATIVE_STEPS, scene, listener);
  return {
    declared,
    domain,
    browser: chromium === undefined ? undefined : `Chromium ${chromium.version}`,
    organization: options.organization.displayName,
    steps,
    passed: steps.every(({ outcome }) => outcome === "passed" || outcome === "left out"),
  };
}
