/**
 * Options of a resource that has no identity of its own on the tenant: a grant, a permission, a binding are told by what
 * they connect. The engine replaces (`up --replace`, `state taint`) by making first and deleting then, and here the
 * deletion would undo what was made.
 */
export const NO_IDENTITY = { deleteBeforeReplace: true } as const;
