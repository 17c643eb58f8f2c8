/** What the hand-over to Okta is written from. */
export interface HandOver {
  /** Name of the app that is published in the OIN. */
  readonly appName: string;
  /** Client ID of that app on the tenant. */
  readonly appClientId: string;
  /** Name of the stack, for the command that takes Okta's key. */
  readonly stack: string;
  readonly domain: string;
  /** Domain where an Okta admin signs in: the tenant's own, or a custom domain. */
  readonly adminLoginDomain: string;
  readonly oinClientId: string;
  /** Empty while Okta has not given out its key yet: the hand-over then asks for it. */
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
  if (values.keyIds.length === 0) return keyRequestText(values);
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
  readonly initiateLoginUriTemplate: string;
}

/** Where Okta's Express Configuration team is written to (Okta: "Enable Express Configuration"). */
const OKTA_TEAM = "expressconfig@okta.com";

/** Guide flavour, before the first key: Okta's team sends the key when it is asked for with these values. */
function keyRequestText({ appName, appClientId, domain, adminLoginDomain, oinClientId, stack }: HandOver): string {
  const lines = [
    `To Okta's Express Configuration team, ${OKTA_TEAM}`,
    "",
    `We are enabling Express Configuration for our app "${appName}" in the Okta Integration Network.`,
    "Please send us the public key (PEM) for it.",
    "",
    "  Integrator org   (your Okta Integrator org: its URL)",
    `  App in the OIN   ${appName}`,
    `  App client ID    ${appClientId}`,
    `  OIN client ID    ${oinClientId}`,
    `  Auth0 tenant     ${domain}`,
    ...(adminLoginDomain === domain ? [] : [`  Custom domain    ${adminLoginDomain}`]),
    "",
    "-- Not part of the mail: once the key is here --",
    ...addKey(stack),
  ];
  return `${lines.join("\n")}\n`;
}

function addKey(stack: string): string[] {
  return [`npm run key -- --file okta-public-key.pem --stack ${stack}`, `pulumi up --stack ${stack}`];
}

/** The same for Auth0's own Express Configuration. */
export function nativeHandOverText(values: NativeHandOver): string {
  if (values.keyIds.length === 0) return wizardText(values);
  const lines = [
    ...opening(values),
    ...identity(values),
    `  Admin login     ${values.adminLoginDomain}`,
    `  Initiate login  ${values.initiateLoginUriTemplate}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** Native flavour, before the first key: the OIN Wizard offers the key once it has these values. */
function wizardText(values: NativeHandOver): string {
  const { appName, appClientId, domain, adminLoginDomain, oinClientId, initiateLoginUriTemplate, stack } = values;
  const lines = [
    `Okta's OIN Wizard, app "${appName}": choose "Enable Express Configuration" and enter:`,
    "",
    `  OIN client ID           ${oinClientId}`,
    `  Application client ID   ${appClientId}`,
    `  Tenant domain           ${domain}`,
    `  Admin login domain      ${adminLoginDomain}`,
    `  Initiate login URI      ${initiateLoginUriTemplate}`,
    "",
    'The OIN client has no key yet. The wizard then offers "Download PEM key". With that file:',
    ...addKey(stack),
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
