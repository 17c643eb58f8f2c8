// The password strength that a database connection asks for (Auth0: "Password Strength in Auth0 Database Connections").
import { badRequest } from "../core/errors.ts";
import type { Options } from "../rows/connections.ts";

interface Rule {
  readonly minimum: number;
  /** Of lower case, upper case, digits and special characters, how many kinds there must be. */
  readonly kinds: number;
  /** `fair` asks for these three, not any three. */
  readonly all?: readonly RegExp[];
  readonly noTripleInARow?: boolean;
}

const KINDS = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/];

const RULES: Readonly<Record<string, Rule>> = {
  low: { minimum: 6, kinds: 0 },
  fair: { minimum: 8, kinds: 3, all: [/[a-z]/, /[A-Z]/, /\d/] },
  good: { minimum: 8, kinds: 3 },
  excellent: { minimum: 10, kinds: 3, noTripleInARow: true },
};

/** Refuses a password that is too weak for the connection: 400 `invalid_body`, as Auth0 words it. */
export function checkPassword(options: Options, password: string): void {
  const { passwordPolicy } = options;
  const rule = typeof passwordPolicy === "string" ? RULES[passwordPolicy] : undefined;
  if (rule === undefined || strongEnough(rule, minimumLength(options) ?? rule.minimum, password)) return;
  throw badRequest("PasswordStrengthError: Password is too weak");
}

function strongEnough(rule: Rule, minimum: number, password: string): boolean {
  return (
    password.length >= minimum &&
    KINDS.filter((kind) => kind.test(password)).length >= rule.kinds &&
    (rule.all ?? []).every((kind) => kind.test(password)) &&
    !(rule.noTripleInARow === true && /(.)\1\1/.test(password))
  );
}

function minimumLength(options: Options): number | undefined {
  const complexity = options["password_complexity_options"] as { readonly min_length?: number } | null | undefined;
  return complexity?.min_length;
}
