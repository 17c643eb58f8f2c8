import { HUNDRED_BY_MARK, allOf, byMark } from "../management/listing.ts";
import { fromWire } from "../management/wire.ts";
import { blocks, flag, list, text } from "../schema/attribute.ts";
import type { Fields } from "../schema/attribute.ts";
import { textOf } from "../schema/value.ts";
import { resultsOf } from "./results.ts";
import type { Lookup } from "./function.ts";

const grant: Fields = {
  id: text(),
  clientId: text(),
  audience: text(),
  scopes: list({ wire: "scope" }),
  subjectType: text(),
  allowAllScopes: flag(),
  defaultFor: text(),
};

export const getClientGrants: Lookup = {
  token: "auth0:index/getClientGrants:getClientGrants",
  arguments: { clientId: text(), audience: text(), defaultFor: text() },
  read: async (api, args) => {
    const filter = {
      client_id: textOf(args["clientId"]),
      audience: textOf(args["audience"]),
      default_for: textOf(args["defaultFor"]),
    };
    const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ""));
    const found = await allOf(byMark(api, ["client-grants"], "client_grants", { ...HUNDRED_BY_MARK, ...given }));
    return {
      ...resultsOf({ clientGrants: blocks(grant) }, { clientGrants: found.map((element) => fromWire(grant, element)) }),
      id: "client_grants_list",
    };
  },
};
