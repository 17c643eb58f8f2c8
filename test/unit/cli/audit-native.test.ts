/** audit on plain data, native and both: a clean tenant gives nothing, each kind of tampering exactly one finding. */
import type { Management } from "auth0";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judge } from "../../../cli/audit/index.ts";
import type { OinClientReading, Reading } from "../../../cli/audit/reading.ts";
import { type ExpectedState, expectedStateOf } from "../../../cli/audit/expected-state.ts";
import type { Configuration } from "../../../config/index.ts";
import {
  ADMINS,
  API,
  appNaming,
  AUDIENCE,
  BOTH_READING,
  BOTH_EXPECTED,
  DOMAINS,
  NATIVE_KEY,
  NATIVE_OIN,
  NATIVE_READING,
  NATIVE_EXPECTED,
  OIN,
  READING,
  SET_AT,
  SYSTEM_GRANT,
  EXPECTED,
} from "./tenant-objects.ts";

const told = (reading: Reading, expected = NATIVE_EXPECTED) =>
  judge(reading, expected).map(({ severity, about, says }) => `${severity} ${about}: ${says}`);
const native = (change: Partial<Reading>, expected = NATIVE_EXPECTED) =>
  told({ ...NATIVE_READING, ...change }, expected);

const LATER = "2026-11-20T08:00:00.000Z";
const further = { id: "cred_2", kid: "kid-2", created_at: SET_AT };
const own = (change: Partial<OinClientReading>): Partial<Reading> => ({
  oinClients: { noin: { client: NATIVE_OIN, credentials: [NATIVE_KEY], grants: [SYSTEM_GRANT], ...change } },
});
const withClient = (change: Partial<Management.Client>): Partial<Reading> =>
  own({ client: { ...NATIVE_OIN, ...change } });
const stray = (clientId: string): Management.Client => ({ ...NATIVE_OIN, client_id: clientId, name: "Copy" });

it("gives nothing for a clean tenant, in either flavour or both", () => {
  expect(judge(NATIVE_READING, NATIVE_EXPECTED)).toEqual([]);
  expect(judge(BOTH_READING, BOTH_EXPECTED)).toEqual([]);
});

it("gives nothing for the guide's duplicates on a tenant that does not use the guide", () => {
  expect(
    native({ clients: [...NATIVE_READING.clients, OIN, { client_id: "old", callbacks: OIN.callbacks ?? [] }] }),
  ).toEqual([]);
});

describe("native", () => {
  it.each<[string, Partial<Reading>, string]>([
    [
      "other code deployed in one Action, the draft put back",
      { actions: [ADMINS, { ...DOMAINS, deployed_version: { ...DOMAINS.deployed_version, code: "other" } }] },
      "problem action.deployed-code: What the Action express_configuration_domain_aliases runs at logins is not its draft: the draft is this project's, what runs is not.",
    ],
    [
      "a secret of one Action set later",
      {
        actions: [
          {
            ...ADMINS,
            secrets: [
              { name: "APP_METADATA_KEY", updated_at: LATER },
              { name: "SCOPES", updated_at: SET_AT },
            ],
          },
          DOMAINS,
        ],
      },
      "problem action.secrets: A secret of the Action express_configuration_admins changed since the stack set it: APP_METADATA_KEY.",
    ],
    [
      "the only secret of an Action set after the stack wrote it",
      { actions: [ADMINS, { ...DOMAINS, secrets: [{ name: "METADATA_KEY", updated_at: LATER }] }] },
      "problem action.secrets: A secret of the Action express_configuration_domain_aliases changed since the stack set it: METADATA_KEY.",
    ],
    [
      "one Action bound twice",
      { bindings: [...NATIVE_READING.bindings, { id: "again", display_name: "again", action: { id: "admins" } }] },
      'problem action.bindings: The Action express_configuration_admins is bound to the post-login flow 2 times ("express_configuration_admins", "again"): it runs as often at each login.',
    ],
    [
      "a further key, not attached",
      own({ credentials: [NATIVE_KEY, further] }),
      "problem oin-client.keys: The OIN client has a further key kid-2, not attached, so that it cannot sign in.",
    ],
    [
      "a grant of its own",
      own({ grants: [SYSTEM_GRANT, { id: "cgr", client_id: "noin", audience: AUDIENCE, scope: ["read:users"] }] }),
      `problem oin-client.grants: The OIN client has a grant, for ${AUDIENCE} (read:users); Auth0's Express Configuration needs none but Auth0's own.`,
    ],
    [
      "another callback",
      withClient({ callbacks: ["https://evil.example/", ...(NATIVE_OIN.callbacks ?? [])] }),
      "problem oin-client.settings: The OIN client no longer has what Auth0 made it with: callbacks [https://evil.example/, https://system-admin.okta.com/admin/app/generic/oauth20redirect] instead of [https://system-admin.okta.com/admin/app/generic/oauth20redirect].",
    ],
    [
      "another grant type",
      withClient({ grant_types: ["authorization_code", "client_credentials", "password"] }),
      "problem oin-client.settings: The OIN client no longer has what Auth0 made it with: grant_types [authorization_code, client_credentials, password] instead of [authorization_code, client_credentials].",
    ],
    [
      "organizations no longer required",
      withClient({ organization_usage: "allow" }),
      "problem oin-client.settings: The OIN client no longer has what Auth0 made it with: organization_usage allow instead of require.",
    ],
    [
      "a further client that no application names",
      { clients: [...NATIVE_READING.clients, stray("duplicate")] },
      'problem oin-client.duplicates: A further client duplicate ("Copy") for Express Configuration is named by no application.',
    ],
    [
      "another application that names the OIN client",
      { clients: [...NATIVE_READING.clients, appNaming("crm", "noin", "CRM")] },
      'problem oin-client.apps: The application crm ("CRM"), which is not the service app, names the OIN client in its Express Configuration block.',
    ],
    [
      "the app's block names another client",
      { clients: [appNaming("app", "somebody-else"), NATIVE_OIN] },
      "problem app.block: The service app names the OIN client somebody-else, not noin.",
    ],
    [
      "the app's block taken off",
      { clients: [{ client_id: "app", name: "Acme SaaS" }, NATIVE_OIN] },
      "problem app.block: The service app has no Express Configuration block any more, so that Okta cannot set it up.",
    ],
    [
      "the OIN client is gone",
      { ...own({ client: undefined as never, credentials: undefined as never }), clients: [appNaming("app", "noin")] },
      "problem oin-client: The OIN client noin, which Okta knows, is gone: Express Configuration does not work.",
    ],
    [
      "the flag turned on",
      { flags: { enable_client_connections: true } },
      "problem tenant.enable-client-connections: The tenant flag enable_client_connections (dashboard: Enable Application Connections) is on: connections are enabled for applications that are not meant.",
    ],
    [
      "a member of the role outside organizations",
      { roleMembers: [{ user_id: "auth0|1" }] },
      "problem role.members: 1 user holds the admin role outside organizations: auth0|1.",
    ],
  ])("%s", (_, change, finding) => {
    expect(native(change)).toEqual([finding]);
  });

  it("leaves another service app and its OIN client alone", () => {
    expect(
      native({ clients: [...NATIVE_READING.clients, stray("theirs"), appNaming("crm", "theirs", "CRM")] }),
    ).toEqual([]);
  });

  it("a client that no application names is only told where not all applications were looked at", () => {
    expect(native({ clients: [...NATIVE_READING.clients, stray("duplicate")], moreClients: true })).toEqual([
      'notice oin-client.duplicates: A further client duplicate ("Copy") for Express Configuration is named by none of the applications that were looked at.',
      "notice clients: Of the tenant's applications the first 3 were looked at, to make few calls.",
    ]);
  });

  describe("which application the service app is", () => {
    const OWN_NAME = NATIVE_EXPECTED.serviceApp;
    /** Of a stack that holds nothing that names the service app. */
    const { serviceAppClientId: _held, ...CONFIGURED } = NATIVE_EXPECTED;
    const leftOver: Management.Client = { ...NATIVE_OIN, client_id: "left-over", name: OWN_NAME };
    const second: Management.Client = { client_id: "second", name: OWN_NAME };
    const all = (expected: ExpectedState, ...clients: Management.Client[]) =>
      judge({ ...NATIVE_READING, clients: [...clients, ...NATIVE_READING.clients] }, expected);

    it("is what the stack holds, whatever else has its name", () => {
      expect(all(NATIVE_EXPECTED, second)).toEqual([]);
      expect(all(NATIVE_EXPECTED, leftOver).map(({ about, details }) => [about, details?.["clientId"]])).toEqual([
        ["oin-client.duplicates", "left-over"],
      ]);
      expect(all({ ...NATIVE_EXPECTED, serviceApp: "renamed since" }, second)).toEqual([]);
      expect(all(NATIVE_EXPECTED, appNaming("second", "noin")).map(({ about, mend }) => [about, mend])).toEqual([
        [
          "oin-client.apps",
          [`npm run api -- patch clients/second --data '{"express_configuration":null}' --stack prod`],
        ],
      ]);
    });

    it("is judged by its own block, not by that of another of its name", () => {
      const [finding, ...others] = judge(
        {
          ...NATIVE_READING,
          clients: [appNaming("second", "theirs"), { client_id: "app", name: OWN_NAME }, NATIVE_OIN],
        },
        NATIVE_EXPECTED,
      );
      expect([finding?.about, finding?.details, others]).toEqual([
        "app.block",
        { serviceApp: "app", oinClientId: "noin" },
        [],
      ]);
    });

    it("is the configured one where the stack holds nothing of it, and no OIN client", () => {
      expect(all(CONFIGURED, leftOver).map(({ about, details }) => [about, details?.["clientId"]])).toEqual([
        ["oin-client.duplicates", "left-over"],
      ]);
      expect(all({ ...CONFIGURED, serviceApp: "app" }, second, leftOver).map(({ about }) => about)).toEqual([
        "oin-client.duplicates",
      ]);
    });

    it("is no one where several could be it: then no block is to be taken off any of them", () => {
      const findings = all(CONFIGURED, second);
      expect(findings.map(({ severity, about, says, mend }) => ({ severity, about, says, mend }))).toEqual([
        {
          severity: "notice",
          about: "oin-client.apps",
          says: 'The application app ("Acme SaaS") names the OIN client in its Express Configuration block, and whether it is the service app cannot be told from serviceApp ("Acme SaaS").',
          mend: [
            "Set the client ID of the app that is published in the OIN, and audit again:",
            'pulumi config set okta-express:serviceApp "<client ID or exact name of your app in the OIN>" --stack prod',
          ],
        },
      ]);
      const some = judge({ ...NATIVE_READING, moreClients: true }, CONFIGURED);
      expect(some.map(({ severity, about }) => `${severity} ${about}`)).toEqual([
        "notice oin-client.apps",
        "notice clients",
      ]);
    });

    it("no finding takes the block off the real one, whatever applications there are (property)", () => {
      const client = fc.record({
        client_id: fc.constantFrom("a", "b", "c"),
        name: fc.constantFrom(OWN_NAME, "CRM"),
        oin: fc.boolean(),
        names: fc.constantFrom(undefined, "noin", "theirs"),
      });
      const clients = fc.uniqueArray(client, { selector: ({ client_id }) => client_id }).map((drawn) =>
        drawn.map(({ client_id, name, oin, names }): Management.Client => ({
          ...(names === undefined ? {} : appNaming(client_id, names)),
          ...(oin ? NATIVE_OIN : {}),
          client_id,
          name,
        })),
      );
      fc.assert(
        fc.property(
          clients,
          fc.constantFrom<ExpectedState>(NATIVE_EXPECTED, CONFIGURED, { ...CONFIGURED, serviceApp: "app" }),
          fc.boolean(),
          (others, expected, moreClients) => {
            const findings = judge(
              { ...NATIVE_READING, clients: [...others, ...NATIVE_READING.clients], moreClients },
              expected,
            );
            expect(findings.flatMap(({ mend = [] }) => mend).filter((line) => line.includes("clients/app "))).toEqual(
              [],
            );
          },
        ),
      );
    });
  });

  it("a released client is no longer in the app's block", () => {
    const released = {
      ...NATIVE_EXPECTED,
      oinClients: NATIVE_EXPECTED.oinClients.map((client) => ({ ...client, released: true })),
    };
    expect(native({ clients: [{ client_id: "app", name: "Acme SaaS" }, NATIVE_OIN] }, released)).toEqual([]);
  });

  it("the commands to mend it name what they change and nothing else", () => {
    const mend = (change: Partial<Reading>) => judge({ ...NATIVE_READING, ...change }, NATIVE_EXPECTED)[0]?.mend;
    expect(mend(withClient({ organization_usage: "allow" }))).toEqual([
      `npm run api -- patch clients/noin --data '{"organization_usage":"require"}' --stack prod`,
    ]);
    expect(mend({ clients: [...NATIVE_READING.clients, appNaming("crm", "noin", "CRM")] })).toEqual([
      `npm run api -- patch clients/crm --data '{"express_configuration":null}' --stack prod`,
    ]);
    expect(mend({ actions: [ADMINS, { ...DOMAINS, secrets: [{ name: "METADATA_KEY", updated_at: LATER }] }] })).toEqual(
      [
        "To have the stack set all of them again: delete the Action, and have it made anew (at the end of the flow):",
        `npm run api -- delete 'actions/actions/domains?force=true' --stack prod`,
        "pulumi up --stack prod",
      ],
    );
  });
});

describe("both", () => {
  const both = (change: Partial<Reading>) => told({ ...BOTH_READING, ...change }, BOTH_EXPECTED);
  const { oin = { grants: [] }, noin = { grants: [] } } = BOTH_READING.oinClients;

  it.each<[string, Partial<Reading>, string]>([
    [
      "a further key on the guide's client",
      { oinClients: { oin: { ...oin, credentials: [...(oin.credentials ?? []), further] }, noin } },
      "problem oin-client.keys: The guide's OIN client has a further key kid-2, not attached, so that it cannot sign in.",
    ],
    [
      "Okta's key detached from the native client",
      {
        oinClients: {
          oin,
          noin: {
            ...noin,
            client: { ...NATIVE_OIN, client_authentication_methods: { private_key_jwt: { credentials: [] } } },
          },
        },
      },
      "problem oin-client.keys: Okta's key kid-1 is on the native OIN client but not attached: Okta cannot sign in with it.",
    ],
    [
      "a grant of the native client",
      { oinClients: { oin, noin: { ...noin, grants: [{ id: "cgr", client_id: "noin", audience: API, scope: [] }] } } },
      `problem oin-client.grants: The native OIN client has a grant, for ${API}; Auth0's Express Configuration needs none but Auth0's own.`,
    ],
    [
      "the guide's client is gone",
      { oinClients: { oin: { grants: [] }, noin }, clients: [appNaming("app", "noin"), NATIVE_OIN] },
      "problem oin-client: The guide's OIN client oin, which Okta knows, is gone: Express Configuration does not work.",
    ],
    [
      "the native client is gone",
      { oinClients: { oin, noin: { grants: [] } }, clients: [appNaming("app", "noin"), OIN] },
      "problem oin-client: The native OIN client noin is gone: Okta cannot be switched to it.",
    ],
    [
      "the guide's Action gone",
      { actions: [ADMINS, DOMAINS] },
      "problem action.deployed-code: The Action express_configure_postlogin_action is gone: no login carries Okta's claims.",
    ],
    [
      "the native client's organizations",
      { oinClients: { oin, noin: { ...noin, client: { ...NATIVE_OIN, organization_usage: "deny" } } } },
      "problem oin-client.settings: The native OIN client no longer has what Auth0 made it with: organization_usage deny instead of require.",
    ],
    [
      "a duplicate of the guide's",
      { clients: [...BOTH_READING.clients, { ...OIN, client_id: "duplicate", name: "Copy" }] },
      'problem oin-client.duplicates: A further client duplicate ("Copy") is linked to the service app as if it were its OIN client.',
    ],
    [
      "a duplicate of the native one",
      { clients: [...BOTH_READING.clients, stray("duplicate")] },
      'problem oin-client.duplicates: A further client duplicate ("Copy") for Express Configuration is named by no application.',
    ],
  ])("%s", (_, change, finding) => {
    expect(both(change)).toEqual([finding]);
  });
});

describe("what an audit measures by, from the stack's state", () => {
  const configuration = {
    domain: "acme.us.auth0.com",
    serviceApp: "Acme SaaS",
    oktaPublicKeys: [{ keyId: "kid-1" }],
    scim: false,
  } as unknown as Configuration;
  const action = (component: string, id: string) => ({
    urn: `urn:pulumi:prod::okta-express::okta-express:index:${component}$auth0:index/action:Action::x`,
    type: "auth0:index/action:Action",
    id,
  });
  const outputs = {
    oinClientId: "oin",
    flavour: "both",
    oinClients: { guide: "oin", native: "noin" },
    oktaKnows: "guide",
    adminRole: "rol_1",
  };

  it("both flavours: both clients, and the Actions that are there, each with its own code", () => {
    const expected = expectedStateOf("prod", configuration, {
      outputs,
      resources: [action("DomainAliasesAction", "domains"), action("PostLoginAction", "act")],
    });
    expect(expected?.oinClients).toEqual(BOTH_EXPECTED.oinClients);
    expect(expected?.actions.map(({ id, name, code }) => [id, name, code])).toEqual([
      ["act", "express_configure_postlogin_action", READING.actions[0]?.code],
      ["domains", "express_configuration_domain_aliases", DOMAINS.code],
    ]);
  });

  it("native: no Action is missed that the stack does not have", () => {
    const expected = expectedStateOf("prod", configuration, {
      outputs: { ...outputs, flavour: "native", oktaKnows: "native", oinClients: { native: "noin" } },
      resources: [],
    });
    expect(expected?.oinClients).toEqual(NATIVE_EXPECTED.oinClients);
    expect(expected?.actions).toEqual([]);
  });

  it("a stack from before there were flavours has the guide's", () => {
    expect(
      expectedStateOf("prod", configuration, { outputs: { oinClientId: "oin" }, resources: [] })?.oinClients,
    ).toEqual(EXPECTED.oinClients);
    expect(expectedStateOf("prod", configuration, { outputs: {}, resources: [] })).toBeUndefined();
  });

  it("tells which client has been released", () => {
    const expected = expectedStateOf("prod", configuration, {
      outputs: { ...outputs, oktaKnows: "native", releasedOinClient: "oin" },
      resources: [],
    });
    expect(expected?.oinClients.map(({ clientId, oktaKnows, released }) => [clientId, oktaKnows, released])).toEqual([
      ["oin", false, true],
      ["noin", true, false],
    ]);
  });
});
