/** What needs no quote marks in any POSIX shell, nor in zsh, to which a leading `=` means a command. */
const PLAIN = /^[\w%+:,./@-][\w%+:,./@=-]*$/;

/**
 * A word of a command that a person pastes: a POSIX shell reads it back as it is. In quote marks only where it has to be,
 * which the IDs that Auth0 gives and the names of stacks never have.
 */
export function quoted(word: string): string {
  return PLAIN.test(word) ? word : inQuotes(word);
}

/** The same, always in quote marks: for words of a kind that mostly needs them, such as a path into the configuration. */
export function inQuotes(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * The command that sends one request to the tenant's Management API with the stack's credentials, for a person to paste.
 *
 * @param path below `/api/v2/`, with its query
 * @param body sent as JSON; default: none
 */
export function apiCommand(
  stack: string,
  method: "get" | "post" | "patch" | "delete",
  path: string,
  body?: Readonly<Record<string, unknown>>,
): string {
  const data = body === undefined ? "" : ` --data ${quoted(JSON.stringify(body))}`;
  return `npm run api -- ${method} ${quoted(path)}${data} --stack ${quoted(stack)}`;
}

/** The command that deletes one application, for a person to paste. */
export function deleteClientCommand(stack: string, clientId: string): string {
  return apiCommand(stack, "delete", `clients/${clientId}`);
}
