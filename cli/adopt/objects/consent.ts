import type { OneFlavour } from "../../../config/index.ts";
import { differing } from "../difference.ts";
import type { SharedObject } from "../object.ts";

/** One setting of the whole tenant; told by the guide's part where both flavours are declared. */
export function consentSetting(flavour: OneFlavour): SharedObject {
  return {
    differences: ({ useScopeDescriptionsForConsent }, { configuration }) =>
      configuration.consentDescriptions && !(flavour === "native" && configuration.flavour === "both")
        ? differing("consent setting", [["use_scope_descriptions_for_consent", useScopeDescriptionsForConsent, true]])
        : [],
  };
}
