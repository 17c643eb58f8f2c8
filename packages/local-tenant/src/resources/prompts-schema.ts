// The settings of /prompts. Of these `identifier_first` is what the login pages go by.
import { z } from "zod";

export const updateBody = z.strictObject({
  universal_login_experience: z.enum(["new", "classic"]).optional(),
  identifier_first: z.boolean().nullish(),
  webauthn_platform_first_factor: z.boolean().nullish(),
});

export interface PromptSettings {
  readonly universal_login_experience: "new" | "classic";
  /** Whether the name is asked for before the password, which lets an e-mail domain lead elsewhere. */
  readonly identifier_first?: boolean;
  readonly webauthn_platform_first_factor?: boolean;
}

export const DEFAULT_PROMPTS: PromptSettings = {
  universal_login_experience: "new",
  identifier_first: false,
  webauthn_platform_first_factor: false,
};
