/**
 * The Pulumi component package: what programs in other languages use. The SDK starts it as a plugin and makes the
 * package's schema from the types of the classes that it exports.
 */
export { ExpressConfiguration } from "./express-configuration.ts";
