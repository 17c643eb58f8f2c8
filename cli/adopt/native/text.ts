import type { Configuration } from "../../../config/index.ts";
import { ownBindings } from "../found.ts";
import { type FoundObject, object } from "../found-object.ts";
import { isDeclared } from "./actions.ts";
import { ACTION_NAME, PROFILE_NAME } from "./differences.ts";
import { declaredAction, type NativeFound } from "./found.ts";
import { byDeclaredName, declaredProfile, PROFILE_KINDS } from "./profiles.ts";

/** The native objects, those that are not there too; optional ones only where they are declared. */
export function nativeObjects(found: NativeFound, configuration: Configuration): FoundObject[] {
  const { systemApi, role, client, credentials, attached, connections, clients, profiles, serviceApp } = found;
  const keyIds = credentials.filter(({ id = "" }) => attached.includes(id)).map(({ kid = "" }) => kid);
  return [
    object("system API", systemApi?.id, systemApi?.name),
    ...(configuration.flavour === "native" && configuration.adminsAppMetadataKey !== undefined
      ? []
      : [object("admin role", role?.role.id, role?.role.name)]),
    object("native OIN client", client?.client_id, client?.name),
    object("native keys", keyIds.length === 0 ? undefined : keyIds.join(", ")),
    ...(configuration.adminConnections.length === 0
      ? []
      : [
          object(
            "admin connections",
            connections.length === 0 ? undefined : connections.map(({ name }) => name).join(", "),
          ),
        ]),
    ...PROFILE_KINDS.map((kind) => {
      const declared = declaredProfile(kind, configuration);
      const profile =
        "id" in declared
          ? profiles[kind].find(({ id }) => id === declared.id)
          : byDeclaredName(kind, configuration, profiles);
      return {
        ...object(PROFILE_NAME[kind], profile?.id, profile?.name),
        ...("id" in declared ? { used: "stays as it is" } : {}),
      };
    }),
    object(
      "app block",
      clients.block === undefined ? undefined : serviceApp.clientId,
      clients.block === undefined ? undefined : serviceApp.name,
    ),
    ...(["admins", "domainAliases"] as const)
      .filter((kind) => isDeclared(kind, configuration))
      .map((kind) => {
        const action = declaredAction(kind, found, configuration);
        const [bound] = ownBindings({ ...found, action });
        return {
          ...object(ACTION_NAME[kind], action?.id, action?.name),
          ...(action === undefined ? {} : { used: bound === undefined ? "not bound; up binds it" : "bound" }),
        };
      }),
  ];
}
