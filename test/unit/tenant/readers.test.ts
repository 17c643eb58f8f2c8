/** What several commands read of a tenant, on plain data: keys by whether they are attached, bindings, permissions. */
import { describe, expect, it } from "vitest";
import { bindingsOf, isBound } from "../../../tenant/bindings.ts";
import { attachedKeyIds, sortKeys } from "../../../tenant/client-keys.ts";
import { permissionsOf } from "../../../tenant/role-permissions.ts";

describe("keys of a client", () => {
  const client = { client_authentication_methods: { private_key_jwt: { credentials: [{ id: "b" }, { id: "gone" }] } } };

  it("are attached where the client names them, in its order", () => {
    expect(attachedKeyIds(client)).toEqual(["b", "gone"]);
    expect(attachedKeyIds({})).toEqual([]);
    expect(attachedKeyIds({ client_authentication_methods: { tls_client_auth: { credentials: [] } } })).toEqual([]);
  });

  it("are sorted by that, and one that is named but not there is neither", () => {
    const [a, b] = [{ id: "a" }, { id: "b" }];
    expect(sortKeys(client, [a, b])).toEqual({ all: [a, b], attached: [b], unattached: [a] });
    expect(sortKeys({}, [a])).toEqual({ all: [a], attached: [], unattached: [a] });
  });
});

it("the bindings of an Action are all that name it, and none without an ID", () => {
  const flow = [{ id: "1", action: { id: "act" } }, { id: "2", action: { id: "other" } }, { id: "3" }];
  expect(bindingsOf([...flow, { id: "4", action: { id: "act" } }], "act").map(({ id }) => id)).toEqual(["1", "4"]);
  expect(bindingsOf(flow, undefined)).toEqual([]);
  expect(isBound(flow, "act")).toBe(true);
  expect(isBound(flow, "third")).toBe(false);
});

it("the permissions of an API are by its identifier alone", () => {
  const permissions = [
    { resource_server_identifier: "a", permission_name: "read" },
    { resource_server_identifier: "b", permission_name: "write" },
  ];
  expect(permissionsOf(permissions, "a")).toEqual(["read"]);
});
