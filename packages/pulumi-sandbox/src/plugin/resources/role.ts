import { orGone } from "../management/errors.ts";
import { fromWire, toWire } from "../management/wire.ts";
import { text } from "../schema/attribute.ts";
import { textOf } from "../schema/value.ts";
import type { Resource } from "./resource.ts";

const fields = {
  name: text({ required: true }),
  description: text({ pluginDefault: "Managed by Pulumi" }),
};

export const role: Resource = {
  type: "auth0:index/role:Role",
  name: "auth0_role",
  fields,
  create: async ({ api, inputs }) => textOf((await api.post(["roles"], toWire(fields, inputs)))["id"]),
  read: async ({ api, id }) => fromWire(fields, await orGone(api.get(["roles", id]))),
  update: async ({ api, id, inputs }) => void (await orGone(api.patch(["roles", id], toWire(fields, inputs)))),
  // An empty object goes with it: the official plugin sends one with this deletion alone.
  delete: ({ api, id }) => orGone(api.delete(["roles", id], {})),
};
