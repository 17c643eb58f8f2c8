/** audit on plain data: a clean tenant gives nothing, each kind of tampering exactly one finding. */
import { describe, expect, it } from "vitest";
import { judge } from "../../../cli/audit/index.ts";
import type { OinClientReading, Reading } from "../../../cli/audit/reading.ts";
import { shellWords } from "../../fixtures/shell-words.ts";
import {
  ACTION,
  API,
  appNaming,
  AUDIENCE,
  BINDING,
  GRANT,
  KEY,
  NATIVE_OIN,
  OIN,
  OTHER_BINDING,
  READING,
  SET_AT,
  EXPECTED,
} from "./tenant-objects.ts";

const told = (change: Partial<Reading>, expected = EXPECTED) =>
  judge({ ...READING, ...change }, expected).map(({ severity, about, says }) => `${severity} ${about}: ${says}`);

it("gives nothing for a clean tenant", () => {
  expect(judge(READING, EXPECTED)).toEqual([]);
});

describe("a stack without a key of Okta's", () => {
  const keyless = { ...EXPECTED, keyIds: [] };

  it("is told the next step, as no problem", () => {
    const oin: OinClientReading = { client: OIN, credentials: [], grants: [] };
    const [finding, ...others] = judge({ ...READING, oinClients: { oin } }, keyless);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      severity: "notice",
      about: "oin-client.no-key",
      mend: ["npm run key -- --file okta-public-key.pem --stack prod", "pulumi up --stack prod"],
      details: { clientId: "oin" },
    });
  });

  it("is not sent to up, which refuses, where the client has a key all the same", () => {
    const [finding] = judge(READING, keyless);
    expect(finding).toMatchObject({
      severity: "problem",
      about: "oin-client.keys",
      mend: [
        "Where it is Okta's, name its file and adopt it:",
        "pulumi config set --path 'okta-express:oktaPublicKeys[0]' okta-public-key.pem --stack prod",
        "npm run adopt -- --stack prod",
      ],
    });
  });
});

describe("where nobody at all could sign in", () => {
  const signIn = { connections: 1, hasOrganization: true, lacking: [] };

  it("nothing is said while there is a connection and an organization", () => {
    expect(told({ signIn })).toEqual([]);
    const { connections: _ofNoMatter, ...organizationFirst } = signIn;
    expect(told({ signIn: organizationFirst })).toEqual([]);
  });

  it("the missing connection and the missing organization are problems, with the way out", () => {
    const found = judge({ ...READING, signIn: { connections: 0, hasOrganization: false, lacking: [] } }, EXPECTED);
    expect(found.map(({ severity, about, mend }) => [severity, about, mend])).toEqual([
      [
        "problem",
        "sign-in.connections",
        [
          "pulumi config set --path 'okta-express:adminConnections[0]' \"<name of a connection>\" --stack prod",
          "pulumi up --stack prod",
        ],
      ],
      ["problem", "sign-in.organizations", undefined],
    ]);
  });

  it("they are notices before Okta's first key", () => {
    const oin: OinClientReading = { client: OIN, credentials: [], grants: [] };
    const found = judge(
      { ...READING, oinClients: { oin }, signIn: { ...signIn, connections: 0 } },
      { ...EXPECTED, keyIds: [] },
    );
    expect(found.map(({ severity, about }) => `${severity} ${about}`)).toEqual([
      "notice oin-client.no-key",
      "notice sign-in.connections",
    ]);
  });

  it("what the credentials may not read is said", () => {
    expect(told({ signIn: { lacking: ["read:connections", "read:organizations"] } })).toEqual([
      "notice not-looked-at: Whether anybody can sign in to the OIN client was not looked at: the credentials lack read:connections and read:organizations, which the stack does not need.",
    ]);
  });
});

describe("the Action", () => {
  const deployed = (code: string) => ({ ...ACTION.deployed_version, code });

  it.each<[string, Partial<Reading>, string]>([
    [
      "draft edited",
      { actions: [{ ...ACTION, code: "other", all_changes_deployed: false }] },
      "problem action.deployed-code: What the Action express_configure_postlogin_action runs at logins is not its draft: what runs is this project's, the draft is not.",
    ],
    [
      "other code deployed, draft put back",
      { actions: [{ ...ACTION, deployed_version: deployed("other") }] },
      "problem action.deployed-code: What the Action express_configure_postlogin_action runs at logins is not its draft: the draft is this project's, what runs is not.",
    ],
    [
      "draft and deployed both others",
      { actions: [{ ...ACTION, code: "a", deployed_version: deployed("b") }] },
      "problem action.deployed-code: What the Action express_configure_postlogin_action runs at logins is not its draft: neither is this project's.",
    ],
    [
      "other code deployed and left",
      { actions: [{ ...ACTION, code: "a", deployed_version: deployed("a") }] },
      "problem action.deployed-code: What the Action express_configure_postlogin_action runs at logins is not this project's code.",
    ],
    [
      "something else undeployed",
      { actions: [{ ...ACTION, all_changes_deployed: false }] },
      "problem action.undeployed-changes: The draft of the Action express_configure_postlogin_action has changes beside the code (secrets, dependencies, runtime) that are not deployed.",
    ],
    [
      "never deployed",
      { actions: [{ ...ACTION, deployed_version: null as never }] },
      "problem action.deployed-code: The Action express_configure_postlogin_action is not deployed: it does not run.",
    ],
    [
      "bound twice",
      { bindings: [BINDING, OTHER_BINDING, { ...BINDING, id: "binding-2", display_name: "again" }] },
      'problem action.bindings: The Action express_configure_postlogin_action is bound to the post-login flow 2 times ("express_configure_postlogin_action", "again"): it runs as often at each login.',
    ],
    [
      "not bound",
      { bindings: [OTHER_BINDING] },
      "problem action.bindings: The Action express_configure_postlogin_action is not bound to the post-login flow: it does not run.",
    ],
  ])("%s", (_, change, finding) => {
    expect(told(change)).toEqual([finding]);
  });

  it("is gone", () => {
    expect(told({ actions: [], bindings: [OTHER_BINDING] })).toEqual([
      "problem action.deployed-code: The Action express_configure_postlogin_action is gone: no login carries Okta's claims.",
      "problem action.bindings: The Action express_configure_postlogin_action is not bound to the post-login flow: it does not run.",
    ]);
  });

  it("bound twice: the command to mend it can be pasted, whatever the others are called", () => {
    const others = ["Bob's rule", '$HOME `id` "x" \\'].map((display_name, index) => ({
      id: `other-${index}`,
      display_name,
      action: { id: `other-${index}` },
    }));
    const [finding] = judge({ ...READING, bindings: [BINDING, ...others, { ...BINDING, id: "binding-2" }] }, EXPECTED);
    const bindings = [BINDING, ...others].map(({ action, display_name }) => ({
      ref: { type: "action_id", value: action?.id },
      display_name,
    }));
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

  it("bound twice: the command to mend it keeps the others, in their order", () => {
    const [finding] = judge(
      { ...READING, bindings: [BINDING, OTHER_BINDING, { ...BINDING, id: "binding-2" }] },
      EXPECTED,
    );
    expect(finding?.mend?.[1]).toBe(
      `npm run api -- patch actions/triggers/post-login/bindings --data '{"bindings":[{"ref":{"type":"action_id","value":"act"},"display_name":"express_configure_postlogin_action"},{"ref":{"type":"action_id","value":"crm"},"display_name":"Tell the CRM"}]}' --stack prod`,
    );
  });
});

describe("secrets", () => {
  it.each([[[]], [["EXPRESS_CONFIGURE_API_IDENTIFIER", "TENANT_DOMAIN"]]])(
    "that the code reads and the Action lacks: only %j are there",
    (there) => {
      const [finding, ...others] = judge(
        { ...READING, actions: [{ ...ACTION, secrets: there.map((name) => ({ name, updated_at: SET_AT })) }] },
        EXPECTED,
      );
      expect(others).toEqual([]);
      expect(finding).toMatchObject({ severity: "problem", about: "action.secrets" });
      expect(finding?.says).toMatch(/SERVICE_INIT_LOGIN_URL.*: no login carries Okta's claims\.$/);
      expect(finding?.mend?.at(-1)).toBe("pulumi up --stack prod");
    },
  );

  const secretsAt = (...times: string[]) => ({
    actions: [
      {
        ...ACTION,
        secrets: (ACTION.secrets ?? []).map((secret, index) => ({ ...secret, updated_at: times[index] ?? SET_AT })),
      },
    ],
  });

  it("one set later than the others was not set by the stack", () => {
    expect(told(secretsAt(SET_AT, "2026-11-01T10:00:00.002Z"))).toEqual([
      "problem action.secrets: A secret of the Action express_configure_postlogin_action changed since the stack set it: SERVICE_INIT_LOGIN_URL.",
    ]);
  });

  it("all set at once, later than the stack wrote the Action", () => {
    const later = "2026-11-20T08:00:00.000Z";
    expect(told(secretsAt(later, later, later))).toEqual([
      "problem action.secrets: Secrets of the Action express_configure_postlogin_action changed since the stack set them: EXPRESS_CONFIGURE_API_IDENTIFIER, SERVICE_INIT_LOGIN_URL, TENANT_DOMAIN.",
    ]);
  });

  it("clocks may be a little apart", () => {
    const alike = "2026-11-01T10:00:30.000Z";
    expect(told(secretsAt(alike, alike, alike))).toEqual([]);
  });
});

describe("the OIN client", () => {
  const further = { id: "cred_2", kid: "kid-2", created_at: SET_AT };
  const own = (change: Partial<OinClientReading>): Partial<Reading> => ({
    oinClients: { oin: { client: OIN, credentials: [KEY], grants: [GRANT], ...change } },
  });

  it.each<[string, Partial<Reading>, string]>([
    [
      "a further key, not attached",
      own({ credentials: [KEY, further] }),
      "problem oin-client.keys: The OIN client has a further key kid-2, not attached, so that it cannot sign in.",
    ],
    [
      "a further key that signs in",
      own({
        credentials: [KEY, further],
        client: {
          ...OIN,
          client_authentication_methods: { private_key_jwt: { credentials: [{ id: "cred_1" }, { id: "cred_2" }] } },
        },
      }),
      "problem oin-client.keys: The OIN client has a further key kid-2, which can sign in.",
    ],
    [
      "a certificate that signs in by mutual TLS",
      own({
        credentials: [KEY, { id: "cred_2", credential_type: "x509_cert", thumbprint_sha256: "aa11" }],
        client: {
          ...OIN,
          client_authentication_methods: {
            private_key_jwt: { credentials: [{ id: "cred_1" }] },
            self_signed_tls_client_auth: { credentials: [{ id: "cred_2" }] },
          },
        },
      }),
      "problem oin-client.keys: The OIN client has a certificate aa11, which can sign in by mutual TLS beside Okta's keys.",
    ],
    [
      "a key whose ID was chosen, in the place of Okta's",
      own({ credentials: [{ ...KEY, kid: "okta-2026", alg: "RS256" }] }),
      `problem oin-client.keys: The OIN client has a key whose ID whoever added it has chosen, okta-2026. It may be Okta's key kid-1, which is not there under its own ID: Okta then signs in only while its assertions name okta-2026, or no key ID. Auth0 gives back neither the key nor its thumbprint. The algorithm is Okta's, RS256. It was added on ${SET_AT}: compare with when Okta's key was given out.`,
    ],
    [
      "Okta's key detached",
      own({ client: { ...OIN, client_authentication_methods: null } }),
      "problem oin-client.keys: Okta's key kid-1 is on the OIN client but not attached: Okta cannot sign in with it.",
    ],
    [
      "Okta's key a second time, not attached",
      own({ credentials: [{ ...KEY, id: "cred_2" }, KEY] }),
      "problem oin-client.keys: Okta's key kid-1 is on the OIN client twice. Okta can sign in: one of the two is attached. The other was left by an up whose answer was lost; rotate deletes it.",
    ],
    [
      "an end put to Okta's key",
      own({ credentials: [{ ...KEY, expires_at: "2040-01-01T00:00:00.000Z" }] }),
      "problem oin-client.key-expiry: Okta's key kid-1 on the OIN client counts until 2040-01-01T00:00:00.000Z only: after that Okta cannot sign in with it.",
    ],
    [
      "a further grant",
      own({ grants: [GRANT, { id: "cgr_2", client_id: "oin", audience: API, scope: ["expressconfigure:sso"] }] }),
      `problem oin-client.grants: The OIN client has a further grant, for ${API} (expressconfigure:sso).`,
    ],
    [
      "a grant of the same API for users' tokens, wherever it stands in the list",
      own({ grants: [{ ...GRANT, id: "cgr_2", subject_type: "user", scope: ["read:users"] }, GRANT] }),
      `problem oin-client.grants: The OIN client has a further grant, for its users' tokens for ${AUDIENCE} (read:users).`,
    ],
    [
      "tokens in an organization only",
      own({ grants: [{ ...GRANT, organization_usage: "require" }] }),
      "problem oin-client.grant-organizations: The OIN client gets tokens for the Management API in an organization only, and Okta asks for one in none: Okta cannot make the connection.",
    ],
    [
      "tokens in any organization too",
      own({ grants: [{ ...GRANT, organization_usage: "allow", allow_any_organization: true }] }),
      "problem oin-client.grant-organizations: The OIN client can get tokens for the Management API in organizations too, which Okta does not ask for.",
    ],
    [
      "all scopes",
      own({ grants: [{ ...GRANT, scope: [], allow_all_scopes: true }] }),
      `problem oin-client.scopes: The OIN client has all scopes of the Management API, and Okta asks for ${GRANT.scope?.length ?? 0}.`,
    ],
    [
      "further scopes",
      own({ grants: [{ ...GRANT, scope: [...(GRANT.scope ?? []), "read:users"] }] }),
      "problem oin-client.scopes: The OIN client may do more than Okta asks for: read:users.",
    ],
    [
      "another client with its metadata",
      { clients: [...READING.clients, { ...OIN, client_id: "duplicate", name: "Copy" }] },
      'problem oin-client.duplicates: A further client duplicate ("Copy") is linked to the service app as if it were its OIN client.',
    ],
    [
      "the client is gone",
      { clients: [{ client_id: "app", name: "Acme SaaS" }], oinClients: { oin: { grants: [] } } },
      "problem oin-client: The OIN client oin, which Okta knows, is gone: Express Configuration does not work.",
    ],
    [
      "another client with Okta's callback only",
      { clients: [...READING.clients, { client_id: "old", name: "Trial", callbacks: OIN.callbacks ?? [] }] },
      'notice oin-client.duplicates: The client old ("Trial") has Okta\'s callback but is linked to no service app.',
    ],
    [
      "not all applications looked at",
      { moreClients: true },
      "notice clients: Of the tenant's applications the first 2 were looked at, to make few calls.",
    ],
    [
      "Auth0's own Express Configuration switched on by the dashboard",
      { clients: [appNaming("app", "dash"), OIN, { ...NATIVE_OIN, client_id: "dash" }] },
      "notice oin-client.duplicates: The service app has Auth0's own Express Configuration as well, with the OIN client dash: the dashboard made it.",
    ],
  ])("%s", (_, change, finding) => {
    expect(told(change)).toEqual([finding]);
  });

  it("not among the applications that were looked at: nothing is said of what was not read", () => {
    const { client: _unread, ...unread } = READING.oinClients["oin"] ?? { grants: [] };
    expect(told({ clients: READING.clients.slice(0, 1), moreClients: true, oinClients: { oin: unread } })).toEqual([
      "notice clients: Of the tenant's applications the first 1 were looked at, to make few calls; oin, of which only keys and grants were looked at, is not among them.",
    ]);
    expect(told({ oinClients: { oin: { ...unread, credentials: [KEY, further] } } })).toEqual([
      "problem oin-client.keys: The OIN client has a further key kid-2.",
    ]);
  });

  it("a duplicate is told whatever else has the service app's name", () => {
    const called = (name: string) => [{ ...OIN, client_id: "duplicate", name }, ...READING.clients];
    const duplicate =
      'problem oin-client.duplicates: A further client duplicate ("Acme SaaS") is linked to the service app as if it were its OIN client.';
    const { serviceAppClientId: _held, ...configured } = EXPECTED;
    expect(told({ clients: called("Acme SaaS") })).toEqual([duplicate]);
    expect(told({ clients: called("Acme SaaS") }, configured)).toEqual([duplicate]);
    expect(told({ clients: [{ client_id: "second", name: "Acme SaaS" }, ...called("Acme SaaS")] })).toEqual([
      duplicate,
    ]);
  });

  it("leaves the OIN client of another service app alone", () => {
    expect(
      told({
        clients: [
          ...READING.clients,
          { ...OIN, client_id: "other", client_metadata: { express_configure_sp_client_id: "other-app" } },
        ],
      }),
    ).toEqual([]);
  });

  it("takes the grant's audience as the stack knows it", () => {
    expect(told({}, { ...EXPECTED, audience: "https://other.auth0.com/api/v2/" })).toEqual([
      `problem oin-client.grants: The OIN client has a further grant, for ${AUDIENCE} (${(GRANT.scope ?? []).join(" ")}).`,
    ]);
  });
});

describe("members of the role outside organizations", () => {
  const roleMembers = [{ user_id: "auth0|1" }];

  it("are a problem for a role of its own", () => {
    expect(told({ roleMembers })).toEqual([
      "problem role.members: 1 user holds the admin role outside organizations: auth0|1.",
    ]);
  });

  it("are taken off it by commands that can be pasted, whatever their IDs", () => {
    const [finding] = judge({ ...READING, roleMembers: [...roleMembers, { user_id: "saml|o'neil (x)" }] }, EXPECTED);
    expect(finding?.mend?.slice(1)).toEqual([
      `npm run api -- delete users/auth0%7C1/roles --data '{"roles":["rol_1"]}' --stack prod`,
      `npm run api -- delete 'users/saml%7Co'\\''neil%20(x)/roles' --data '{"roles":["rol_1"]}' --stack prod`,
    ]);
  });

  it("are told for a role that serves others too", () => {
    expect(told({ roleMembers, moreRoleMembers: true }, { ...EXPECTED, ownRole: false })).toEqual([
      "notice role.members: 1 or more user holds the admin role outside organizations: auth0|1.",
    ]);
  });
});
