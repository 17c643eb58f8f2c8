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
