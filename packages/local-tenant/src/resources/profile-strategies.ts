// Strategies for which a user attribute profile or a connection profile may say something of its own.
import { z } from "zod";

/** A member for each of them, all optional (`…StrategyOverrides` of the official Node SDK). */
export const strategyOverrides = <Override extends z.ZodType>(override: Override) =>
  z.strictObject({
    pingfederate: override.optional(),
    ad: override.optional(),
    adfs: override.optional(),
    waad: override.optional(),
    "google-apps": override.optional(),
    okta: override.optional(),
    oidc: override.optional(),
    samlp: override.optional(),
  });
