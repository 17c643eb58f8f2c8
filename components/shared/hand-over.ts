/** What the hand-over to Okta is written from. */
export interface HandOver {
  /** Name of the app that is published in the OIN. */
  readonly appName: string;
  readonly domain: string;
  readonly oinClientId: string;
  readonly keyIds: readonly string[];
  readonly scim: boolean;
  /** Client ID that Okta uses so far, while a tenant moves from one flavour to the other; else nothing. */
  readonly replaces?: string | undefined;
}

/**
 * The text that a person sends to Okta's Express Configuration team, as the guide asks for it. With SCIM it adds the
 * values for the OIN Wizard. It holds no secret: a client ID and key thumbprints are public.
 */
export function handOverText(values: HandOver): string {
  const lines = [...opening(values), ...identity(values)];
  if (values.scim) {
    lines.push(
      "",
      "In the OIN Wizard, before the app is submitted again:",
      "",
      "  Integration variable label   scim_base_url",
      "  Integration variable name    scim_base_url",
      "  SCIM property Base URL       app.scim_base_url",
    );
  }
  return `${lines.join("\n")}\n`;
}

/** What the hand-over of Auth0's own Express Configuration says besides. */
export interface NativeHandOver extends HandOver {
  /** Domain where an Okta admin signs in. */
  readonly adminLoginDomain: string;
  readonly initiateLoginUriTemplate: string;
}

/** The same for Auth0's own Express Configuration. */
export function nativeHandOverText(values: NativeHandOver): string {
  const lines = [
    ...opening(values),
    ...identity(values),
    `  Admin login     ${values.adminLoginDomain}`,
    `  Initiate login  ${values.initiateLoginUriTemplate}`,
  ];
  return `${lines.join("\n")}\n`;
}

function opening({ appName, replaces }: HandOver): string[] {
  return [
    "To Okta's Express Configuration team",
    "",
    `Express Configuration is on for our app "${appName}" in the Okta Integration Network.`,
    "",
    ...(replaces === undefined
      ? []
      : [
          `Please switch the integration from the OIN client ${replaces}`,
          "to the one below, and tell us when that is done: until then both work.",
          "",
        ]),
  ];
}

function identity({ domain, oinClientId, keyIds, scim }: HandOver): string[] {
  return [
    `  Auth0 tenant    ${domain}`,
    `  OIN client ID   ${oinClientId}`,
    ...keyIds.map((keyId, index) => `  ${index === 0 ? "Key ID (kid)" : "            "}    ${keyId}`),
    `  Protocols       ${scim ? "SSO (OIDC) and SCIM" : "SSO (OIDC)"}`,
  ];
}
