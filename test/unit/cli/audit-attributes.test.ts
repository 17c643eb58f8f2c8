/** audit on plain data: every attribute that a table has it judge is named, with the request that puts it right. */
import type { Management } from "auth0";
import { describe, expect, it } from "vitest";
import { API_ATTRIBUTES, SYSTEM_API_ATTRIBUTES } from "../../../cli/audit/attributes/api.ts";
import { NATIVE_OIN_CLIENT_ATTRIBUTES, OIN_CLIENT_ATTRIBUTES } from "../../../cli/audit/attributes/oin-client.ts";
import {
  audited,
  type AuditedAttribute,
  auditedNames,
  pathOf,
  type Settlements,
} from "../../../cli/audit/attributes/settlement.ts";
import { judge } from "../../../cli/audit/index.ts";
import type { Reading } from "../../../cli/audit/reading.ts";
import {
  API_CHANGES,
  GUIDE_CLIENT_CHANGES,
  NATIVE_CLIENT_CHANGES,
  SYSTEM_API_CHANGES,
} from "../../attribute-changes.ts";
import {
  EXPECTED,
  KEY,
  NATIVE_EXPECTED,
  NATIVE_KEY,
  NATIVE_OIN,
  NATIVE_READING,
  OIN,
  PROFILE,
  READING,
  GRANT,
} from "./tenant-objects.ts";

interface Judged {
  readonly object: string;
  readonly settlements: Settlements;
  readonly changes: Readonly<Record<string, unknown>>;
  /** What a unit test changes besides: the local tenant cannot, or only with a key. */
  readonly further: Readonly<Record<string, unknown>>;
  readonly about: string;
  readonly path: string;
  readonly judged: (change: Readonly<Record<string, unknown>>) => ReturnType<typeof judge>;
}

const [api] = READING.apis;
const [systemApi] = NATIVE_READING.apis;
const VAULT = { token_vault_privileged_access: { credentials: [{ id: "cred_2" }] } };
const oneClient = (
  clientId: string,
  client: Management.Client,
  credential: Management.ClientCredential,
  grants: readonly Management.ClientGrantResponseContent[],
): Pick<Reading, "oinClients"> => ({ oinClients: { [clientId]: { client, credentials: [credential], grants } } });

const OBJECTS: readonly Judged[] = [
  {
    object: "the guide's OIN client",
    settlements: OIN_CLIENT_ATTRIBUTES,
    changes: GUIDE_CLIENT_CHANGES,
    further: VAULT,
    about: "oin-client.attributes",
    path: "clients/oin",
    judged: (change) => judge({ ...READING, ...oneClient("oin", { ...OIN, ...change }, KEY, [GRANT]) }, EXPECTED),
  },
  {
    object: "the native OIN client",
    settlements: NATIVE_OIN_CLIENT_ATTRIBUTES,
    changes: NATIVE_CLIENT_CHANGES,
    further: VAULT,
    about: "oin-client.attributes",
    path: "clients/noin",
    judged: (change) =>
      judge({ ...NATIVE_READING, ...oneClient("noin", { ...NATIVE_OIN, ...change }, NATIVE_KEY, []) }, NATIVE_EXPECTED),
  },
  {
    object: "the guide's API",
    settlements: API_ATTRIBUTES,
    changes: API_CHANGES,
    further: { token_encryption: { format: "compact-nested-jwe", encryption_key: { alg: "RSA-OAEP-256" } } },
    about: "api.attributes",
    path: "resource-servers/api",
    judged: (change) => judge({ ...READING, apis: [{ ...api, ...change }] }, EXPECTED),
  },
  {
    object: "Auth0's system API",
    settlements: SYSTEM_API_ATTRIBUTES,
    changes: SYSTEM_API_CHANGES,
    further: {},
    about: "api.attributes",
    path: "resource-servers/system-api",
    judged: (change) => judge({ ...NATIVE_READING, apis: [{ ...systemApi, ...change }] }, NATIVE_EXPECTED),
  },
];

describe.each(OBJECTS)("$object", ({ settlements, changes, further, about, path, judged }) => {
  const all = { ...changes, ...further };
  const attributes = new Map<string, AuditedAttribute>(audited(settlements));

  it("has an example of a change for every attribute that is judged, and for no other", () => {
    expect(Object.keys(all).sort()).toEqual([...auditedNames(settlements)].sort());
  });

  it.each([...attributes])("names %s, what it means, and the request", (name, { value, effect }) => {
    const [attribute, within] = pathOf(name);
    const findings = judged({ [attribute]: all[attribute] });
    expect(findings.map((finding) => [finding.severity, finding.about])).toEqual([["problem", about]]);
    expect(findings[0]?.says).toContain(`has ${name} `);
    expect(findings[0]?.says).toContain(`(${effect}). No up changes it.`);
    const body = { [attribute]: within === undefined ? value : { [within]: value } };
    expect(findings[0]?.mend).toEqual([`npm run api -- patch ${path} --data '${JSON.stringify(body)}' --stack prod`]);
  });

  it("has nothing to say once the request was sent", () => {
    for (const [name, { value }] of attributes) {
      const [attribute, within] = pathOf(name);
      const body = within === undefined ? value : { [within]: value };
      expect([name, judged({ [attribute]: body })]).toEqual([name, []]);
    }
  });

  it("tells all of them in one finding with one request", () => {
    const [finding, ...others] = judged(all);
    expect(others).toEqual([]);
    expect(finding?.details?.["attributes"]).toEqual([...attributes.keys()]);
    expect(finding?.mend).toHaveLength(1);
  });
});

it("names what no up takes off the grant", () => {
  const [finding, ...others] = judge(
    { ...READING, ...oneClient("oin", OIN, KEY, [{ ...GRANT, authorization_details_types: ["payment"] }]) },
    EXPECTED,
  );
  expect(others).toEqual([]);
  expect([finding?.about, finding?.says, finding?.mend]).toEqual([
    "oin-client.grant-attributes",
    'The grant of the OIN client has authorization_details_types ["payment"] (every preview shows it). No up changes it.',
    [`npm run api -- patch client-grants/cgr_1 --data '{"authorization_details_types":[]}' --stack prod`],
  ]);
});

describe("the connection profile", () => {
  const profile = (change: Partial<Reading>) => {
    const { connectionProfile: _clean, ...reading } = NATIVE_READING;
    return judge({ ...reading, ...change }, NATIVE_EXPECTED).map(({ severity, about, says, mend }) => ({
      what: `${severity} ${about}`,
      says,
      mend,
    }));
  };

  it("is to have features for no strategy but the declared ones, which the request leaves", () => {
    const overrides = { ...PROFILE.strategy_overrides, okta: { enabled_features: [] } };
    expect(profile({ connectionProfile: { ...PROFILE, strategy_overrides: overrides } })).toEqual([
      {
        what: "problem connection-profile.strategies",
        says: "The connection profile has features of its own for okta, which the stack does not declare: connections of that kind offer something else. No up takes it off.",
        mend: [
          `npm run api -- patch connection-profiles/cop_1 --data '{"strategy_overrides":{"oidc":{"enabled_features":["universal_logout"]}}}' --stack prod`,
        ],
      },
    ]);
    expect(profile({ connectionProfile: { ...PROFILE, strategy_overrides: {} } })).toEqual([]);
  });

  it("may have limits of SCIM tokens for a strategy, which is no feature", () => {
    const tokens = { scopes: ["get:users", "post:users", "put:users", "patch:users", "delete:users"] } as const;
    const okta = { provisioning: { scim: { tokens: { ...tokens, scopes: [...tokens.scopes] } } } };
    expect(profile({ connectionProfile: { ...PROFILE, strategy_overrides: { okta } } })).toEqual([]);
  });

  it.each([
    [
      "provisioning",
      (limits: Management.ConnectionProfileProvisioning) => ({ provisioning: limits }),
      '{"provisioning":ALL}',
    ],
    [
      "strategy_overrides.okta.provisioning",
      (limits: Management.ConnectionProfileProvisioning) => ({
        strategy_overrides: { ...PROFILE.strategy_overrides, okta: { provisioning: limits } },
      }),
      '{"strategy_overrides":{"oidc":{"enabled_features":["universal_logout"]},"okta":{"provisioning":ALL}}}',
    ],
  ])("is told where %s keeps Okta's SCIM tokens from a part of their work", (name, change, body) => {
    const tokens = { scopes: ["get:users" as const], max_allowed_expiry: 900 };
    const all = {
      scim: {
        tokens: {
          scopes: ["get:users", "post:users", "put:users", "patch:users", "delete:users"],
          default_expiry: null,
          max_allowed_expiry: null,
        },
      },
    };
    const connectionProfile = { ...PROFILE, ...change({ scim: { tokens } }) };
    expect(profile({ connectionProfile })).toEqual([
      {
        what: "notice connection-profile.provisioning",
        says: `The connection profile limits SCIM tokens (${name}): those of connections that Okta makes may not post:users, put:users, patch:users, delete:users, and come to an end, and with them the provisioning. No up changes it. If that is not meant:`,
        mend: [
          `npm run api -- patch connection-profiles/cop_1 --data '${body.replace("ALL", JSON.stringify(all))}' --stack prod`,
        ],
      },
    ]);
    const own = NATIVE_EXPECTED.connectionProfile ?? expect.fail("the stack has a profile");
    const withoutScim = { ...NATIVE_EXPECTED, connectionProfile: { ...own, scim: false } };
    expect(judge({ ...NATIVE_READING, connectionProfile }, withoutScim)).toEqual([]);
    // What the stack declares is its own choice; of strategies it can declare none.
    const declared = { ...NATIVE_EXPECTED, connectionProfile: { ...own, scimTokens: true } };
    expect(judge({ ...NATIVE_READING, connectionProfile }, declared)).toHaveLength(name === "provisioning" ? 0 : 1);
  });

  it("is said not to have been looked at where no call was left", () => {
    expect(profile({ connectionProfileUnread: true })).toEqual([
      {
        what: "notice not-looked-at",
        says: "The connection profile was not looked at, to make few calls.",
        mend: ["To look at everything:", "npm run audit -- --stack prod --all-clients"],
      },
    ]);
  });
});

it("shows short values and leaves out long ones", () => {
  const says = (value: unknown) => OBJECTS[0]?.judged({ web_origins: value })[0]?.says;
  expect(says(["https://a.example"])).toBe(
    'The OIN client has web_origins ["https://a.example"] (pages of other origins may ask for tokens as this client). No up changes it.',
  );
  expect(says(["x".repeat(200)])).toContain("web_origins set (");
});

it("never shows an add-on, which can hold a secret, and says what an up leaves of it", () => {
  const says = (addons: object) => OBJECTS[0]?.judged({ addons })[0]?.says;
  expect(says({ firebase: { secret: "s3cret" } })).toMatch(/^The OIN client has addons set \(/);
  expect(says({})).toMatch(/^The OIN client has addons \{\} \(/);
});

it("accepts what the dashboard makes of the API's token with permissions in it", () => {
  expect(judge({ ...READING, apis: [{ ...api, token_dialect: "access_token_authz" }] }, EXPECTED)).toEqual([]);
});
