// A local Auth0 tenant in this process: HTTPS on loopback, state in memory. For the demo, the tests and for rehearsing a
// change; not a security product.
import type { webcrypto } from "node:crypto";
import { makeCertificate, signingCertificate } from "./core/certificate.ts";
import type { Site } from "./core/endpoint.ts";
import { Faults } from "./core/faults.ts";
import type { IdKind } from "./core/ids.ts";
import { Journal } from "./core/journal.ts";
import { TenantLogs } from "./core/logs.ts";
import { ManagementApi } from "./core/management.ts";
import { RateLimit } from "./core/rate-limit.ts";
import { Router } from "./core/router.ts";
import { MANAGEMENT_SCOPES } from "./core/scopes.ts";
import { listen, makeApp } from "./core/server.ts";
import { fork, fromSnapshot, takeSnapshot } from "./core/state.ts";
import { loadState, requireFolder, saveState } from "./core/state-file.ts";
import { Store } from "./core/store.ts";
import { returnSigningKeys, takeSigningKeys } from "./core/signing-keys.ts";
import { MANAGEMENT_TOKEN_SECONDS, Tokens } from "./core/tokens.ts";
import { noOutside } from "./login/actions.ts";
import { Login } from "./login/login.ts";
import { loginRoutes } from "./login/routes.ts";
import { SeedPasswords } from "./login/seed-passwords.ts";
import { startPageRoute } from "./login/start-page.ts";
import { userinfoRoute } from "./login/userinfo.ts";
import { discoveryRoutes } from "./oauth/discovery.ts";
import { UsedAssertions } from "./oauth/client-assertion.ts";
import { pushedRequestRoute } from "./oauth/pushed-request.ts";
import { revocationRoute } from "./oauth/revoke.ts";
import { tokenRoute } from "./oauth/token.ts";
import { dueTo, OptionError } from "./option-error.ts";
import type { Tenant, TenantOptions } from "./options.ts";
import { ENDPOINTS, UNMODELLED } from "./resources/index.ts";
import { applySeed, type Seed } from "./seed/seed.ts";
import { ensureSystemRows } from "./seed/system.ts";

export type { Fault, FaultKind } from "./core/faults.ts";
export type { JournalEntry } from "./core/journal.ts";
export type { ActionFetch } from "./login/actions.ts";
export type { Snapshot } from "./core/state.ts";
export { OptionError };
export type { Tenant, TenantOptions } from "./options.ts";
export type { Seed } from "./seed/seed.ts";

const DAY_SECONDS = 86_400;
/** Auth0's limit. */
const ACTION_TIMEOUT_MS = 20_000;
const EVERY_SCOPE: ReadonlySet<string> = new Set(MANAGEMENT_SCOPES);

/** Starts a tenant. Throws if the port is taken, if the seed or the state file does not fit, or if the state could not be saved. */
export async function startTenant(options: TenantOptions = {}): Promise<Tenant> {
  const { stateFile } = options;
  if (stateFile !== undefined) await dueTo("stateFile", () => requireFolder(stateFile));
  const [certificate, keys] = await Promise.all([
    dueTo("certificateDirectory", () => makeCertificate(options.certificateDirectory)),
    takeSigningKeys(),
  ]);
  const store = new Store(options.eventualConsistencyMs ?? 0);
  const journal = new Journal(options.journalLimit);
  const faults = new Faults();
  const logs = new TenantLogs();
  let started: Omit<Tenant, "stop"> | undefined;
  const server = await listen(options.port ?? 0, certificate, async (port) => {
    const site = siteAt(port, keys, options);
    const tokens = await Tokens.create(`${site.url}/`, keys);
    const management = new ManagementApi({ site, router: new Router(ENDPOINTS, UNMODELLED), store, tokens, logs });
    const passwords = new SeedPasswords();
    const operator = await fill({ store, management, site, passwords }, options);
    const seeded = fork(store.current);
    const actions = {
      fetch: options.actionFetch ?? noOutside,
      timeoutMs: options.actionTimeoutMs ?? ACTION_TIMEOUT_MS,
    };
    const login = new Login({ site, store, logs, actions });
    const { refreshTokens } = login;
    const used = new UsedAssertions();
    const issueToken = (scopes: readonly string[], lifetimeSeconds: number) =>
      tokens.issue({ clientId: operator.client_id, audience: site.managementAudience, scopes, lifetimeSeconds });
    started = {
      domain: site.domain,
      url: site.url,
      certificateFile: certificate.file,
      managementToken: await issueToken(MANAGEMENT_SCOPES, MANAGEMENT_TOKEN_SECONDS),
      clientId: operator.client_id,
      clientSecret: operator.client_secret,
      issueToken: (scopes) => issueToken(scopes, DAY_SECONDS),
      snapshot: () => takeSnapshot(store.current),
      restore: (snapshot) => store.replace(fromSnapshot(snapshot)),
      reset: () => {
        store.replace(fork(seeded));
        login.clear();
        journal.clear();
        logs.clear();
        faults.clear();
      },
      journal,
      faults,
      api: async <T>(method: string, path: string, body?: unknown) => byHand<T>(management, method, path, body),
    };
    return makeApp({
      management,
      loginRoutes: [
        ...loginRoutes(login, store, logs),
        tokenRoute({ site, store, logs, actions, tokens, used, codes: login.codes, refreshTokens }),
        revocationRoute({ site, store, logs, used, refreshTokens }),
        pushedRequestRoute({ site, store, pushed: login.pushed, used, logs }),
        userinfoRoute({ site, store, tokens }),
        ...discoveryRoutes(site.url, store, tokens),
        startPageRoute(store, journal, passwords),
      ],
      journal,
      faults,
      rateLimit: new RateLimit(options.rateLimit ?? "off"),
      latencyMs: options.latencyMs ?? 0,
    });
  }).catch(async (error: unknown) => {
    await certificate.dispose();
    throw isOfPort(error) ? new OptionError("port", error) : error;
  });
  if (started === undefined) throw new Error("The tenant did not start");
  const { domain } = started;
  return {
    ...started,
    stop: async () => {
      try {
        await server.stop();
        returnSigningKeys(keys);
        if (options.stateFile !== undefined) await saveState(options.stateFile, domain, store.current);
      } finally {
        await certificate.dispose();
      }
    },
  };
}

const isOfPort = (error: unknown): boolean =>
  error instanceof Error && "syscall" in error && error.syscall === "listen";

function siteAt(
  port: number,
  keys: webcrypto.CryptoKeyPair,
  { plan, actionBuildMs, enabledClients }: TenantOptions,
): Site {
  const domain = `localhost:${port}`;
  const url = `https://${domain}`;
  return {
    domain,
    url,
    managementAudience: `${url}/api/v2/`,
    signingCertificate: signingCertificate(keys, domain),
    plan: plan ?? "enterprise",
    actionBuildMs: actionBuildMs ?? 0,
    enabledClients: enabledClients ?? "retired",
  };
}

interface Fresh {
  readonly store: Store;
  readonly management: ManagementApi;
  readonly site: Site;
  readonly passwords: SeedPasswords;
}

/** The saved state if there is one, else the seed; on top, whatever every tenant has. */
async function fill({ store, management, site, passwords }: Fresh, { stateFile, seed }: TenantOptions) {
  const saved = stateFile === undefined ? undefined : await dueTo("stateFile", () => loadState(stateFile, site.domain));
  if (saved !== undefined) await dueTo("stateFile", () => store.replace(fromSnapshot(saved)));
  const operator = store.transact(Date.now(), (state) => ensureSystemRows(state, site.managementAudience));
  if (saved === undefined && seed !== undefined)
    await dueTo("seed", () => plant({ store, management, site, passwords }, seed));
  return operator;
}

function plant({ store, management, site, passwords }: Fresh, seed: Seed): void {
  applySeed(seed, site.domain, (method, path, body, preset) => {
    const reply = perform(management, method, path, body, preset);
    if (reply.status >= 400)
      throw new Error(
        `The seed does not fit: ${method} ${path} ${JSON.stringify(body)} is answered ${JSON.stringify(reply.body)}`,
      );
    const row = reply.body as Record<string, unknown>;
    const { password } = body as { password?: unknown };
    if (path === "/users" && typeof password === "string")
      passwords.add(store.current, String(row["user_id"]), password);
    return row;
  });
}

function byHand<T>(
  management: ManagementApi,
  method: string,
  path: string,
  body: unknown,
): { status: number; body: T } {
  const prefix = "/api/v2";
  if (!path.startsWith(`${prefix}/`))
    throw new Error(`The path of an administrator's change starts with ${prefix}/: ${path}`);
  const reply = perform(management, method, path.slice(prefix.length), body);
  return { status: reply.status, body: copied(reply.body) as T };
}

function perform(
  management: ManagementApi,
  method: string,
  target: string,
  body: unknown,
  preset?: Partial<Record<IdKind, string>>,
) {
  const [path = "", query = ""] = target.split("?", 2);
  return management.perform({ method: method, path, query, body: copied(body) }, EVERY_SCOPE, Date.now(), preset);
}

/** As it would come over the wire: nothing shared, nothing undefined. */
const copied = (value: unknown): unknown =>
  value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
