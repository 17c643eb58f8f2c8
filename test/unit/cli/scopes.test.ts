/** The table of operation to scope. That it is right is proved end to end; here, that it is sound and least. */
import { describe, expect, it } from "vitest";
import { OPERATIONS, operationsOf, scopesOf, TENANT_COMMANDS, type TenantCommand } from "../../../cli/scopes.ts";
import type { Configuration } from "../../../config/index.ts";
import { MANAGEMENT_SCOPES } from "../../../sandbox/tenant/core/scopes.ts";

const configuration = (change: Partial<Configuration> = {}) => ({ adminRole: undefined, consentDescriptions: true, ...change }) as Configuration;
const scopes = (commands: readonly TenantCommand[], change?: Partial<Configuration>) => scopesOf(operationsOf(commands, configuration(change)));

it("names scopes that Auth0 has", () => {
  expect(OPERATIONS.map(({ scope }) => scope).filter((scope) => !MANAGEMENT_SCOPES.includes(scope as never))).toEqual([]);
});

it("tells every operation of its own", () => {
  const does = OPERATIONS.map((operation) => operation.does);
  expect(new Set(does).size).toBe(does.length);
});

describe("least privilege", () => {
  it.each(["preview", "audit"] as const)("%s only reads", (command) => {
    expect(scopes([command]).filter((scope) => !scope.startsWith("read:"))).toEqual([]);
  });

  it("only teardown deletes objects; up and rotate take keys off", () => {
    const deleting = (command: TenantCommand) => scopes([command]).filter((scope) => scope.startsWith("delete:"));
    expect(deleting("up")).toEqual(["delete:client_credentials"]);
    expect(deleting("rotate")).toEqual(["delete:client_credentials"]);
    expect(deleting("teardown")).toEqual(["delete:clients", "delete:client_credentials", "delete:client_grants", "delete:resource_servers", "delete:roles", "delete:actions"]);
  });

  it("an existing role is neither made nor deleted, and the tenant's settings stay out of reach where they are left alone", () => {
    const all = scopes(TENANT_COMMANDS);
    const fewer = scopes(TENANT_COMMANDS, { adminRole: "rol_1", consentDescriptions: false });
    expect(all.filter((scope) => !fewer.includes(scope))).toEqual(["create:roles", "delete:roles", "read:tenant_settings", "update:tenant_settings"]);
  });
});
