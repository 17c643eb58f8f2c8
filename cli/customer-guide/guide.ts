/**
 * The guide that a publisher gives the admins of its customers: how they connect their Okta org by Express Configuration. Okta
 * asks for a link to one in the OIN Wizard. Names of tabs and buttons are Okta's; its template has four forms, by what the app
 * offers. Source: Okta, "Express Configuration customer configuration guide template".
 */

/** A text with what it names in bold: odd parts are names of pages, tabs and buttons. */
export type Line = readonly string[];

/** A list of steps under a heading; a step may have steps of its own. */
export interface Part {
  readonly title: string;
  readonly steps: readonly Line[];
}

export interface Guide {
  readonly title: string;
  readonly lead: string;
  readonly supported: readonly Line[];
  readonly prerequisites: readonly Line[];
  readonly configuration: readonly Part[];
  readonly verification: readonly Part[];
  /** Whom to ask. */
  readonly contact: string;
}

/** What the stack and its tenant say of the app. */
export interface GuideValues {
  readonly appName: string;
  /** E-mail address or URL where customers get help. */
  readonly contact: string;
  readonly scim: boolean;
  readonly universalLogout: boolean;
  /** Whether an admin is asked for the organization before the credentials. */
  readonly organizationFirst: boolean;
}

/** `**bold**` parts as a Line. */
const line = (text: string): Line => text.split("**");

export function guideOf({ appName, contact, scim, universalLogout, organizationFirst }: GuideValues): Guide {
  const offers = ["SSO", ...(universalLogout ? ["Universal Logout"] : []), ...(scim ? ["SCIM provisioning"] : [])];
  const signIn = [
    `Click the button. Your browser goes to the sign-in page of ${appName}.`,
    organizationFirst
      ? `Enter the name of your organization at ${appName}, then sign in with your admin account.`
      : "Sign in with your admin account; where you belong to several organizations, choose yours.",
    `**Authorize App** says what Okta may do at ${appName}. Read it and click **Accept**. You come back to Okta.`,
  ];
  return {
    title: `Express Configuration guide for ${appName}`,
    lead: `Connect ${appName} with your Okta org: ${listed(offers)}, without copying a single value between the two.`,
    supported: [
      line(
        `SSO with OpenID Connect, begun by ${appName} (SP-initiated). The tile on the Okta dashboard begins it too.`,
      ),
      ...(universalLogout
        ? [
            line(
              `Universal Logout: Okta can end a person's sessions at ${appName}, for example at a security incident.`,
            ),
          ]
        : []),
      ...(scim
        ? [line("Provisioning with SCIM: users are created, their attributes are updated, and they are deactivated.")]
        : []),
      line(`One ${appName} instance for an Okta org.`),
    ],
    prerequisites: [
      line(
        `An admin account at ${appName} that may run Express Configuration for your organization. Ask for it: ${contact}. Tell us the name of your company and a work e-mail address.`,
      ),
      line(
        `In Okta, an account that may add apps: super administrator, or app administrator and organization administrator.`,
      ),
    ],
    configuration: [
      {
        title: "Add the app",
        steps: [
          line("In the Okta Admin Console, open **Applications > Applications** and click **Browse App Catalog**."),
          line(`Search for ${appName}, open it and click **Add Integration**. Save it.`),
        ],
      },
      {
        title: universalLogout ? "Configure SSO and Universal Logout" : "Configure SSO",
        steps: [
          line(`Open the ${appName} app in Okta and its tab **Authentication**.`),
          line(
            `Under “Express Configuration for ${appName}”, find **${universalLogout ? "Express Configure SSO & UL" : "Express Configure SSO"}**.`,
          ),
          ...signIn.map(line),
          line(`Okta says that ${universalLogout ? "SSO and Universal Logout are" : "SSO is"} configured.`),
        ],
      },
      ...(scim
        ? [
            {
              title: "Configure provisioning",
              steps: [
                line(`In the same app in Okta, open the tab **Provisioning**.`),
                line(`Under “Express Configuration for ${appName}”, find **Express Configure SCIM**.`),
                ...signIn.map(line),
                line("Okta says that SCIM is configured."),
                line(
                  "Under **Settings**, click **To App**, then **Edit**. Choose what Okta may do and click **Save**.",
                ),
              ],
            },
          ]
        : []),
    ],
    verification: [
      ...(scim
        ? [
            {
              title: "Provisioning",
              steps: [
                line(`Assign the ${appName} app to a test user in Okta.`),
                line(`The user is in the list of users at ${appName}.`),
              ],
            },
          ]
        : []),
      {
        title: "SSO",
        steps: [
          ...(scim ? [] : [line(`Assign the ${appName} app to a test user in Okta.`)]),
          line("Sign in to the Okta dashboard as that user."),
          line(`Click the ${appName} tile: you are signed in to ${appName}.`),
          line(`Sign out, open ${appName} itself, and sign in with the user's Okta account.`),
        ],
      },
      ...(universalLogout
        ? [
            {
              title: "Universal Logout",
              steps: [
                line("In Okta, open the test user's profile and click **More Actions > Clear User Sessions**."),
                line(`The user has to sign in to ${appName} again.`),
              ],
            },
          ]
        : []),
    ],
    contact,
  };
}

function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
