// Which factors of multi-factor authentication the tenant has enabled: /guardian/factors. At first none.
import { z } from "zod";
import { endpoint, ok, type Endpoint } from "../core/endpoint.ts";
import { notFound } from "../core/errors.ts";
import { GUARDIAN_FACTORS } from "../rows/mfa.ts";

export const guardianFactors: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/guardian/factors",
    scopes: ["read:guardian_factors"],
    handle: ({ state }) => {
      const { enabled } = state.guardian_factors.get();
      return ok(GUARDIAN_FACTORS.map((name) => ({ name, enabled: enabled.includes(name), trial_expired: false })));
    },
  }),
  endpoint({
    method: "PUT",
    path: "/guardian/factors/:name",
    scopes: ["update:guardian_factors"],
    body: z.strictObject({ enabled: z.boolean() }),
    handle: ({ state, param, body }) => {
      const name = GUARDIAN_FACTORS.find((known) => known === param("name"));
      if (name === undefined) throw notFound("The factor does not exist.");
      const others = state.guardian_factors.get().enabled.filter((other) => other !== name);
      state.guardian_factors.put({ enabled: body.enabled ? [...others, name].sort() : others });
      return ok({ enabled: body.enabled });
    },
  }),
];
