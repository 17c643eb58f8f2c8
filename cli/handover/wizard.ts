/**
 * What Okta's OIN Wizard asks for, field by field. Sources: Okta, "Submit Express Configuration for Auth0-enabled apps" and
 * "Enable Express Configuration" (the guide's flavour); Auth0, "Express Configuration with Okta".
 */

/** One field of a form: what to enter, or where the value comes from. */
export interface Field {
  /** As the form calls it. */
  readonly name: string;
  /** To be pasted; absent where only somebody else has it. */
  readonly value?: string;
  /** Where the value is produced, or what to look at before it is entered. */
  readonly note?: string;
}

export interface Section {
  /** The page of the wizard, and the part of it. */
  readonly title: string;
  readonly fields: readonly Field[];
}

export interface Form {
  /** Where the fields are entered, for an app that is submitted for the first time and for one that is published. */
  readonly way: readonly string[];
  readonly sections: readonly Section[];
}

/** What the fields are filled with. */
export interface WizardValues {
  readonly appClientId: string;
  /** What the wizard's own block of Express Configuration is filled with; absent in the guide's flavour, which has none. */
  readonly native?: {
    /** Shown to Okta's admins on the consent page. */
    readonly displayName: string;
    readonly oinClientId: string;
  };
  /** Canonical domain of the tenant. */
  readonly domain: string;
  /** Domain where an Okta admin signs in: a custom domain, or the tenant's own. */
  readonly adminLoginDomain: string;
  /** Native: with Auth0's placeholders `{organization_name}`, `{organization_id}`, `{connection_name}`. */
  readonly initiateLoginUri: string;
  readonly scim: boolean;
  readonly universalLogout: boolean;
  /** What the app itself has on the tenant; absent where it could not be read. */
  readonly app?: {
    readonly usesRefreshTokens: boolean;
    readonly hasBackChannelLogout: boolean;
    readonly logoutUrls: readonly string[];
  };
}

const PLACEHOLDERS = ["organization_name", "organization_id", "connection_name"] as const;

/**
 * The template as the wizard has it: Auth0's placeholders become integration variables, which Okta fills in for each
 * customer when Express Configuration runs. `{organization_name}` is `{app.organization_name}` there.
 */
export function withIntegrationVariables(template: string): string {
  return PLACEHOLDERS.reduce((uri, name) => uri.replaceAll(`{${name}}`, `{app.${name}}`), template);
}

/** The placeholders of the template: each is an integration variable of the submission. */
export function integrationVariables(template: string): string[] {
  return PLACEHOLDERS.filter((name) => template.includes(`{${name}}`));
}

const NEW =
  "New app: Okta Admin Console of your Integrator org, Applications and Resources, Your OIN Integrations, Build new OIN integration";
const PUBLISHED = "Published app: Your OIN Integrations, the integration, “Edit integration”";

export function wizardForm(values: WizardValues): Form {
  const native = values.native !== undefined;
  return {
    way: native
      ? [
          `${NEW}; on “Configure your integration”, “Enable Express Configuration”.`,
          `${PUBLISHED}; on “Configure your integration”, “Reconfigure”.`,
        ]
      : [`${NEW}.`, `${PUBLISHED}. Okta's Express Configuration team switches Express Configuration on.`],
    sections: sectionsOf(values),
  };
}

function sectionsOf(values: WizardValues): Section[] {
  return [
    ...(values.native === undefined ? [] : [expressConfiguration(values, values.native)]),
    openIdConnect(values),
    ...(values.universalLogout ? [universalLogout(values)] : []),
    ...(values.scim ? [provisioning()] : []),
    testing(values),
  ];
}

/** Only the dashboard puts these into the one block that the wizard takes. */
function expressConfiguration(values: WizardValues, native: NonNullable<WizardValues["native"]>): Section {
  return {
    title: "Configure your integration: Express Configuration for Auth0 apps",
    fields: [
      {
        name: "Express Configuration information",
        note: `Copy the whole block: Auth0 dashboard, Applications, the application ${values.appClientId}, tab Okta Integration Network. It holds the next six values; compare them.`,
      },
      { name: "Display name", value: native.displayName },
      { name: "Initiate login URI template", value: values.initiateLoginUri },
      { name: "OIN client ID", value: native.oinClientId },
      { name: "Application client ID", value: values.appClientId },
      { name: "Tenant domain", value: values.domain },
      { name: "Admin login domain", value: values.adminLoginDomain },
    ],
  };
}

function openIdConnect({ adminLoginDomain, domain, initiateLoginUri: template, app }: WizardValues): Section {
  const variables = integrationVariables(template);
  const [logout, ...others] = app?.logoutUrls ?? [];
  return {
    title: "Configure your integration: OIDC",
    fields: [
      { name: "Redirect URI", value: `https://${adminLoginDomain}/login/callback` },
      ...(adminLoginDomain === domain
        ? []
        : [
            {
              name: "Redirect URI, where the app signs its users in on the tenant's own domain",
              value: `https://${domain}/login/callback`,
            },
          ]),
      ...variables.map((name) => ({
        name: "Integration variable",
        value: name,
        note: "Okta fills it in for each customer when Express Configuration runs.",
      })),
      { name: "Initiate login URI", value: withIntegrationVariables(template) },
      {
        name: "Post-logout URL (optional)",
        ...(logout === undefined ? {} : { value: logout }),
        note:
          logout === undefined
            ? "Where people go after they have signed out of the app. The application has no allowed logout URL on the tenant."
            : `The first allowed logout URL of the application${others.length === 0 ? "" : `; it has ${others.length} more`}.`,
      },
      {
        name: "Configuration guide URL",
        note: "A page of yours for customers. npm run customer-guide writes it; put it where they can read it.",
      },
    ],
  };
}

function universalLogout({ adminLoginDomain, app }: WizardValues): Section {
  return {
    title: "Configure your integration: Universal Logout",
    fields: [
      {
        name: "Global token revocation endpoint",
        value: `https://${adminLoginDomain}/oauth/global-token-revocation/connection/{app.connection_name}`,
        note: "The wizard fills it in; Okta replaces it for each customer when Express Configuration runs.",
      },
      { name: "Subject format", value: "Issuer and Subject Identifier" },
      { name: "Partial support", ...partialSupport(app) },
    ],
  };
}

/** Checked where the app goes on with refresh tokens and is not told of a logout. */
function partialSupport(app: WizardValues["app"]): Pick<Field, "value" | "note"> {
  if (app === undefined)
    return {
      note: "Check it where the app uses refresh tokens and no OIDC back-channel logout between Auth0 and itself.",
    };
  if (app.hasBackChannelLogout) return { value: "no", note: "The application has back-channel logout." };
  return app.usesRefreshTokens
    ? { value: "yes", note: "The application uses refresh tokens and has no back-channel logout." }
    : { value: "no", note: "The application uses no refresh tokens." };
}

function provisioning(): Section {
  return {
    title: "Configure your integration: SCIM",
    fields: [
      {
        name: "Integration variable",
        value: "scim_base_url",
        note: "Label and name. Okta fills it in for each customer.",
      },
      { name: "Base URL", value: "app.scim_base_url" },
      { name: "Operations", value: "Create, Read, Update, Deactivate" },
    ],
  };
}

function testing({ scim }: WizardValues): Section {
  return {
    title: "Get started with testing",
    fields: [
      { name: "Account URL", note: "Where an administrator of a test organization signs in to the app." },
      {
        name: "User name and password",
        note: "An account in a database connection, with the admin role in a test organization. Okta's reviewers use it.",
      },
      { name: "Support contact", note: "Whom Okta's reviewers write to." },
      ...(scim
        ? [
            {
              name: "Link to Runscope spec and CRUD test results",
              note: "Run Okta's SCIM tests with a second SCIM token of the connection that Express Configuration made.",
            },
          ]
        : []),
    ],
  };
}
