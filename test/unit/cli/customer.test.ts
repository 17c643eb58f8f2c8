/** What is missing of a customer's enablement, and what a person decides: on plain data. */
import { describe, expect, it } from "vitest";
import { planOf } from "../../../cli/customer/plan.ts";
import type { CustomerReading, CustomerWanted } from "../../../cli/customer/reading.ts";

const WANTED: CustomerWanted = {
  organization: "acme",
  admin: "ada@acme.example",
  adminLoginFlow: "pre_login_prompt",
  oinClientId: "oin",
  roleId: "rol_1",
};
const STAFF = { id: "con_1", name: "staff", strategy: "auth0" };
const ADA = { userId: "auth0|ada", connections: ["staff"], appMetadata: {} };
const DONE: CustomerReading = {
  organization: { id: "org_1", name: "acme" },
  enabled: ["staff"],
  candidates: [STAFF],
  accounts: [ADA],
  members: ["auth0|ada"],
  admins: ["auth0|ada"],
};

const plan = (change: Partial<CustomerReading>, wanted: Partial<CustomerWanted> = {}) =>
  planOf({ ...DONE, ...change }, { ...WANTED, ...wanted }, "prod", { organization: "acme", admin: "ada@acme.example" });
const missing = (...args: Parameters<typeof plan>) => {
  const planned = plan(...args);
  return "severity" in planned ? `${planned.severity} ${planned.about}` : planned.missing.map(({ kind }) => kind);
};

describe("what is missing", () => {
  const { organization: _none, ...unknown } = DONE;

  it("is nothing where all is there", () => {
    expect(missing({})).toEqual([]);
  });

  it("is everything, in order, of a customer that nobody knows", () => {
    const planned = planOf({ ...unknown, enabled: [], accounts: [], members: [], admins: [] }, WANTED, "prod", {});
    expect("severity" in planned ? planned : planned.missing.map(({ kind }) => kind)).toEqual([
      "organization",
      "organization-connection",
      "account",
      "membership",
      "role",
    ]);
  });

  it.each<[string, Partial<CustomerReading>, Partial<CustomerWanted>, string[]]>([
    ["the connection in the organization", { enabled: [] }, {}, ["organization-connection"]],
    [
      "that too where the credentials come first",
      { enabled: [] },
      { adminLoginFlow: "post_login_prompt" },
      ["organization-connection"],
    ],
    [
      "the account in this connection",
      { accounts: [{ ...ADA, connections: ["other"] }] },
      {},
      ["account", "membership", "role"],
    ],
    ["the membership of this account", { members: [], admins: [] }, {}, ["membership", "role"]],
    ["the role", { admins: [] }, {}, ["role"]],
  ])("is %s", (_, change, wanted, kinds) => {
    expect(missing(change, wanted)).toEqual(kinds);
  });

  it("is the organization under the key of app_metadata, where no role tells the admins", () => {
    const { roleId: _none2, ...byMetadata } = { ...WANTED, appMetadataKey: "is_admin" };
    const kinds = (value: unknown) => {
      const planned = planOf(
        { ...DONE, admins: [], accounts: [{ ...ADA, appMetadata: { is_admin: value } }] },
        byMetadata,
        "prod",
        {},
      );
      return "severity" in planned ? planned : planned.missing.map(({ kind }) => kind);
    };
    expect([kinds(undefined), kinds(["org_2"]), kinds(["org_1"]), kinds(true)]).toEqual([
      ["app-metadata"],
      ["app-metadata"],
      [],
      [],
    ]);
  });
});

describe("a person decides", () => {
  const OTHER = { id: "con_2", name: "partners", strategy: "auth0" };

  it("which of several connections, unless the account tells", () => {
    expect(plan({ candidates: [STAFF, OTHER], accounts: [] })).toMatchObject({
      severity: "problem",
      about: "connection",
      mend: [
        "npm run customer -- --stack prod --organization acme --admin ada@acme.example --connection staff",
        "npm run customer -- --stack prod --organization acme --admin ada@acme.example --connection partners",
      ],
    });
    expect(missing({ candidates: [OTHER, STAFF] })).toEqual([]);
  });

  it("what to do where there is no connection, or none of that name", () => {
    expect(missing({ candidates: [] })).toBe("problem connection");
    expect(plan({ candidates: [] }, { connection: "none" })).toMatchObject({
      says: "The tenant has no connection none.",
    });
  });

  it("to enable the OIN client for the connection, where the credentials come first", () => {
    expect(plan({ ofClient: [] }, { adminLoginFlow: "post_login_prompt" })).toMatchObject({
      severity: "problem",
      about: "connection",
      mend: [
        "pulumi config set --path 'okta-express:adminConnections[0]' staff --stack prod",
        "pulumi up --stack prod",
      ],
    });
    expect(missing({ ofClient: ["staff"] }, { adminLoginFlow: "post_login_prompt" })).toEqual([]);
  });

  it("what becomes of a value in app_metadata that is of another kind", () => {
    const value = (is_admin: unknown) =>
      missing({ accounts: [{ ...ADA, appMetadata: { is_admin } }] }, { appMetadataKey: "is_admin" });
    expect([value("yes"), value({}), value(false), value(null)]).toEqual([
      "problem app-metadata",
      "problem app-metadata",
      ["app-metadata"],
      ["app-metadata"],
    ]);
  });

  it("how an account comes about that is made by signing in only", () => {
    expect(missing({ candidates: [{ ...STAFF, strategy: "google-oauth2" }], accounts: [] })).toBe("problem account");
  });

  it("what an organization is called that Auth0 would refuse", () => {
    const { organization: _none, ...unknown } = DONE;
    const planned = planOf(unknown, { ...WANTED, organization: "Acme Inc." }, "prod", {});
    expect(planned).toMatchObject({ severity: "problem", about: "organization" });
    const unknownId = planOf(unknown, { ...WANTED, organization: "org_abcdefghijklmnop" }, "prod", {});
    expect(unknownId).toMatchObject({ severity: "problem", about: "organization" });
  });
});
