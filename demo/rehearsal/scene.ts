// What the rehearsal is given, and what its steps hand on to each other.
import type { KeyObject } from "node:crypto";
import type { SignIn, Visitor } from "../../packages/local-tenant/src/visitor/index.ts";
import type {
  Authorization,
  BegunLogin,
  Capability,
  MadeConnection,
  ModifyAssertion,
  OinClient,
  OktaOrganization,
} from "../okta/index.ts";
import type { Chromium } from "./chromium.ts";
import type { Recorder } from "./script.ts";

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
  /** PEM of the tenant's certificate; undefined: one that Node trusts. */
  readonly certificate: string | undefined;
  /** Okta's private key, made for this rehearsal. */
  readonly oktaKey: KeyObject;
  /** The customer's Okta; undefined: none takes part, and what needs one is left out. */
  readonly okta: OktaOrganization | undefined;
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
  /**
   * A real tenant, and who shows its pages to a person there: what is on them is not read. Default: the local tenant, by the
   * rehearsal's own browser.
   */
  readonly realTenant?: { readonly visitor: (who: SignIn) => Visitor };
  /** Changes Okta's client assertions, to see what the tenant refuses. Default: as they are. */
  readonly modifyAssertion?: ModifyAssertion;
}

/** What the steps hand on to each other. */
export interface Scene extends RehearsalOptions {
  readonly capabilities: readonly Capability[];
  /** Somebody who has never been on the tenant's pages; what they see is recorded. */
  readonly person: (record: Recorder, who?: SignIn) => Promise<Visitor>;
  client?: OinClient;
  login?: BegunLogin;
  callback?: URL;
  /** Lines of the consent page. */
  consent?: readonly string[];
  authorization?: Pick<Authorization, "claims" | "organizationId" | "scopes">;
  managementToken?: string;
  connection?: MadeConnection;
}
