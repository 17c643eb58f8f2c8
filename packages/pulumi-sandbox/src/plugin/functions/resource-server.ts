import { fromWire } from "../management/wire.ts";
import { readResourceServer, resourceServerFields } from "../resources/resource-server.ts";
import { resourceServerScopes } from "../resources/resource-server-scopes.ts";
import { text } from "../schema/attribute.ts";
import { textOf } from "../schema/value.ts";
import { resultsOf } from "./results.ts";
import type { Lookup } from "./function.ts";

const eitherOne = ["resource_server_id", "identifier"];
const { scopes } = resourceServerScopes.fields;
const { verificationLocation, enforcePolicies, tokenDialect } = resourceServerFields;
const everywhere = { verificationLocation, enforcePolicies, tokenDialect };

export const getResourceServer: Lookup = {
  token: "auth0:index/getResourceServer:getResourceServer",
  arguments: { resourceServerId: text({ atLeastOneOf: eitherOne }), identifier: text({ atLeastOneOf: eitherOne }) },
  read: async (api, args) => {
    const id = textOf(args["resourceServerId"]);
    // The official plugin escapes an identifier once for itself and once more for the path.
    const answer = await api.get(["resource-servers", id === "" ? encodeOnce(textOf(args["identifier"])) : id]);
    const read = {
      ...readResourceServer(answer, {}),
      ...fromWire(everywhere, answer),
      ...(scopes ? fromWire({ scopes }, answer) : {}),
    };
    return { ...resultsOf({ ...resourceServerFields, ...(scopes ? { scopes } : {}) }, read), id: textOf(answer["id"]) };
  },
};

function encodeOnce(identifier: string): string {
  return encodeURIComponent(identifier).replace(/%(3A|40|26|3D|2B|24)/g, (escaped) => decodeURIComponent(escaped));
}
