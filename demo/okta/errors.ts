/** Why Okta cannot complete an Express Configuration. */
export class ExpressConfigurationFailed extends Error {
  override readonly name = "ExpressConfigurationFailed";
  /** The step that failed. */
  readonly step: "sign-in" | "token" | "permission" | "claims" | "management-token" | "management-api";
  /** OAuth's error code, where the tenant gave one. */
  readonly code: string | undefined;

  constructor(step: ExpressConfigurationFailed["step"], message: string, code?: string) {
    super(message);
    this.step = step;
    this.code = code;
  }
}
