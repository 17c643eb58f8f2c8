// The properties of auth0.Client.
import { block, blockSet, blocks, flag, integer, list, map, set, text, untypedMap } from "../schema/attribute.ts";
import type { Attribute } from "../schema/attribute.ts";
import { httpsUrlWithPlaceholders, lengthBetween, oneOf } from "../schema/validators.ts";
import { addons } from "./client-addons.ts";
import { tokenQuota } from "./token-quota.ts";

export const APP_TYPES = [
  ..."native spa regular_web non_interactive resource_server rms box cloudbees concur dropbox mscrm echosign".split(
    " ",
  ),
  ..."egnyte newrelic office365 salesforce sentry sharepoint slack springcm sso_integration zendesk zoom express_configuration".split(
    " ",
  ),
];

const nativeLogin = () => block({ enabled: flag() }, { adopted: true });

const expressConfiguration = block(
  {
    initiateLoginUriTemplate: text(),
    userAttributeProfileId: text(),
    connectionProfileId: text(),
    enableClient: flag(),
    enableOrganization: flag(),
    oktaOinClientId: text({ adopted: true }),
    adminLoginDomain: text(),
    oinSubmissionId: text({ computed: true }),
    linkedClients: blocks({ clientId: text() }, { adopted: true }),
  },
  { adopted: true },
);

const sessionTransfer = block({
  canCreateSessionTransferToken: flag({ adopted: true }),
  allowedAuthenticationMethods: set({ adopted: true, validateEach: oneOf("cookie", "query") }),
  enforceDeviceBinding: text({ adopted: true, validate: oneOf("ip", "asn", "none") }),
  allowRefreshToken: flag({ adopted: true }),
  enforceCascadeRevocation: flag({ default: true }),
  enforceOnlineRefreshTokens: flag({ default: true }),
  delegation: block({
    allowDelegatedAccess: flag({ adopted: true }),
    enforceDeviceBinding: text({ adopted: true, validate: oneOf("ip", "asn") }),
  }),
});

const refreshToken = block(
  {
    rotationType: text({ required: true, validate: oneOf("rotating", "non-rotating") }),
    expirationType: text({ required: true, validate: oneOf("expiring", "non-expiring") }),
    leeway: integer({ adopted: true }),
    tokenLifetime: integer({ adopted: true }),
    infiniteTokenLifetime: flag({ adopted: true }),
    infiniteIdleTokenLifetime: flag({ adopted: true }),
    idleTokenLifetime: integer({ adopted: true }),
    policies: blockSet({ audience: text({ required: true }), scopes: list({ required: true, name: "scope" }) }),
  },
  { adopted: true },
);

const android = ["mobile.0.android.0.app_package_name", "mobile.0.android.0.sha256_cert_fingerprints"];
const ios = ["mobile.0.ios.0.team_id", "mobile.0.ios.0.app_bundle_identifier"];

const mobile = block(
  {
    android: block(
      { appPackageName: text({ atLeastOneOf: android }), sha256CertFingerprints: list({ atLeastOneOf: android }) },
      { adopted: true, atLeastOneOf: ["mobile.0.ios"] },
    ),
    ios: block(
      { teamId: text({ atLeastOneOf: ios }), appBundleIdentifier: text({ atLeastOneOf: ios }) },
      { adopted: true, atLeastOneOf: ["mobile.0.android"] },
    ),
  },
  { adopted: true },
);

export const clientFields = {
  name: text({ required: true }),
  description: text({ pluginDefault: "Managed by Pulumi", validate: lengthBetween(0, 140) }),
  clientId: text({ computed: true }),
  clientAliases: list(),
  appType: text({ validate: oneOf(...APP_TYPES) }),
  logoUri: text(),
  isFirstParty: flag({ adopted: true }),
  thirdPartySecurityMode: text({ adopted: true, validate: oneOf("strict", "permissive") }),
  redirectionPolicy: text({ adopted: true, validate: oneOf("allow_always", "open_redirect_protection") }),
  isTokenEndpointIpHeaderTrusted: flag({ adopted: true }),
  oidcConformant: flag({ adopted: true }),
  callbacks: list({ adopted: true }),
  allowedLogoutUrls: list(),
  grantTypes: list({ adopted: true }),
  asyncApprovalNotificationChannels: list({ validateEach: oneOf("guardian-push", "email") }),
  organizationUsage: text({ adopted: true, validate: oneOf("deny", "allow", "require") }),
  organizationRequireBehavior: text({
    adopted: true,
    validate: oneOf("no_prompt", "pre_login_prompt", "post_login_prompt"),
  }),
  organizationDiscoveryMethods: list({ validateEach: oneOf("email", "organization_name") }),
  allowedOrigins: list(),
  allowedClients: list(),
  webOrigins: list(),
  jwtConfiguration: block(
    {
      lifetimeInSeconds: integer({ adopted: true }),
      secretEncoded: flag({ adopted: true, replaces: true }),
      scopes: map(),
      alg: text({ validate: oneOf("HS256", "RS256", "PS256") }),
    },
    { adopted: true },
  ),
  encryptionKey: map(),
  sso: flag(),
  ssoDisabled: flag(),
  crossOriginAuth: flag({ wire: "cross_origin_authentication" }),
  crossOriginLoc: text(),
  customLoginPageOn: flag({ adopted: true }),
  customLoginPage: text(),
  formTemplate: text(),
  requirePushedAuthorizationRequests: flag(),
  requireProofOfPossession: flag(),
  complianceLevel: text({ validate: oneOf("none", "fapi1_adv_pkj_par", "fapi1_adv_mtls_par") }),
  mobile,
  initiateLoginUri: text({ validate: httpsUrlWithPlaceholders }),
  nativeSocialLogin: block({ apple: nativeLogin(), facebook: nativeLogin(), google: nativeLogin() }, { adopted: true }),
  refreshToken,
  signingKeys: list({ computed: true, secret: true }),
  clientMetadata: untypedMap(),
  addons,
  oidcBackchannelLogoutUrls: set({ adopted: true, deprecated: "Please use `oidc_logout` for this." }),
  oidcLogout: block({
    backchannelLogoutUrls: set({ required: true }),
    backchannelLogoutInitiators: block({
      mode: text({ required: true, validate: oneOf("all", "custom") }),
      selectedInitiators: set(),
    }),
    backchannelLogoutSessionMetadata: block({ include: flag({ required: true }) }),
  }),
  defaultOrganization: block(
    { flows: list({ adopted: true }), organizationId: text({ adopted: true }), disable: flag({ adopted: true }) },
    { adopted: true },
  ),
  tokenExchange: block({
    allowAnyProfileOfTypes: list({
      required: true,
      name: "allow_any_profile_of_type",
      validateEach: oneOf("custom_authentication", "on_behalf_of_token_exchange"),
    }),
  }),
  sessionTransfer,
  fedcmLogin: block({ google: block({ isEnabled: flag({ required: true }) }, { required: true }) }),
  tokenQuota: tokenQuota(),
  // A flag in the API, a text here: "null" unsets it.
  skipNonVerifiableCallbackUriConfirmationPrompt: text({
    validate: oneOf("true", "false", "null"),
    sameAs: (prior, given) => (prior === "null" && given === "") || prior === given,
  }),
  resourceServerIdentifier: text(),
  myOrganizationConfiguration: block(
    {
      connectionProfileId: text(),
      userAttributeProfileId: text(),
      allowedStrategies: list(),
      connectionDeletionBehavior: text({ validate: oneOf("allow", "allow_if_empty") }),
      invitationLandingClientId: text(),
    },
    { adopted: true },
  ),
  expressConfiguration,
  externalClientId: text({ computed: true }),
  externalMetadataType: text({ computed: true }),
  externalMetadataCreatedBy: text({ computed: true }),
  jwksUri: text({ computed: true }),
} satisfies Record<string, Attribute>;
