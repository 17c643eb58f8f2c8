/** A client may have two grants for one API: for its own tokens and for its users'. Every look-up takes the right one. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ManagementClient } from "auth0";
import { startTenant, type Tenant } from "../../../packages/local-tenant/src/index.ts";
import { trust } from "../../../packages/local-tenant/test/fixtures/trust.ts";
import { clientGrant } from "../../../cli/adopt/objects/grant.ts";
import { checkScopes } from "../../../cli/doctor/scopes.ts";
import { operationsOf } from "../../../cli/scopes.ts";
import type { SignedIn } from "../../../cli/tenant.ts";
import type { Configuration } from "../../../config/index.ts";
import { ownTokensGrant } from "../../../tenant/client-grants.ts";

const orders = ["user before client", "client before user"] as const;

describe.each(orders)("two grants for one API, %s", (order) => {
  let tenant: Tenant;
  let api: ManagementClient;
  let clientId: string;
  let own: string;

  beforeAll(async () => {
    tenant = await startTenant();
    trust(tenant);
    api = new ManagementClient({ domain: tenant.domain, token: tenant.managementToken });
    ({ client_id: clientId } = (
      await tenant.api<{ client_id: string }>("POST", "/api/v2/clients", { name: "OIN" })
    ).body);
    for (const subject of order === "user before client" ? ["user", "client"] : ["client", "user"]) {
      const { body } = await tenant.api<{ id: string }>("POST", "/api/v2/client-grants", {
        client_id: clientId,
        audience: `https://${tenant.domain}/api/v2/`,
        scope: ["read:users"],
        subject_type: subject,
      });
      if (subject === "client") own = body.id;
    }
  });
  afterAll(() => tenant.stop());

  it("adopt finds the one for the client's own tokens", async () => {
    const target = { domain: tenant.domain, client: { client_id: clientId }, adminConnections: [] };
    const { grant } = (await clientGrant.find?.(api, target)) ?? {};
    expect(grant?.id).toBe(own);
  });

  it("doctor has it granted more scopes", async () => {
    const { mend } = await checkScopes(
      {
        api,
        domain: tenant.domain,
        token: { scopes: [], audiences: [], clientId, origin: "client" },
      } as unknown as SignedIn,
      operationsOf(["preview"], {
        flavour: "guide",
        adminConnections: [],
        oktaPublicKeys: [],
      } as unknown as Configuration),
    );
    expect(mend?.at(-1)).toMatch(new RegExp(`^auth0 api patch client-grants/${own} `));
  });
});

it("a grant without a subject type is for the client's own tokens", () => {
  expect(ownTokensGrant([{ id: "cgr_1", audience: "api" }], "api")?.id).toBe("cgr_1");
  expect(ownTokensGrant([{ id: "cgr_1", audience: "api", subject_type: "user" }], "api")).toBeUndefined();
});
