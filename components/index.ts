/** The components, in the order of the guide's steps. */
export { ExpressConfigureApi, type ExpressConfigureApiArgs } from "./guide/express-configure-api.ts";
export { AdminRole, type AdminRoleArgs, type ApiPermission } from "./shared/admin-role.ts";
export type { AdminConnection } from "./shared/admin-connections.ts";
export { OinClient, type OinClientArgs } from "./guide/oin-client.ts";
export type { OktaKey } from "./shared/okta-credentials.ts";
export type { OinClientGuardArgs } from "./shared/oin-client-guard.ts";
export { PostLoginAction, type PostLoginActionArgs } from "./guide/post-login-action.ts";
export type { BoundAction } from "./shared/bound-action.ts";
export { ConsentSetting, type ConsentSettingArgs } from "./shared/consent-setting.ts";
export { type AdoptedGuideObjects, GuideFlavour, type GuideFlavourArgs } from "./guide/flavour.ts";

/** Auth0's own Express Configuration. */
export { NativeApi, type NativeApiArgs } from "./native/api.ts";
export { NativeOinClient, type NativeOinClientArgs } from "./native/oin-client.ts";
export { type ImportedProfile, UserAttributeProfile } from "./native/user-attribute-profile.ts";
export { ConnectionProfile } from "./native/connection-profile.ts";
export { ConnectionProfileSettings } from "./native/connection-profile-settings.ts";
export { AppBlock, type AppBlockArgs, AppBlockProvider, type AppBlockProviderArgs } from "./native/app-block.ts";
export {
  AdminsAction,
  type AdminsActionArgs,
  DomainAliasesAction,
  type DomainAliasesActionArgs,
} from "./native/actions.ts";
export { type AdoptedNativeObjects, NativeFlavour, type NativeFlavourArgs } from "./native/flavour.ts";

export type { AdminLoginFlow } from "../contract/native.ts";
export type {
  AttributeMapping,
  ConnectionFeature,
  ConnectionProfileArgs,
  ConnectionProfileSettingsArgs,
  CrossAppAccessStatus,
  ExistingProfile,
  ProfileChoice,
  ScimTokenScope,
  Strategy,
  UserAttribute,
  UserAttributeProfileArgs,
  UserIdMapping,
} from "../contract/profiles.ts";

export { type HandOverValues, stackOutputs } from "./outputs.ts";
export type { HandOver } from "./shared/hand-over.ts";
export type { Remembered } from "../contract/stack.ts";

/** Either, or both while a tenant moves. */
export {
  type AdoptedObjects,
  ExpressConfiguration,
  type ExpressConfigurationArgs,
  type OktasFlavour,
  type SharedArgs,
} from "./express-configuration.ts";
