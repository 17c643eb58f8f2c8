/** The parts of a stack that some configurations have and others do not. */
import type { Configuration } from "../../config/index.ts";

/** A part of the stack that some configurations have and others do not. */
export interface Part {
  /** The configurations that have it, in words: "flavour guide". */
  readonly where: string;
  readonly isDeclared: (configuration: Configuration) => boolean;
  /** Names of its resources in the stack's state; absent: it has none. */
  readonly resources?: RegExp;
}

const hasGuide = ({ flavour }: Configuration): boolean => flavour !== "native";
const hasNative = ({ flavour }: Configuration): boolean => flavour !== "guide";
/** In the native flavour `app_metadata` can tell the admins; the guide knows no way but a role. */
const hasRole = (configuration: Configuration): boolean =>
  hasGuide(configuration) || configuration.adminsAppMetadataKey === undefined;
const isExisting = (profile: Configuration["userAttributeProfile"] | Configuration["connectionProfile"]): boolean =>
  profile !== undefined && "id" in profile;

export const GUIDE: Part = { where: "flavour guide", isDeclared: hasGuide, resources: /^express-(api|oin|login)-/ };
export const NATIVE: Part = { where: "flavour native", isDeclared: hasNative, resources: /^express-native-/ };
export const ROLE: Part = {
  where: "unless adminsAppMetadataKey is set",
  isDeclared: hasRole,
  resources: /^express-admin-/,
};
export const OWN_ROLE: Part = {
  where: "unless adminRole or adminsAppMetadataKey is set",
  isDeclared: (configuration) => hasRole(configuration) && configuration.adminRole === undefined,
  resources: /^express-admin-role$/,
};
export const EXISTING_ROLE: Part = {
  where: "adminRole, unless adminsAppMetadataKey is set",
  isDeclared: (configuration) => hasRole(configuration) && configuration.adminRole !== undefined,
  resources: /^express-admin-permission-/,
};
export const ADMINS_ACTION: Part = {
  where: "adminsAppMetadataKey",
  isDeclared: (configuration) => hasNative(configuration) && configuration.adminsAppMetadataKey !== undefined,
  resources: /^express-native-admins-/,
};
export const DOMAINS_ACTION: Part = {
  where: "domainAliasesMetadataKey",
  isDeclared: (configuration) => hasNative(configuration) && configuration.domainAliasesMetadataKey !== undefined,
  resources: /^express-native-domains-/,
};
export const ACTIONS: readonly Part[] = [GUIDE, ADMINS_ACTION, DOMAINS_ACTION];
export const ADMIN_CONNECTIONS: Part = {
  where: "adminConnections",
  isDeclared: ({ adminConnections }) => adminConnections.length > 0,
  resources: /^express-(native-)?oin-on-/,
};
export const FLAG: Part = { where: "flavour native", isDeclared: hasNative };
export const ATTRIBUTES: Part = {
  where: "flavour native",
  isDeclared: hasNative,
  resources: /^express-native-attributes-profile$/,
};
export const OWN_ATTRIBUTES: Part = {
  where: "flavour native, unless userAttributeProfile names an existing one",
  isDeclared: (configuration) => hasNative(configuration) && !isExisting(configuration.userAttributeProfile),
  resources: /^express-native-attributes-profile$/,
};
export const CONNECTION_PROFILE: Part = {
  where: "flavour native",
  isDeclared: hasNative,
  resources: /^express-native-connections-profile$/,
};
export const OWN_CONNECTION_PROFILE: Part = {
  where: "flavour native, unless connectionProfile names an existing one",
  isDeclared: (configuration) => hasNative(configuration) && !isExisting(configuration.connectionProfile),
  resources: /^express-native-connections-profile$/,
};
export const CONSENT: Part = {
  where: "unless consentDescriptions is false",
  isDeclared: ({ consentDescriptions }) => consentDescriptions,
  resources: /^express-consent-tenant$/,
};
