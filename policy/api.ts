import type { ResourceValidationPolicy } from "@pulumi/policy";
import { EXPRESS_CONFIGURE_API } from "../contract/guide.ts";
import { ifKnown, text, TYPES } from "./resources.ts";

export const expressConfigureToken: ResourceValidationPolicy = {
  name: "express-configure-token",
  description: `A token for the Express Configure API lives ${EXPRESS_CONFIGURE_API.tokenLifetime} seconds at most and cannot be refreshed.`,
  validateResource: (resource, report) => {
    if (resource.type !== TYPES.resourceServer) return;
    if (text(resource, "identifier") !== EXPRESS_CONFIGURE_API.identifier) return;
    const { name, props } = resource;
    ifKnown(() => {
      const seconds: unknown = props["tokenLifetime"];
      if (typeof seconds === "number" && seconds <= EXPRESS_CONFIGURE_API.tokenLifetime) return;
      report(
        [
          `${name} ${typeof seconds === "number" ? `sets ${seconds} seconds` : "sets no lifetime, and Auth0's own is a day"}.`,
          "The token stands for the consent of a customer's admin, given once: one that leaks can be used as long as it lives.",
          "Fix: set in the program:",
          `  tokenLifetime: ${EXPRESS_CONFIGURE_API.tokenLifetime}`,
        ].join("\n"),
      );
    });
    ifKnown(() => {
      if (props["allowOfflineAccess"] !== true) return;
      report(
        [
          `${name} allows refresh tokens.`,
          "With one, the consent that a customer's admin gave once could be used again and again.",
          "Fix: set in the program:",
          "  allowOfflineAccess: false",
        ].join("\n"),
      );
    });
  },
};
