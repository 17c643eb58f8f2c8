import { enabledConnections } from "../../../tenant/enabled-connections.ts";
import { ofType } from "../../state.ts";
import { differing, sorted } from "../difference.ts";
import type { NativeFound } from "../found.ts";
import { object } from "../found-object.ts";
import type { AdoptObject } from "../object.ts";
import { insideNative } from "../own.ts";

/** That the native OIN client is enabled for the admins' connections. One that is enabled and not declared stays so. */
export const connections: AdoptObject<NativeFound> = {
  async find(api, { client, adminConnections }) {
    const matters = adminConnections.length > 0 || client?.organization_require_behavior === "post_login_prompt";
    const found =
      client?.client_id === undefined || !matters ? [] : ((await enabledConnections(api, client.client_id)) ?? []);
    return {
      connections: found
        .flatMap(({ id, name }) => (id === undefined || name === undefined ? [] : [{ id, name }]))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    };
  },
  describe: ({ connections: enabled }, { configuration: { adminConnections } }) =>
    adminConnections.length === 0
      ? []
      : [object("admin connections", enabled.length === 0 ? undefined : enabled.map(({ name }) => name).join(", "))],
  differences({ client, connections: enabled }, { configuration: { adminConnections } }) {
    if (client === undefined) return [];
    const names = enabled.map(({ name }) => name);
    return differing("admin connections", [
      ["enabled", sorted(names), sorted([...new Set([...names, ...adminConnections])])],
    ]);
  },
  plan({ client, connections: enabled }, { configuration: { adminConnections }, state }) {
    const held = new Set(ofType(insideNative(state), "ConnectionClient").map(({ id }) => id));
    const ids = enabled
      .filter(({ id, name }) => adminConnections.includes(name) && !held.has(`${id}::${client?.client_id ?? ""}`))
      .map(({ id }) => id);
    return ids.length === 0 ? {} : { adopt: { adminConnections: ids } };
  },
};
