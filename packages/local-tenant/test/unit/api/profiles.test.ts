// User attribute profiles and connection profiles, with Auth0's templates.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startTenant, type Tenant } from "../../../src/index.ts";
import { invalidBody, refusal } from "./client.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await startTenant();
});
beforeEach(() => tenant.reset());
afterAll(() => tenant.stop());

type Body = Record<string, unknown>;

describe("user attribute profiles", () => {
  const path = "/api/v2/user-attribute-profiles";
  const email = { description: "E-mail", label: "E-mail", profile_required: true, auth0_mapping: "email" };
  const create = (body: Body) =>
    tenant.api<Body>("POST", path, { name: "Profile", user_attributes: { email }, ...body });
  const DEFAULT_USER_ID = {
    oidc_mapping: "sub",
    saml_mapping: [
      "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier",
      "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn",
      "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name",
    ],
    scim_mapping: "externalId",
  };

  test("map the user ID whatever is said", async () => {
    const { id, ...rest } = (await create({})).body;
    expect(id).toMatch(/^uap_[1-9A-HJ-NP-Za-km-z]{22}$/);
    expect(rest).toEqual({ name: "Profile", user_attributes: { email }, user_id: DEFAULT_USER_ID });
    expect(
      (await tenant.api<Body>("PATCH", `${path}/${String(id)}`, { user_id: { scim_mapping: "userName" } })).body[
        "user_id"
      ],
    ).toEqual({
      ...DEFAULT_USER_ID,
      scim_mapping: "userName",
    });
    expect((await tenant.api<Body>("PATCH", `${path}/${String(id)}`, { user_id: null })).body["user_id"]).toEqual(
      DEFAULT_USER_ID,
    );
  });

  test("replace their attributes as a whole", async () => {
    const { id } = (await create({})).body;
    const name = { ...email, auth0_mapping: "name" };
    expect(
      (await tenant.api<Body>("PATCH", `${path}/${String(id)}`, { user_attributes: { name } })).body["user_attributes"],
    ).toEqual({ name });
  });

  test.each<[string, Body, string]>([
    [
      "an attribute without a label",
      { user_attributes: { email: { ...email, label: undefined } } },
      "'Missing required property: label' on property user_attributes.email.",
    ],
    [
      "a claim for the user ID that there is not",
      { user_id: { oidc_mapping: "email" } },
      "'No enum match for: email' on property user_id.oidc_mapping.",
    ],
    [
      "a strategy that there is not",
      { user_id: { strategy_overrides: { auth0: {} } } },
      "'Additional properties not allowed: auth0' on property user_id.strategy_overrides.",
    ],
  ])("are refused with %s", async (_case, body, problem) => {
    expect(await create(body)).toEqual({ status: 400, body: invalidBody(problem) });
  });

  test("a taken name is a conflict; one that is not there 404; deleting it nothing", async () => {
    await create({});
    expect((await create({})).body).toEqual(
      refusal(409, "Conflict", "User attribute profile conflict", "user_attribute_profile_conflict"),
    );
    expect((await tenant.api("GET", `${path}/uap_none`)).body).toEqual(
      refusal(404, "Not Found", "User attribute profile not found."),
    );
    expect((await tenant.api("DELETE", `${path}/uap_none`)).status).toBe(204);
  });

  test("every template makes a profile", async () => {
    const { user_attribute_profile_templates: templates } = (
      await tenant.api<{ user_attribute_profile_templates: { id: string; template: Body }[] }>(
        "GET",
        `${path}/templates`,
      )
    ).body;
    expect(templates.map(({ id }) => id)).toEqual(["auth0-generic"]);
    for (const { id, template } of templates) {
      expect((await tenant.api<Body>("GET", `${path}/templates/${id}`)).body["template"]).toEqual(template);
      expect((await tenant.api("POST", path, template)).status).toBe(201);
    }
    expect((await tenant.api("GET", `${path}/templates/none`)).status).toBe(404);
  });

  test("are listed by checkpoint, five at a time", async () => {
    for (const name of ["1", "2", "3", "4", "5", "6"]) await create({ name });
    const first = (await tenant.api<{ user_attribute_profiles: Body[]; next: string }>("GET", path)).body;
    expect(first.user_attribute_profiles.map(({ name }) => name)).toEqual(["1", "2", "3", "4", "5"]);
    const second = (await tenant.api<{ user_attribute_profiles: Body[] }>("GET", `${path}?from=${first.next}`)).body;
    expect(second.user_attribute_profiles.map(({ name }) => name)).toEqual(["6"]);
    expect(second).not.toHaveProperty("next");
  });
});

describe("connection profiles", () => {
  const path = "/api/v2/connection-profiles";
  const create = (body: Body) => tenant.api<Body>("POST", path, { name: "Profile", ...body });

  test("come with what was said", async () => {
    const { id, ...rest } = (await create({ enabled_features: ["scim"] })).body;
    expect(id).toMatch(/^cop_[1-9A-HJ-NP-Za-km-z]{22}$/);
    expect(rest).toEqual({
      name: "Profile",
      enabled_features: ["scim"],
      connection_config: null,
      strategy_overrides: null,
    });
    expect(
      (await tenant.api<Body>("PATCH", `${path}/${String(id)}`, { connection_name_prefix_template: "con-{org_id}" }))
        .body,
    ).toEqual({
      id,
      ...rest,
      connection_name_prefix_template: "con-{org_id}",
    });
  });

  test.each<[string, Body]>([
    ["a prefix that begins with a hyphen", { connection_name_prefix_template: "-x" }],
    ["a prefix with two hyphens in a row", { connection_name_prefix_template: "a--b" }],
    ["a prefix with a variable that there is not", { connection_name_prefix_template: "{user_id}" }],
    ["a feature that there is not", { enabled_features: ["fly"] }],
    ["a name over 50 characters", { name: "x".repeat(51) }],
  ])("are refused with %s", async (_case, body) => {
    expect(await create(body)).toMatchObject({ status: 400, body: { errorCode: "invalid_body" } });
  });

  test("a taken name is a conflict, one that is not there 404", async () => {
    await create({});
    expect((await create({})).body).toEqual(
      refusal(409, "Conflict", "Connection profile conflict", "connection_profile_conflict"),
    );
    expect((await tenant.api("GET", `${path}/cop_none`)).body).toEqual(
      refusal(404, "Not Found", "Connection profile not found"),
    );
  });

  test("every template makes a profile", async () => {
    const { connection_profile_templates: templates } = (
      await tenant.api<{ connection_profile_templates: { template: Body }[] }>("GET", `${path}/templates`)
    ).body;
    expect(templates).toHaveLength(1);
    for (const { template } of templates) expect((await tenant.api("POST", path, template)).status).toBe(201);
  });
});
