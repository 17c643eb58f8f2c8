/** doctor's probe for private_key_jwt: it does all or nothing, what goes wrong is a finding, and nothing stays unsaid. */
import { readFileSync } from "node:fs";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { ManagementClient } from "auth0";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { probePrivateKeyJwt } from "../../../cli/doctor/private-key-jwt.ts";
import type { SignedIn } from "../../../cli/tenant.ts";
import { startTenant, type Tenant } from "../../../packages/local-tenant/src/index.ts";

const SCOPES = ["create:clients", "create:client_credentials", "delete:clients"];
const NAME = "okta-express: may be deleted (doctor --probe)";
const NOT_FOUND_OUT = "Whether the plan has private_key_jwt was not found out";

let [tenant, free]: Tenant[] = [];

beforeAll(async () => {
  [tenant, free] = await Promise.all([startTenant(), startTenant({ plan: "free" })]);
  setDefaultCACertificates([
    ...getCACertificates("default"),
    ...[tenant, free].map(({ certificateFile }) => readFileSync(certificateFile, "utf8")),
  ]);
});
afterAll(() => Promise.all([tenant?.stop(), free?.stop()]));
beforeEach(() => tenant?.reset());

/** Probes with a token that has these scopes, and says what was found and which applications it left. */
async function probed(on: Tenant | undefined, scopes: readonly string[] = SCOPES) {
  if (on === undefined) throw new Error("The tenant was not started.");
  const applications = async () =>
    (await on.api<readonly { client_id: string; name: string }[]>("GET", "/api/v2/clients?per_page=100")).body;
  const before = await applications();
  const api = new ManagementClient({ domain: on.domain, token: await on.issueToken(scopes), maxRetries: 0 });
  const findings = await probePrivateKeyJwt({ api, token: { scopes } } as unknown as SignedIn, "prod");
  const left = (await applications()).filter(({ client_id }) => !before.some((one) => one.client_id === client_id));
  return { findings, left, told: findings.map(({ severity, about, says }) => `${severity} ${about}: ${says}`) };
}

describe("with the scopes that it takes", () => {
  it("finds that the plan has it, and leaves nothing", async () => {
    expect(await probed(tenant)).toMatchObject({
      told: ["ok plan.private-key-jwt: The plan has private_key_jwt: an application could be made and given a key."],
      left: [],
    });
  });

  it("finds that the plan does not have it, and leaves nothing", async () => {
    expect(await probed(free)).toMatchObject({
      told: ["problem plan.private-key-jwt: The tenant's plan has no private_key_jwt, by which Okta signs in."],
      left: [],
    });
  });
});

describe("without one of them", () => {
  it.each(SCOPES)("says that %s is missing, and does nothing", async (scope) => {
    const { findings, left } = await probed(
      tenant,
      SCOPES.filter((name) => name !== scope),
    );
    expect(findings).toMatchObject([
      { severity: "notice", about: "plan.private-key-jwt", details: { missing: [scope] } },
    ]);
    expect(findings[0]?.says).toBe(
      `${NOT_FOUND_OUT}: the probe makes an application and deletes it, and the credentials lack ${scope}. Nothing was done.`,
    );
    expect(left).toEqual([]);
    expect(tenant?.journal.writes()).toEqual([]);
  });
});

describe("where the tenant fails", () => {
  it("at making the application", async () => {
    tenant?.faults.add({ method: "POST", path: "/api/v2/clients", kind: "500" });
    expect(await probed(tenant)).toMatchObject({
      told: [
        `problem plan.private-key-jwt: ${NOT_FOUND_OUT}: no application could be made for the probe (500: An internal server error occurred).`,
      ],
      left: [],
    });
  });

  it("at answering that it was made: one is left, and it is said what it is called", async () => {
    tenant?.faults.add({ method: "POST", path: "/api/v2/clients", kind: "drop-after" });
    const { findings, left } = await probed(tenant);
    expect(findings).toMatchObject([
      {
        severity: "problem",
        about: "plan.private-key-jwt",
        mend: [`If the tenant has an application "${NAME}" all the same, it may be deleted.`],
      },
    ]);
    expect(left.map(({ name }) => name)).toEqual([NAME]);
  });

  it("at the key", async () => {
    tenant?.faults.add({ method: "POST", path: /\/credentials$/, kind: "503" });
    expect(await probed(tenant)).toMatchObject({
      told: [
        `problem plan.private-key-jwt: ${NOT_FOUND_OUT}: the application of the probe could not be given a key (503: The service is temporarily unavailable).`,
      ],
      left: [],
    });
  });

  it("at deleting the application: it is named, with the command that deletes it", async () => {
    tenant?.faults.add({ method: "DELETE", kind: "500" });
    const { findings, left, told } = await probed(tenant);
    const id = left[0]?.client_id ?? "";
    expect(left).toHaveLength(1);
    expect(told).toEqual([
      "ok plan.private-key-jwt: The plan has private_key_jwt: an application could be made and given a key.",
      `problem probe: The application ${id} ("${NAME}") that the probe made is left on the tenant: it could not be deleted (500: An internal server error occurred).`,
    ]);
    expect(findings[1]?.mend).toEqual([`npm run api -- delete clients/${id} --stack prod`]);
  });
});
