/** What was given on the command line cannot be used, and commander could not see it; ends a command with exit code 2. */
export class WrongUsage extends Error {}
