// All permissions of a role (auth0.RolePermissions), or one of them (auth0.RolePermission): the first owns the whole
// set, the second leaves the rest of the role alone.
import type { Api, JsonObject } from "../management/api.ts";
import { Gone, orGone } from "../management/errors.ts";
import { allOf, byNumber } from "../management/listing.ts";
import { fromWire } from "../management/wire.ts";
import { blockSet, text } from "../schema/attribute.ts";
import type { Attribute } from "../schema/attribute.ts";
import { equivalent } from "../schema/equality.ts";
import { inHashOrder } from "../schema/sets.ts";
import { listOf, textOf, valuesOf } from "../schema/value.ts";
import type { Value, Values } from "../schema/value.ts";
import { compositeId } from "./composite-id.ts";
import type { Resource } from "./resource.ts";

const permission = {
  name: text({ required: true, wire: "permission_name" }),
  resourceServerIdentifier: text({ required: true }),
  description: text({ computed: true }),
  resourceServerName: text({ computed: true }),
};

const permissions: Attribute = blockSet(permission, { required: true });

const identify = (name: Value | undefined, resourceServer: Value | undefined): JsonObject => ({
  permission_name: textOf(name),
  resource_server_identifier: textOf(resourceServer),
});

const identifyAll = (elements: readonly Value[]) =>
  elements.map(valuesOf).map((element) => identify(element["name"], element["resourceServerIdentifier"]));

/** Elements of one set that the other has not, told apart by what identifies a permission. */
function without(elements: readonly Value[], others: readonly Value[]): Value[] {
  const same = (left: Value, right: Value) =>
    equivalent(permission.name, valuesOf(left)["name"], valuesOf(right)["name"]) &&
    equivalent(
      permission.resourceServerIdentifier,
      valuesOf(left)["resourceServerIdentifier"],
      valuesOf(right)["resourceServerIdentifier"],
    );
  return inHashOrder(
    permission,
    elements.filter((element) => !others.some((other) => same(element, other))),
  );
}

export async function readPermissions(api: Api, roleId: string): Promise<Values[]> {
  const found = await allOf(byNumber(api, ["roles", roleId, "permissions"], "permissions", { include_totals: true }));
  return found.map((element) => fromWire(permission, element));
}

async function change(api: Api, roleId: string, before: readonly Value[], after: readonly Value[]): Promise<void> {
  const path = ["roles", roleId, "permissions"];
  const removed = without(before, after);
  const added = without(after, before);
  if (removed.length > 0) {
    await orGone(api.delete(path, { permissions: identifyAll(removed) })).catch((error: unknown) => {
      if (!(error instanceof Gone)) throw error;
    });
  }
  if (added.length > 0) await api.post(path, { permissions: identifyAll(added) });
}

export const rolePermissions: Resource = {
  type: "auth0:index/rolePermissions:RolePermissions",
  name: "auth0_role_permissions",
  fields: { roleId: text({ required: true, replaces: true }), permissions },
  create: async ({ api, planned }) => {
    await change(api, textOf(planned["roleId"]), [], listOf(planned["permissions"]));
    return textOf(planned["roleId"]);
  },
  read: async ({ api, id }) => ({ roleId: id, permissions: await orGone(readPermissions(api, id)) }),
  update: ({ api, prior, planned }) =>
    change(api, textOf(planned["roleId"]), listOf(prior["permissions"]), listOf(planned["permissions"])),
  delete: ({ api, state }) =>
    orGone(
      api.delete(["roles", textOf(state["roleId"]), "permissions"], {
        permissions: identifyAll(inHashOrder(permission, listOf(state["permissions"]))),
      }),
    ),
};

const ids = compositeId("roleId", "resourceServerIdentifier", "permission");

const only = (state: Values): JsonObject => ({
  permissions: [identify(state["permission"], state["resourceServerIdentifier"])],
});

export const rolePermission: Resource = {
  type: "auth0:index/rolePermission:RolePermission",
  name: "auth0_role_permission",
  fields: {
    roleId: text({ required: true, replaces: true }),
    permission: text({ required: true, replaces: true }),
    resourceServerIdentifier: text({ required: true, replaces: true }),
    description: text({ computed: true }),
    resourceServerName: text({ computed: true }),
  },
  create: async ({ api, planned }) => {
    await api.post(["roles", textOf(planned["roleId"]), "permissions"], only(planned));
    return ids.join(planned);
  },
  read: async ({ api, state }) => {
    const found = await orGone(readPermissions(api, textOf(state["roleId"])));
    const ours = found.find(
      (element) =>
        element["name"] === state["permission"] &&
        element["resourceServerIdentifier"] === state["resourceServerIdentifier"],
    );
    if (!ours) throw new Gone("The role has no such permission.");
    return { description: ours["description"] ?? "", resourceServerName: ours["resourceServerName"] ?? "" };
  },
  delete: ({ api, state }) => orGone(api.delete(["roles", textOf(state["roleId"]), "permissions"], only(state))),
  importState: ids.importState,
};
