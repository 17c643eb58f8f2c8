/**
 * Proof 1 of the commands: tenants set up by the guide's own steps, and as people leave them. adopt, then a preview with
 * exactly the differences expected, an up that mends them, and nothing to do; client ID, keys and every foreign object
 * stay.
 */
import { afterEach, describe, expect, it } from "vitest";
import type { Preview } from "../../../cli/preview.ts";
import type { Snapshot } from "../../../packages/local-tenant/src/index.ts";
import { SERVICE_APP_CLIENT_ID } from "../../../packages/local-tenant/src/seed/populated.ts";
import {
  addKey,
  type Call,
  followGuide,
  followGuideAgain,
  followScimGuide,
  type GuideInputs,
  leaveHalfDone,
  renameAll,
} from "../../fixtures/hand-made-tenants.ts";
import { abouts, type CliAnswer, cli, handOf, json } from "../support/cli.ts";
import {
  CONFIG,
  foreign,
  keyText,
  NEXT_OKTA_KEY,
  OKTA_KEY,
  openWorld,
  ownIds,
  succeeded,
  type World,
} from "../support/world.ts";

let world: World;
afterEach(() => world.close());

/** Sets the tenant up; gives the IDs of the objects to be kept, by the names of `ownIds`. */
type SetUp = (call: Call, inputs: GuideInputs) => Promise<Readonly<Record<string, string>>>;

interface HandMade {
  readonly title: string;
  readonly setUp: SetUp;
  readonly keys?: readonly string[];
  /** Arguments for adopt beside --yes, given what was set up. */
  readonly args?: (objects: Readonly<Record<string, string>>) => readonly string[];
  /** What adopt finds to say. */
  readonly notices?: readonly string[];
  /** What the preview shows of Auth0 resources. */
  readonly preview: readonly string[];
}

const GUIDE_NOTICES = ["notice guide.audience", "notice guide.login-uri", "notice guide.unbound-actions"];
const ROLE_IMPORTS = ["import express-admin-permissions", "import express-admin-role"];
const IMPORTS = [
  "import express-api-resource-server",
  "import express-api-scopes",
  "import express-consent-tenant",
  "import express-login-action",
  "import express-login-binding",
  "import express-oin-client-known-to-okta",
  "import express-oin-credentials",
  "import express-oin-grant",
];

const TENANTS: readonly HandMade[] = [
  {
    title: "the guide, to the letter",
    setUp: async (call, inputs) => ({ ...(await followGuide(call, inputs)) }),
    preview: [
      ...ROLE_IMPORTS,
      ...IMPORTS,
      "update express-login-action [code, deploy, secrets]",
      "update express-oin-credentials [privateKeyJwt.credentials[0]]",
    ],
  },
  {
    title: "the guide with its SCIM part, every object renamed since",
    setUp: async (call, inputs) => {
      const objects = await followScimGuide(call, inputs, await followGuide(call, inputs));
      await renameAll(call, objects);
      return { ...objects };
    },
    preview: [
      ...ROLE_IMPORTS,
      ...IMPORTS,
      "update express-admin-role [description, name]",
      "update express-api-resource-server [name]",
      "update express-login-action [code, deploy, name, secrets]",
      "update express-login-binding [displayName]",
      "update express-oin-client-known-to-okta [description, name]",
      "update express-oin-credentials [privateKeyJwt.credentials[0]]",
    ],
  },
  {
    title: "an existing role, which has other permissions, in place of a new one",
    setUp: async (call, inputs) => {
      const { role: _shared, ...objects } = await followGuide(call, inputs, await roleCalled(call, "Tenant Admin"));
      return objects;
    },
    preview: [
      "import express-admin-permission-sso",
      ...IMPORTS,
      "update express-login-action [code, deploy, secrets]",
      "update express-oin-credentials [privateKeyJwt.credentials[0]]",
    ],
  },
  {
    title: "two keys on the client",
    setUp: async (call, inputs) => {
      const objects = await followGuide(call, inputs);
      await addKey(call, objects.client, keyText(NEXT_OKTA_KEY));
      return { ...objects };
    },
    keys: [OKTA_KEY, NEXT_OKTA_KEY],
    preview: [
      ...ROLE_IMPORTS,
      ...IMPORTS,
      "update express-login-action [code, deploy, secrets]",
      "update express-oin-credentials [privateKeyJwt.credentials[0], privateKeyJwt.credentials[1]]",
    ],
  },
  {
    title: "the guide half done",
    setUp: async (call, inputs) => ({ ...(await leaveHalfDone(call, inputs)) }),
    notices: ["notice guide.audience", "notice guide.login-uri"],
    preview: [
      "create express-login-binding",
      "create express-oin-grant",
      ...ROLE_IMPORTS,
      ...IMPORTS.filter((line) => !/binding|grant/.test(line)),
      "update express-admin-permissions [permissions]",
      "update express-api-resource-server [enforcePolicies, tokenLifetime]",
      "update express-api-scopes [scopes]",
      "update express-consent-tenant [flags.useScopeDescriptionsForConsent]",
      "update express-login-action [code, deploy, secrets]",
      "update express-oin-client-known-to-okta [description, grantTypes[1], grantTypes[2], jwtConfiguration.alg, oidcConformant, organizationRequireBehavior, organizationUsage]",
      "update express-oin-credentials [authenticationMethod, privateKeyJwt]",
    ],
  },
  {
    title: "the guide done twice",
    setUp: async (call, inputs) => {
      const objects = await followGuide(call, inputs);
      await followGuideAgain(call, inputs);
      return { ...objects };
    },
    args: ({ client = "" }) => ["--client", client],
    preview: [
      ...ROLE_IMPORTS,
      ...IMPORTS,
      "update express-login-action [code, deploy, secrets]",
      "update express-oin-credentials [privateKeyJwt.credentials[0]]",
    ],
  },
];

async function roleCalled(call: Call, name: string): Promise<string> {
  const roles = await call<readonly { readonly id: string; readonly name: string }[]>("GET", "/roles");
  return roles.find((role) => role.name === name)?.id ?? "";
}

/** A world whose tenant was set up by hand. */
async function openHandMade(
  setUp: SetUp,
  keys: readonly string[] = [OKTA_KEY],
): Promise<Readonly<Record<string, string>>> {
  world = await openWorld({ config: { ...CONFIG, oktaPublicKeys: [...keys] } });
  const { tenant } = world;
  return setUp(handOf(tenant), {
    domain: tenant.domain,
    serviceAppClientId: SERVICE_APP_CLIENT_ID,
    serviceInitLoginUrl: CONFIG.initiateLoginUri,
    oktaPublicKey: keyText(OKTA_KEY),
  });
}

type Row = Readonly<Record<string, unknown>>;
const rows = (snapshot: Snapshot, name: string) => snapshot[name] as unknown as readonly Row[];
const keysOf = (snapshot: Snapshot, client: string | undefined) =>
  rows(snapshot, "credentials").filter((row) => row["client_id"] === client);

describe.each(TENANTS)("$title", ({ setUp, keys, args = () => [], notices = GUIDE_NOTICES, preview: expected }) => {
  it("is taken over whole", async () => {
    const objects = await openHandMade(setUp, keys);
    const { tenant, session } = world;
    const before = tenant.snapshot();

    const adopted = await cli(session, "adopt", ["--yes", "--json", ...args(objects)]);
    const answer = json<CliAnswer & { readonly preview: Preview }>(adopted);
    expect(abouts(answer), adopted.stdout).toEqual(notices);
    expect(adopted.exitCode).toBe(0);
    expect(tenant.snapshot()).toEqual(before);
    const onAuth0 = answer.preview.steps.filter(({ type }) => type.startsWith("auth0:"));
    expect(
      onAuth0.map(({ op, name, paths }) => `${op} ${name}${paths.length === 0 ? "" : ` [${paths.join(", ")}]`}`).sort(),
    ).toEqual(expected);

    succeeded(await session.up());
    const ids = await ownIds(session);
    expect(ids).toMatchObject(objects);
    succeeded(await session.preview({ args: ["--expect-no-changes"] }));
    const after = tenant.snapshot();
    expect(foreign(after, ids)).toBe(foreign(before, ids));
    if (keysOf(before, ids.client).length > 0) expect(keysOf(after, ids.client)).toEqual(keysOf(before, ids.client));
  });
});

it("a key whose ID was chosen is told, and up puts the configured key there before it takes that one off", async () => {
  const { client = "" } = await openHandMade(async (call, inputs) => {
    const objects = await followGuide(call, inputs);
    const path = `/clients/${objects.client}/credentials`;
    const [byGuide] = await call<readonly { readonly id: string }[]>("GET", path);
    const chosen = await call<{ readonly id: string }>("POST", path, {
      name: "By hand",
      credential_type: "public_key",
      pem: inputs.oktaPublicKey,
      alg: "RS256",
      kid: "okta-key-2026",
    });
    await call("PATCH", `/clients/${objects.client}`, {
      client_authentication_methods: { private_key_jwt: { credentials: [{ id: chosen.id }] } },
    });
    await call("DELETE", `${path}/${byGuide?.id ?? ""}`);
    return { ...objects };
  });
  const { tenant, session } = world;
  const refusal = json<CliAnswer>(await cli(session, "adopt", ["--yes", "--json"]));
  const [chosen] = refusal.findings.filter(({ about }) => about === "keys.unknown");
  expect(chosen?.says).toContain("has chosen, okta-key-2026. It may be the configured key");
  expect(chosen?.mend?.at(-1)).toBe("npm run adopt -- --stack test --yes --drop-key okta-key-2026");

  const adopted = await cli(session, "adopt", ["--yes", "--drop-key", "okta-key-2026"]);
  expect(adopted.exitCode, adopted.stdout).toBe(0);
  tenant.journal.clear();
  succeeded(await session.up());
  const keys = tenant.journal
    .writes()
    .filter(({ path }) => path.includes("/credentials"))
    .map(({ method }) => method);
  expect(keys).toEqual(["POST", "DELETE"]);
  expect(keysOf(tenant.snapshot(), client).map(({ kid }) => kid)).toEqual(chosen?.details?.["mayBe"]);
  succeeded(await session.preview({ args: ["--expect-no-changes"] }));
});
