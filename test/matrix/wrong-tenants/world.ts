/**
 * What is wrong with a tenant is told before an Okta admin tries, and is why the try fails: a stack that was set up, made
 * wrong in one way at a time. `ready` or `audit` names the cause; then the rehearsal plays Okta's part without a browser.
 */
import { createPublicKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DEMOS, type DemoFlavour } from "../../../demo/by-hand.ts";
import type { ModifyAssertion } from "../../../demo/okta/index.ts";
import { type Declared, rehearse, type Rehearsal } from "../../../demo/rehearsal/index.ts";
import type { Snapshot } from "../../../packages/local-tenant/src/index.ts";
import { SERVICE_APP_CLIENT_ID } from "../../../packages/local-tenant/src/seed/populated.ts";
import { cli, type CliAnswer, handOf, json } from "../../e2e/support/cli.ts";
import { nativeIds } from "../../e2e/support/native-world.ts";
import { openWorld, ownIds, type World } from "../../e2e/support/world.ts";
import type { Call } from "../../fixtures/hand-made-tenants.ts";

export const ADA = "ada@northwind.example";
const GRACE = "grace@northwind.example";
const PASSWORD = "Only-4-a-local-tenant";
const DATABASE = "Username-Password-Authentication";

/** A tenant that is ready, and the IDs of what can be made wrong. */
export interface Place {
  readonly flavour: DemoFlavour;
  readonly call: Call;
  readonly client: string;
  readonly role: string;
  /** Guide only; else empty. */
  readonly grant: string;
  /** Guide only; else empty. */
  readonly action: string;
  readonly organization: string;
  readonly database: string;
  readonly ada: string;
  /** The one connection profile of the native flavour; else empty. */
  readonly connectionProfile: string;
}

/** What the stack is told that the rehearsal compares with. */
export type DeclaredHere = Pick<Declared, "flavour" | "scim" | "loginUri">;

/** How Okta itself behaves otherwise than agreed. */
export interface OktaOtherwise {
  readonly key?: KeyObject;
  readonly modifyAssertion?: ModifyAssertion;
}

/** What was said before, and where the rehearsal ended. */
export interface Told {
  /** Problems and notices as `problem role: The admin role …`, of `ready` for Ada in her organization, and of `audit`. */
  readonly ready: readonly string[];
  readonly audit: readonly string[];
  /** `Okta gets a token …: why`; undefined where every step passed. */
  readonly failed: string | undefined;
}

/** One world in which the tenant is made wrong again and again from the same beginning. */
export class ReadyWorld {
  readonly #world: World;
  readonly #oktaKey: KeyObject;
  readonly #snapshot: Snapshot;
  readonly #declared: DeclaredHere;
  readonly place: Place;

  private constructor(world: World, oktaKey: KeyObject, place: Place, declared: DeclaredHere) {
    this.#world = world;
    this.#oktaKey = oktaKey;
    this.place = place;
    this.#declared = declared;
    this.#snapshot = world.tenant.snapshot();
  }

  /** A stack of its own, with SCIM. */
  static async open(flavour: DemoFlavour): Promise<ReadyWorld> {
    const world = await openWorld({ config: { ...DEMOS[flavour].config, scim: "true" } });
    const { privateKey, file } = await keyFile(world);
    await world.session.setConfig("oktaPublicKeys", [file]);
    const up = await world.session.up();
    if (up.exitCode !== 0) throw new Error(`${up.stdout}\n${up.stderr}`);
    const { config } = DEMOS[flavour];
    const loginUri = "initiateLoginUri" in config ? config.initiateLoginUri : config.initiateLoginUriTemplate;
    return ReadyWorld.on(world, { flavour, scim: true, loginUri }, privateKey);
  }

  /** On a stack that is up: gives Ada the role in her organization, and enables the OIN client for her connection. */
  static async on(world: World, declared: DeclaredHere, oktaKey: KeyObject): Promise<ReadyWorld> {
    const { flavour } = declared;
    const call = handOf(world.tenant);
    const ids = await (flavour === "guide" ? ownIds : nativeIds)(world.session);
    const { id: organization } = await call<{ id: string }>("GET", "/organizations/name/northwind");
    const [ada] = await call<{ user_id: string }[]>("GET", `/users-by-email?email=${ADA}`);
    const connections = await call<{ id: string; name: string }[]>("GET", "/connections");
    const place: Place = {
      flavour,
      call,
      client: ids.client,
      role: ids.role,
      grant: ids.grant,
      action: ids.action,
      organization,
      database: connections.find(({ name }) => name === DATABASE)?.id ?? "",
      ada: ada?.user_id ?? "",
      connectionProfile: "connectionProfile" in ids ? String(ids.connectionProfile) : "",
    };
    await call("POST", `/organizations/${organization}/members/${place.ada}/roles`, { roles: [place.role] });
    await call("PATCH", `/connections/${place.database}/clients`, [{ client_id: place.client, status: true }]);
    return new ReadyWorld(world, oktaKey, place, declared);
  }

  close(): Promise<void> {
    return this.#world.close();
  }

  /** The tenant as it was when it was ready. */
  restore(): void {
    this.#world.tenant.restore(this.#snapshot);
  }

  /** What is said of the tenant as it is now, and what comes of a try. */
  async ask(okta: OktaOtherwise = {}): Promise<Told> {
    const [ready, audit] = [
      await cli(this.#world.session, "ready", ["--organization", "northwind", "--user", ADA, "--json"]),
      await cli(this.#world.session, "audit", ["--json"]),
    ];
    const { steps } = await this.rehearse(okta);
    const failed = steps.find(({ outcome }) => outcome === "failed");
    return {
      ready: lines(json(ready)),
      audit: lines(json(audit)),
      failed: failed === undefined ? undefined : `${failed.title}: ${failed.reason ?? ""}`,
    };
  }

  rehearse({ key = this.#oktaKey, modifyAssertion }: OktaOtherwise = {}): Promise<Rehearsal> {
    const { tenant } = this.#world;
    const { client, organization, call } = this.place;
    return rehearse({
      declared: {
        ...this.#declared,
        oinClientId: client,
        serviceApp: { clientId: SERVICE_APP_CLIENT_ID, name: "Acme SaaS" },
      },
      domain: tenant.domain,
      certificate: readFileSync(tenant.certificateFile, "utf8"),
      oktaKey: key,
      okta: { domain: "northwind.okta.example", clientId: "0oaacmesaas", clientSecret: "only-for-a-test" },
      organization: { id: organization, displayName: "Northwind Traders" },
      admin: { username: ADA, password: PASSWORD, organization: "northwind" },
      colleague: { username: GRACE, password: PASSWORD, organization: "northwind" },
      appCallback: "https://app.acme.example/callback",
      read: (path) => call("GET", `/${path}`),
      chromium: undefined,
      ...(modifyAssertion === undefined ? {} : { modifyAssertion }),
    });
  }
}

/** A key pair of "Okta's", its public half in a file of the world's folder. */
export async function keyFile(world: World): Promise<{ readonly privateKey: KeyObject; readonly file: string }> {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const file = join(world.session.folder, "okta-public-key.pem");
  await writeFile(file, publicPem(privateKey));
  return { privateKey, file };
}

export const publicPem = (privateKey: KeyObject): string =>
  createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString();

const lines = ({ findings }: CliAnswer): string[] =>
  findings
    .filter(({ severity }) => severity !== "ok")
    .map(({ severity, about, says }) => `${severity} ${about}: ${says}`);
