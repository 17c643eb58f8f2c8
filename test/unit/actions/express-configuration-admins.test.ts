/** The native flavour's Action that says by app_metadata who may run Express Configuration. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EXPRESS_CONFIGURATION_ADMINS } from "../../../actions/code.ts";
import { type Event, login, NOTHING } from "./post-login.ts";

const SSO = "express_configure:sso";
const SCIM = "express_configure:scim";
const secrets = { APP_METADATA_KEY: "is_admin", SCOPES: `${SSO} ${SCIM}` };
const asks = { resource_server: { identifier: "urn:auth0:express-configure" } };
const organization = { id: "org_1" };
const admin = { app_metadata: { is_admin: true } };

const run = (event: Event) => login(EXPRESS_CONFIGURATION_ADMINS, { secrets, ...event });

const granted = (...scopes: string[]) => ({ ...NOTHING, scopes });
const NOT_AN_ADMIN = {
  ...NOTHING,
  denied: ["Express Configuration: this account may not set it up for this organization. Ask whoever runs the app."],
};
const NO_ORGANIZATION = {
  ...NOTHING,
  denied: ["Express Configuration: sign in to an organization. Without one there is nothing to configure."],
};

describe("a login that asks for the Express Configuration API", () => {
  it.each([
    ["told by the transaction's resource server", asks],
    [
      "told by the query, where the transaction has no resource server",
      { request: { query: { audience: "urn:auth0:express-configure" } } },
    ],
  ])("gets the permissions for an admin, %s", async (_how, event) => {
    expect(await run({ ...event, organization, user: admin })).toEqual(granted(SSO, SCIM));
  });

  it("gets them for an admin of this organization by its ID", async () => {
    expect(await run({ ...asks, organization, user: { app_metadata: { is_admin: ["org_2", "org_1"] } } })).toEqual(
      granted(SSO, SCIM),
    );
  });

  it("gets those that it asks for, where it asks for any", async () => {
    expect(
      await run({ ...asks, organization, user: admin, transaction: { requested_scopes: ["openid", SSO] } }),
    ).toEqual(granted(SSO));
    expect(
      await run({ ...asks, organization, user: admin, transaction: { requested_scopes: ["openid", "profile"] } }),
    ).toEqual(granted(SSO, SCIM));
    expect(await run({ ...asks, organization, user: admin, transaction: {} })).toEqual(granted(SSO, SCIM));
  });

  it("never gets more than the stack permits", async () => {
    expect(
      await run({
        ...asks,
        organization,
        user: admin,
        secrets: { ...secrets, SCOPES: SSO },
        transaction: { requested_scopes: [SSO, SCIM] },
      }),
    ).toEqual(granted(SSO));
  });

  it.each([
    ["no app_metadata", {}],
    ["no such key", { app_metadata: { other: true } }],
    ["false", { app_metadata: { is_admin: false } }],
    ["a word", { app_metadata: { is_admin: "true" } }],
    ["another organization", { app_metadata: { is_admin: ["org_2"] } }],
    ["an empty list", { app_metadata: { is_admin: [] } }],
  ])("is denied for a user with %s", async (_what, user) => {
    expect(await run({ ...asks, organization, user })).toEqual(NOT_AN_ADMIN);
  });

  it("is denied where the event has no user", async () => {
    expect(await run({ ...asks, organization })).toEqual(NOT_AN_ADMIN);
  });

  it("is denied outside an organization, for an admin too", async () => {
    expect(await run({ ...asks, user: admin })).toEqual(NO_ORGANIZATION);
  });

  it("grants by nothing but true or this organization's ID (property)", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.jsonValue().filter((value) => value !== true && !(Array.isArray(value) && value.includes("org_1"))),
        async (value) => {
          expect(await run({ ...asks, organization, user: { app_metadata: { is_admin: value } } })).toEqual(
            NOT_AN_ADMIN,
          );
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("every other login", () => {
  it.each<readonly [string, Event]>([
    ["another API", { resource_server: { identifier: "https://api.acme.example" } }],
    [
      "another API, whatever the query says",
      {
        resource_server: { identifier: "https://api.acme.example" },
        request: { query: { audience: "urn:auth0:express-configure" } },
      },
    ],
    ["the guide's API", { resource_server: { identifier: "https://system.okta.com/actions/express-configure/v1" } }],
    ["no API", { request: { query: {} } }],
    ["nothing", {}],
  ])("passes untouched: %s", async (_what, event) => {
    expect(await run({ ...event, organization, user: admin })).toEqual(NOTHING);
    expect(await run({ ...event, user: {} })).toEqual(NOTHING);
  });
});
