/** adopt on plain data: choices, differences, what stands in the way, what is written. */
import { describe, expect, it } from "vitest";
import { ambiguityFindings, blockers, type Keys } from "../../../cli/adopt/blockers.ts";
import type { Candidates } from "../../../cli/adopt/candidates.ts";
import { type Ambiguity, choose } from "../../../cli/adopt/choice.ts";
import { guideFaults } from "../../../cli/adopt/faults.ts";
import { describe as describeAll, differences, GUIDE, planOf, unmanaged } from "../../../cli/adopt/flavours.ts";
import type { Found } from "../../../cli/adopt/found.ts";
import type { Context } from "../../../cli/adopt/object.ts";
import { isForScim } from "../../../cli/adopt/objects/api.ts";
import { configurationOf } from "../../../cli/adopt/plan.ts";
import { isSomebodyElses } from "../../../cli/adopt/role.ts";
import { foundText } from "../../../cli/adopt/text.ts";
import { commandAgain } from "../../../cli/again.ts";
import type { StackState } from "../../../cli/state.ts";
import { paletteOf } from "../../../cli/terminal.ts";
import { managementApiScopes } from "../../../contract/guide.ts";
import type { Configuration } from "../../../config/index.ts";
import { shellWords } from "../../fixtures/shell-words.ts";
import { CONFIGURATION as NATIVE_CONFIGURATION, EMPTY } from "./dashboard-objects.ts";
import { ACTION, API, BINDING, GRANT, KEY, OIN, OTHER_BINDING } from "./tenant-objects.ts";

const SSO = { resource_server_identifier: API, permission_name: "expressconfigure:sso" };
const ROLE = {
  role: {
    id: "rol_1",
    name: "EXPRESS_CONFIGURE_ADMIN_ROLE",
    description: "Administrator role for Express Configuration",
  },
  permissions: [SSO],
};
const SERVER = {
  id: "res_1",
  name: "Okta Express Configure API",
  identifier: API,
  enforce_policies: true,
  token_lifetime: 300,
  allow_offline_access: false,
  skip_consent_for_verifiable_first_party_clients: false,
  scopes: [{ value: "expressconfigure:sso", description: "Configure SSO with Express Configuration" }],
};
const FOUND: Found = {
  serviceApp: { clientId: "app", name: "Acme SaaS" },
  resourceServer: SERVER,
  role: ROLE,
  client: OIN,
  credentials: [KEY],
  attached: ["cred_1"],
  grant: GRANT,
  action: ACTION,
  flow: [OTHER_BINDING, BINDING],
  postLoginActions: [ACTION],
  useScopeDescriptionsForConsent: true,
};
const CONFIGURATION: Configuration = { ...NATIVE_CONFIGURATION, flavour: "guide" };
const CONTEXT: Context = {
  configuration: CONFIGURATION,
  inferred: {},
  scim: false,
  sharedRole: false,
  linkedClients: [],
  state: EMPTY,
};
const NOW = new Date("2026-11-23T12:00:00Z");

describe("differences", () => {
  const told = (change: Partial<Found>, context: Partial<Context> = {}) =>
    differences(GUIDE, { ...FOUND, ...change }, { ...CONTEXT, ...context }).map(
      ({ object, attribute, found, declared: wanted }) => [object, attribute, found, wanted],
    );

  it("has none where everything is as declared", () => {
    expect(told({})).toEqual([]);
    const off = { addons: {}, session_transfer: null, skip_non_verifiable_callback_uri_confirmation_prompt: false };
    expect(told({ client: { ...OIN, ...off } })).toEqual([]);
  });

  it.each<[string, Partial<Found>, unknown[]]>([
    [
      "API renamed",
      { resourceServer: { ...SERVER, name: "Okta" } },
      ["Express Configure API", "name", "Okta", "Okta Express Configure API"],
    ],
    [
      "RBAC off",
      { resourceServer: { ...SERVER, enforce_policies: false } },
      ["Express Configure API", "enforce_policies", false, true],
    ],
    [
      "API without scopes",
      { resourceServer: { ...SERVER, scopes: [] } },
      ["Express Configure API", "scopes", [], ['expressconfigure:sso "Configure SSO with Express Configuration"']],
    ],
    [
      "role without permission",
      { role: { ...ROLE, permissions: [] } },
      ["admin role", "permissions", [], ["expressconfigure:sso"]],
    ],
    [
      "client renamed",
      { client: { ...OIN, name: "Okta" } },
      ["OIN client", "name", "Okta", "Okta OIN Integration Client"],
    ],
    [
      "another callback",
      { client: { ...OIN, callbacks: ["https://acme.example"] } },
      ["OIN client", "callbacks", ["https://acme.example"], OIN.callbacks],
    ],
    [
      "an attribute that the plugin takes off, shown",
      { client: { ...OIN, organization_discovery_methods: ["email"] } },
      ["OIN client", "organization_discovery_methods", ["email"], null],
    ],
    [
      "one that can hold a secret, not shown",
      { client: { ...OIN, addons: { firebase: { secret: "s3cret" } } } },
      ["OIN client", "addons", "(set)", null],
    ],
    ["key not attached", { attached: [] }, ["keys", "key IDs that can sign in", [], ["kid-1"]]],
    [
      "scopes missing",
      { grant: { ...GRANT, scope: ["read:connections"] } },
      ["grant", "scope", ["read:connections"], [...managementApiScopes(false)].sort()],
    ],
    [
      "other code",
      { action: { ...ACTION, code: "a\nb" } },
      ["Action", "code", "other code, 2 lines", "this project's"],
    ],
    [
      "binding renamed",
      { flow: [{ ...BINDING, display_name: "Okta" }] },
      ["binding", "display_name", "Okta", "express_configure_postlogin_action"],
    ],
    [
      "consent shows names",
      { useScopeDescriptionsForConsent: false },
      ["consent setting", "use_scope_descriptions_for_consent", false, true],
    ],
  ])("%s", (_, change, difference) => {
    expect(told(change)).toEqual([difference]);
  });

  it("takes nothing away from a role that serves others too", () => {
    const role = {
      role: { id: "rol_2", name: "Admins" },
      permissions: [SSO, { resource_server_identifier: "https://api.acme.example", permission_name: "read:orders" }],
    };
    expect(told({ role }, { sharedRole: true })).toEqual([]);
  });

  it("keeps out of the consent setting where the stack does", () => {
    expect(
      told(
        { useScopeDescriptionsForConsent: false },
        { configuration: { ...CONFIGURATION, consentDescriptions: false } },
      ),
    ).toEqual([]);
  });

  it("are told below the object that they are on, and below them what up does not change", () => {
    const grant = { ...GRANT, scope: [...(GRANT.scope ?? []), "read:users"], authorization_details_types: ["payment"] };
    const found = { ...FOUND, grant };
    const part = {
      title: "Okta's guide",
      objects: describeAll(GUIDE, found, CONTEXT),
      differences: differences(GUIDE, found, CONTEXT),
      unmanaged: unmanaged(GUIDE, found),
      plan: planOf(GUIDE, found, CONTEXT, NOW),
      findings: [],
    };
    expect(foundText({ serviceApp: found.serviceApp, parts: [part] }, paletteOf({}))).toContain(
      [
        "  grant                  cgr_1\n      ~ scope: - read:users\n",
        '      ! authorization_details_types: ["payment"] (every preview shows it)\n',
      ].join(""),
    );
  });
});

describe("choice", () => {
  const candidates: Candidates = {
    clients: [OIN],
    roles: [ROLE],
    actions: [ACTION],
    postLoginActions: [ACTION],
    flow: [BINDING],
    useScopeDescriptionsForConsent: true,
  };

  it("takes what is the only one", () => {
    expect(choose(candidates, {})).toEqual({ choice: { client: OIN, role: ROLE, action: ACTION }, ambiguities: [] });
  });

  it("takes nothing where there is nothing", () => {
    expect(choose({ ...candidates, clients: [], roles: [], actions: [] }, {})).toEqual({ choice: {}, ambiguities: [] });
  });

  it("names all of several, with what tells them apart", () => {
    const duplicate = { client_id: "duplicate", name: "Okta OIN Integration Client" };
    const { ambiguities } = choose({ ...candidates, clients: [OIN, duplicate] }, {});
    expect(ambiguities).toEqual([
      {
        kind: "client",
        candidates: [
          { id: "oin", described: '"Okta OIN Integration Client", 1 key' },
          { id: "duplicate", described: '"Okta OIN Integration Client", without a key, not linked to the service app' },
        ],
      },
    ]);
  });

  it("takes the chosen one of several, and refuses one that is not among them", () => {
    const duplicate = { ...OIN, client_id: "duplicate" };
    expect(choose({ ...candidates, clients: [OIN, duplicate] }, { client: "duplicate" }).choice.client).toEqual(
      duplicate,
    );
    expect(choose(candidates, { client: "unknown" }).ambiguities.map(({ kind }) => kind)).toEqual(["client"]);
  });
});

describe("several candidates", () => {
  const candidates = [
    { id: "oin", described: '"Okta", 1 key' },
    { id: "duplicate", described: '"Okta", without a key' },
  ];
  const commands = (...ambiguities: Ambiguity[]) =>
    ambiguityFindings(ambiguities, commandAgain("adopt", "prod", { asConfigured: true, dropKey: ["kid-2"] })).map(
      ({ mend }) => mend?.at(-1),
    );

  it("are told with a command that has the options that were given", () => {
    expect(commands({ kind: "client", candidates })).toEqual([
      "npm run adopt -- --stack prod --as-configured --drop-key kid-2 --client <ID>",
    ]);
  });

  it("of several kinds are told with one command that names all of them", () => {
    const command = "npm run adopt -- --stack prod --as-configured --drop-key kid-2 --client <ID> --role <ID>";
    expect(commands({ kind: "client", candidates }, { kind: "role", candidates })).toEqual([command, command]);
  });
});

describe("what stands in the way", () => {
  const given = { stack: "prod", asConfigured: true, client: "oin" };
  const keys = (keyIds: string[], dropKeys: string[] = []): Keys => ({
    keyIds,
    dropKeys,
    again: (further) => commandAgain("adopt", "prod", { ...given, ...further }),
  });
  const stopped = (change: Partial<Found>, keyIds = ["kid-1"], dropKeys: string[] = []) =>
    blockers({ ...FOUND, ...change }, keys(keyIds, dropKeys), "prod").map(({ about }) => about);

  it("is nothing where every key has its file", () => {
    expect(stopped({})).toEqual([]);
  });

  it("is a key that signs in and that no file holds, unless it may go", () => {
    expect(stopped({}, ["kid-2"])).toEqual(["keys.unknown"]);
    expect(stopped({}, ["kid-2"], ["kid-1"])).toEqual([]);
  });

  it("is a key whose ID was chosen, which may be the configured one: each way, and what it means for Okta", () => {
    const thumbprint = "pxAfvPq4urgkZaVkTTnFnRQihIw2ZbK1WYsFDm0HF2g";
    const one = (kid: string, change: object = {}, keyIds = [thumbprint]) =>
      blockers({ ...FOUND, credentials: [{ ...KEY, kid, ...change }] }, keys(keyIds), "prod");
    const [chosen] = one("okta-2026", { alg: "RS256" });
    expect(chosen).toMatchObject({ about: "keys.unknown", details: { mayBe: [thumbprint], algorithm: "RS256" } });
    expect(chosen?.says).toMatch(
      /has chosen, okta-2026\. It may be the configured key pxAf.+The algorithm is Okta's, RS256\. It was added on/,
    );
    expect(chosen?.mend?.filter((line) => /^(npm|pulumi) /.test(line))).toEqual([
      "pulumi config set --path 'okta-express:oktaPublicKeys[1]' <file> --stack prod",
      "npm run adopt -- --stack prod --as-configured --client oin --drop-key okta-2026",
    ]);
    expect(chosen?.mend?.join("\n")).toContain(
      `and Okta names okta-2026: leave it as it is, and have Okta name ${thumbprint}`,
    );
    expect(one("okta-2026", { alg: "PS256" })[0]?.says).toContain("with this one Okta cannot sign in");

    // A thumbprint tells another key, and so does an ID beside the configured key itself.
    const plain = "and no configured file holds it: up would take it off the client.";
    expect(one(thumbprint.replace("p", "q"))[0]?.says).toContain(plain);
    const beside = {
      credentials: [
        { ...KEY, kid: "okta-2026" },
        { id: "cred_2", kid: thumbprint },
      ],
      attached: ["cred_1", "cred_2"],
    };
    expect(blockers({ ...FOUND, ...beside }, keys([thumbprint]), "prod").map(({ says }) => says)).toEqual([
      `Okta signs in with the key okta-2026, ${plain}`,
    ]);

    const [leftover] = blockers(
      { ...FOUND, credentials: [{ ...KEY, kid: "okta-2026" }], attached: [] },
      keys([thumbprint]),
      "prod",
    );
    expect(leftover).toMatchObject({ about: "keys.leftover" });
    expect(leftover?.says).toContain("it may be a configured key, and nothing is lost with it");
  });

  it("names commands that keep the options that were given, and the keys that may go already", () => {
    const both = { credentials: [KEY, { id: "cred_2", kid: "-kid-2" }], attached: ["cred_1", "cred_2"] };
    const command = (dropKeys: string[]) =>
      blockers({ ...FOUND, ...both }, keys(["kid-3"], dropKeys), "prod").map(({ mend }) => mend?.at(-1));
    expect(command([])).toEqual([
      "npm run adopt -- --stack prod --as-configured --client oin --drop-key kid-1",
      "npm run adopt -- --stack prod --as-configured --client oin --drop-key -kid-2",
    ]);
    expect(command(["kid-1"])).toEqual([
      "npm run adopt -- --stack prod --as-configured --client oin --drop-key kid-1 --drop-key -kid-2",
    ]);

    const duplicates = { credentials: [KEY, { ...KEY, id: "cred_2", kid: "kid-2" }], attached: ["cred_1", "cred_2"] };
    const [finding] = blockers({ ...FOUND, ...duplicates }, keys(["kid-1", "kid-2"]), "prod");
    expect(finding?.mend?.[0]).toBe(
      "Take off the one that Okta does not sign with now; the next up puts it back under a name of its own.",
    );
    expect(finding?.mend?.filter((line) => line.startsWith("npm run adopt"))).toEqual([
      "npm run adopt -- --stack prod --as-configured --client oin",
      "npm run adopt -- --stack prod --as-configured --client oin",
    ]);
  });

  it("is a left-over key: the plugin would attach it", () => {
    expect(stopped({ credentials: [KEY, { id: "cred_2", kid: "kid-2" }] })).toEqual(["keys.leftover"]);
  });

  it("is a secret that the plugin was not told of", () => {
    expect(stopped({ action: { ...ACTION, secrets: [{ name: "TENANT_DOMAIN" }, { name: "DEBUG" }] } })).toEqual([
      "action.further-secrets",
    ]);
  });
});

describe("the guide's faults", () => {
  const faults = (change: Partial<Found>) =>
    guideFaults({ ...FOUND, ...change }, "https://app.acme.example/login", "prod").map(({ about }) => about);

  it("quote marks in the login URI are supposed wherever somebody else set the secret", () => {
    expect(faults({})).toEqual(["guide.login-uri"]);
    expect(faults({ action: { ...ACTION, secrets: [] } })).toEqual([]);
  });

  it("the audience from the query only", () => {
    expect(
      faults({ action: { ...ACTION, code: "if (event.request.query.audience !== x) return;", secrets: [] } }),
    ).toEqual(["guide.audience"]);
  });

  it("deployed actions that are bound to nothing beside ours alone in the flow", () => {
    const crm = { id: "crm", name: "Tell the CRM", deployed_version: { id: "v" } };
    const draft = { id: "draft", name: "Draft" };
    const alone = { action: { ...ACTION, secrets: [] }, flow: [BINDING], postLoginActions: [ACTION, crm, draft] };
    expect(guideFaults({ ...FOUND, ...alone }, "https://x", "prod").map(({ details }) => details)).toEqual([
      { unbound: [{ id: "crm", name: "Tell the CRM" }] },
    ]);
    expect(faults({ ...alone, flow: [OTHER_BINDING, BINDING] })).toEqual([]);
  });

  it("the command that binds them can be pasted, whatever they are called", () => {
    const rule = { id: "rule", name: "Bob's `rule`", deployed_version: { id: "v" } };
    const [finding] = guideFaults(
      { ...FOUND, action: { ...ACTION, secrets: [] }, flow: [BINDING], postLoginActions: [ACTION, rule] },
      "https://x",
      "prod",
    );
    const bindings = [
      { ref: { type: "action_id", value: "rule" }, display_name: "Bob's `rule`" },
      { ref: { type: "action_id", value: "act" }, display_name: BINDING.display_name },
    ];
    expect(shellWords(finding?.mend?.[1] ?? "")).toEqual([
      "npm",
      "run",
      "api",
      "--",
      "patch",
      "actions/triggers/post-login/bindings",
      "--data",
      JSON.stringify({ bindings }),
      "--stack",
      "prod",
    ]);
  });
});

describe("plan", () => {
  const plan = (change: Partial<Found> = {}, configured: Partial<Configuration> = {}, state = EMPTY) => {
    const found = { ...FOUND, ...change };
    const configuration = { ...CONFIGURATION, ...configured };
    const scim = configuration.scim || isForScim(found);
    const sharedRole = isSomebodyElses(found.role, configuration.adminRole, "guide", state);
    return planOf(GUIDE, found, { ...CONTEXT, configuration, scim, sharedRole, state }, NOW);
  };
  const inState = (...types: string[]): StackState => ({
    outputs: {},
    resources: types.map((type) => ({
      urn: `urn:${type}`,
      id: type,
      type: `auth0:index/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`,
    })),
  });

  it("takes over everything that was found", () => {
    expect(configurationOf(plan())).toEqual({
      "okta-express:adopt.foundAt": "2026-11-23T12:00:00.000Z",
      "okta-express:adopt.resourceServer": "res_1",
      "okta-express:adopt.role": "rol_1",
      "okta-express:adopt.client": "oin",
      "okta-express:adopt.clientGrant": "cgr_1",
      "okta-express:adopt.action": "act",
      "okta-express:adopt.binding": "post-login",
    });
  });

  it("leaves out what the stack has, half of a pair is not having it", () => {
    const state = inState(
      "ResourceServer",
      "ResourceServerScopes",
      "Role",
      "RolePermissions",
      "Client",
      "ClientCredentials",
      "Action",
    );
    expect(plan({}, {}, state).adopt).toEqual({
      foundAt: "2026-11-23T12:00:00.000Z",
      client: "oin",
      clientGrant: "cgr_1",
      action: "act",
      binding: "post-login",
    });
  });

  it("is nothing where the stack has all", () => {
    const state = inState(
      "ResourceServer",
      "ResourceServerScopes",
      "Role",
      "RolePermissions",
      "Client",
      "ClientCredentials",
      "ClientGrant",
      "Action",
      "TriggerAction",
    );
    expect(plan({}, {}, state)).toEqual({ settings: {}, attach: [], deploy: [] });
  });

  it("does not claim a binding that is not there", () => {
    expect(plan({ flow: [OTHER_BINDING] }).adopt).not.toHaveProperty("binding");
  });

  it("keeps the stack's own role, whatever it was given by hand", () => {
    const role = {
      ...ROLE,
      permissions: [SSO, { resource_server_identifier: "https://api.acme.example", permission_name: "read:orders" }],
    };
    const state = { outputs: {}, resources: [{ urn: "urn:role", id: "rol_1", type: "auth0:index/role:Role" }] };
    expect(isSomebodyElses(role, undefined, "guide", state)).toBe(false);
    expect(plan({ role }, {}, state).settings).toEqual({});
  });

  it("makes a role that serves others too the configured one, and takes over our permission on it alone", () => {
    const role = {
      role: { id: "rol_2", name: "Admins" },
      permissions: [SSO, { resource_server_identifier: "https://api.acme.example", permission_name: "read:orders" }],
    };
    expect(isSomebodyElses(role, undefined, "guide", EMPTY)).toBe(true);
    expect(configurationOf(plan({ role }))).toMatchObject({
      "okta-express:adminRole": "rol_2",
      "okta-express:adopt.rolePermissions[0]": "expressconfigure:sso",
    });
    expect(plan({ role }).adopt).not.toHaveProperty("role");
  });

  it("turns SCIM on where the tenant has it", () => {
    const grant = { ...GRANT, scope: [...managementApiScopes(true)] };
    expect(isForScim({ ...FOUND, grant })).toBe(true);
    expect(plan({ grant }).settings).toEqual({ "okta-express:scim": "true" });
    expect(plan({ grant }, { scim: true }).settings).toEqual({});
  });

  it("attaches one of Okta's keys that an interrupted up left unattached", () => {
    expect(plan({ attached: [] }).attach).toEqual([{ clientId: "oin", credentials: ["cred_1"], native: false }]);
  });
});
