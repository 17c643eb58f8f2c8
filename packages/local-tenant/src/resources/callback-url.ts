// The format `callback-url` of Auth0's validator.

/**
 * Whether the text is an absolute URL, of a custom scheme too. A star or a placeholder such as `{organization_name}` may
 * stand in the host.
 */
export const isCallbackUrl = (text: string): boolean => !/\s/.test(text) && URL.canParse(text);
