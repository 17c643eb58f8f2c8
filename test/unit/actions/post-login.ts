/** Runs a post-login Action as Auth0 runs it: the file's text in a CommonJS module, with nothing else in reach. */
import { createContext, Script } from "node:vm";
import { expect } from "vitest";

export interface Event {
  secrets?: Record<string, string>;
  client?: { metadata?: Record<string, unknown> };
  organization?: { id: string; metadata?: Record<string, unknown> };
  resource_server?: { identifier: string };
  request?: { query?: Record<string, unknown> };
  transaction?: { protocol?: string; requested_scopes?: string[] };
  user?: { app_metadata?: Record<string, unknown> };
}

/** What an Action did with a login: refused it, put claims or scopes on its access token. */
export interface Outcome {
  denied: string[];
  claims: Record<string, unknown>;
  scopes: string[];
}

export const NOTHING: Outcome = { denied: [], claims: {}, scopes: [] };

/** What the Action does with an event: nothing but these calls is there to be made. */
export async function login(code: string, event: Event): Promise<Outcome> {
  const outcome: Outcome = { denied: [], claims: {}, scopes: [] };
  const api = {
    access: { deny: (reason: string) => void outcome.denied.push(reason) },
    accessToken: {
      setCustomClaim: (name: string, value: unknown) => void (outcome.claims[name] = value),
      addScope: (scope: string) => void outcome.scopes.push(scope),
    },
  };
  const exports: { onExecutePostLogin?: (event: Event, api: object) => Promise<void> } = {};
  // Only `exports` is there: a require, a console or a fetch would throw, so a pass shows that the Action has none.
  new Script(code).runInContext(createContext({ exports }));
  expect(exports.onExecutePostLogin).toBeTypeOf("function");
  await exports.onExecutePostLogin?.(event, api);
  return outcome;
}
