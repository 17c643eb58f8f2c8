/** What adopt tells of attributes that no up changes: everything that audit names, in both flavours. */
import { describe, expect, it } from "vitest";
import { GUIDE, NATIVE, unmanaged } from "../../../cli/adopt/flavours.ts";
import type { Found, NativeFound } from "../../../cli/adopt/found.ts";
import { unmanagedFinding } from "../../../cli/adopt/unmanaged.ts";
import { API_ATTRIBUTES, SYSTEM_API_ATTRIBUTES } from "../../../cli/audit/attributes/api.ts";
import { NATIVE_OIN_CLIENT_ATTRIBUTES, OIN_CLIENT_ATTRIBUTES } from "../../../cli/audit/attributes/oin-client.ts";
import { GRANT_ATTRIBUTES } from "../../../cli/audit/attributes/others.ts";
import { audited, pathOf, type Settlements } from "../../../cli/audit/attributes/settlement.ts";
import { FOUND as NATIVE_FOUND } from "./dashboard-objects.ts";
import { GRANT, OIN } from "./tenant-objects.ts";

const CLEAN: Found = {
  serviceApp: { clientId: "app", name: "Acme SaaS" },
  credentials: [],
  attached: [],
  flow: [],
  postLoginActions: [],
  useScopeDescriptionsForConsent: true,
};
const CLEAN_NATIVE: NativeFound = { ...NATIVE_FOUND, client: { ...NATIVE_FOUND.client, oidc_conformant: true } };

/** No table lets this value stay for any attribute. */
const BAD = { required: true, active: true, credentials: [{}], user: { policy: "deny_all" } };
const namesIn = (table: Settlements): string[] => audited(table).map(([name]) => name);

/** An object with that value for everything that audit judges by a table, members of attributes too. */
function allBad(table: Settlements): object {
  const object: Record<string, object> = {};
  for (const [attribute, ...within] of namesIn(table).map(pathOf)) {
    const value = within.reduceRight<object>((inner, name) => ({ [name]: inner }), BAD);
    object[attribute] = { ...object[attribute], ...value };
  }
  return object;
}

const told = (found: readonly { readonly object: string; readonly attribute: string }[]) =>
  found.map(({ object, attribute }) => `${object}: ${attribute}`).toSorted();

describe("unmanaged attributes", () => {
  it("are none where audit has nothing to name, and none of what is not there", () => {
    expect(unmanaged(GUIDE, { ...CLEAN, client: OIN, grant: GRANT, resourceServer: { id: "res_1" } })).toEqual([]);
    expect(unmanaged(GUIDE, CLEAN)).toEqual([]);
    expect(unmanaged(NATIVE, CLEAN_NATIVE)).toEqual([]);
    expect(unmanagedFinding([], "prod")).toEqual([]);
  });

  it("of the guide's objects are all that audit's tables name", () => {
    const tables = {
      "Express Configure API": API_ATTRIBUTES,
      "OIN client": OIN_CLIENT_ATTRIBUTES,
      grant: GRANT_ATTRIBUTES,
    };
    const found = unmanaged(GUIDE, {
      ...CLEAN,
      resourceServer: allBad(API_ATTRIBUTES),
      client: allBad(OIN_CLIENT_ATTRIBUTES),
      grant: allBad(GRANT_ATTRIBUTES),
    });
    expect(told(found)).toEqual(
      Object.entries(tables)
        .flatMap(([object, table]) => namesIn(table).map((attribute) => `${object}: ${attribute}`))
        .toSorted(),
    );
  });

  it("of the native objects too", () => {
    const tables = { "system API": SYSTEM_API_ATTRIBUTES, "native OIN client": NATIVE_OIN_CLIENT_ATTRIBUTES };
    const found = unmanaged(NATIVE, {
      ...CLEAN_NATIVE,
      systemApi: allBad(SYSTEM_API_ATTRIBUTES),
      client: allBad(NATIVE_OIN_CLIENT_ATTRIBUTES),
    });
    expect(told(found)).toEqual(
      Object.entries(tables)
        .flatMap(([object, table]) => namesIn(table).map((attribute) => `${object}: ${attribute}`))
        .toSorted(),
    );
  });

  it("never show what can hold a secret", () => {
    const client = { ...OIN, addons: { firebase: { secret: "s3cret" } } };
    expect(unmanaged(GUIDE, { ...CLEAN, client }).map(({ attribute, found }) => [attribute, found])).toEqual([
      ["addons", "set"],
    ]);
  });

  it("are one notice, with what audit then tells", () => {
    const found = unmanaged(GUIDE, { ...CLEAN, client: { ...OIN, allowed_origins: ["https://acme.example"] } });
    expect(found).toEqual([
      {
        object: "OIN client",
        attribute: "allowed_origins",
        found: '["https://acme.example"]',
        effect: "pages of other origins may send requests as this client",
      },
    ]);
    expect(unmanagedFinding(found, "prod")).toEqual([
      {
        severity: "notice",
        about: "unmanaged",
        says: "No up puts right what the stack does not declare: allowed_origins of the OIN client.",
        mend: ["After up, audit names each with the request that puts it right:", "npm run audit -- --stack prod"],
        details: { attributes: found },
      },
    ]);
  });
});
