// One scenario against one fresh tenant: request by request, each answer held against the recorded one.
import { decodeOnce } from "../src/core/router.ts";
import type { Tenant } from "../src/index.ts";
import type { ComparisonContext, Difference, Leniency } from "./compare.ts";
import { compare } from "./compare.ts";
import { Identifiers } from "./identifiers.ts";
import type { Json } from "./json.ts";
import { eachString, isObject } from "./json.ts";
import { CrowdedLists, inOrderOf, isReencoded, withoutFalsified, withoutForeign } from "./lists.ts";
import { mentionedFields } from "./mentions.ts";
import { bringPriorState } from "./prior.ts";
import type { Exchange, Scenario } from "./recording.ts";
import { endpointOf, inScope } from "./scope.ts";

export interface ExchangeResult {
  readonly exchange: Exchange;
  /** `METHOD /path` with `{id}` for identifiers. */
  readonly endpoint: string;
  /** Empty where status and body agree. */
  readonly differences: readonly Difference[];
}

export interface ScenarioResult {
  readonly name: string;
  readonly results: readonly ExchangeResult[];
  /** Endpoints that are not in scope, once for each exchange. */
  readonly outOfScope: readonly string[];
  readonly leniencies: readonly Leniency[];
}

/** Hosts of Auth0 tenants, which stand for the recorders' own tenant wherever they occur; Auth0's CDN is none. */
const TENANT_HOST = /\b(?!cdn\.|manage\.|www\.)[a-z0-9-]+(?:\.[a-z]{2,3}(?:-\d)?)?\.auth0\.com\b/g;

/** Replays the scenario; the tenant is reset first. */
export async function replay(scenario: Scenario, tenant: Tenant): Promise<ScenarioResult> {
  tenant.reset();
  const identifiers = new Identifiers();
  for (const host of recordersHosts(scenario)) identifiers.pair(host, tenant.domain);
  const seeded = stringsOf(tenant.snapshot());
  bringPriorState(scenario, tenant, identifiers);

  const mentions = mentionedFields(scenario);
  const results: ExchangeResult[] = [];
  const outOfScope: string[] = [];
  const leniencies: Leniency[] = [];
  const crowded = new CrowdedLists();
  for (const exchange of scenario.exchanges) {
    const endpoint = endpointOf(exchange);
    if (!inScope(exchange)) {
      outOfScope.push(endpoint);
      continue;
    }
    const answer = await send(exchange, tenant, identifiers);
    const context: ComparisonContext = {
      endpoint,
      mentions: (key) => mentions.anywhere(exchange, key),
      mentionedByReads: (key) => mentions.inReads(exchange, key),
      selectsFields: new URLSearchParams(exchange.query).has("fields"),
      note: (rule) => leniencies.push(rule),
    };
    results.push({
      exchange,
      endpoint,
      differences: judge(exchange, answer, identifiers, { seeded, crowded }, context),
    });
  }
  return { name: scenario.name, results, outOfScope, leniencies };
}

/** What is on the two tenants and not of the scenario. */
interface Bystanders {
  /** Every text of our tenant's own start. */
  readonly seeded: ReadonlySet<string>;
  readonly crowded: CrowdedLists;
}

interface Answer {
  readonly status: number;
  readonly body: Json;
}

async function send(exchange: Exchange, tenant: Tenant, identifiers: Identifiers): Promise<Answer> {
  identifiers.sent(exchange.request);
  const path = identifiers.localizePath(exchange.path);
  const query = identifiers.localizeQuery(exchange.query);
  const body = exchange.request === null ? undefined : identifiers.localize(exchange.request);
  const answer = await tenant.api<Json | undefined>(exchange.method, query === "" ? path : `${path}?${query}`, body);
  return { status: answer.status, body: answer.body ?? null };
}

function judge(
  exchange: Exchange,
  answer: Answer,
  identifiers: Identifiers,
  { seeded, crowded }: Bystanders,
  context: ComparisonContext,
): Difference[] {
  if (answer.status !== exchange.status) {
    return [{ at: "status", recorded: exchange.status, local: describe(answer) }];
  }
  if (isLostError(exchange)) {
    context.note("redacted");
    return [];
  }
  let recorded = exchange.response;
  let local = answer.body;
  if (isReencoded(recorded)) [recorded, local] = [withoutFalsified(recorded), withoutFalsified(local)];
  if (exchange.method === "GET") {
    // Others used the recorded tenant at the same time: what the scenario has not met is not part of it.
    const theirs = withoutForeign(recorded, (id) => !identifiers.knows(id));
    const ours = withoutForeign(local, (id) => seeded.has(id) && !identifiers.isLocal(id));
    ({ recorded, local } = crowded.compared(exchange, theirs, ours));
  }
  identifiers.learn(recorded, local);
  const expected = identifiers.localize(recorded);
  return compare(expected, inOrderOf(exchange, recorded, expected, local), context);
}

/** The recorder re-encodes whatever a clients endpoint answers as a client: of a refusal only the status is left. */
function isLostError({ status, response }: Exchange): boolean {
  return status >= 400 && isObject(response) && !("message" in response);
}

function describe({ status, body }: Answer): string {
  const message = typeof body === "object" && body !== null && "message" in body ? body.message : undefined;
  return typeof message === "string" ? `${status} ${message}` : `${status}`;
}

function recordersHosts(scenario: Scenario): ReadonlySet<string> {
  const hosts = new Set<string>();
  for (const { path, request, response } of scenario.exchanges) {
    for (const value of [decodeOnce(path), request, response]) {
      eachString(value, (text) => {
        for (const [host] of text.matchAll(TENANT_HOST)) hosts.add(host);
      });
    }
  }
  return hosts;
}

function stringsOf(value: unknown): ReadonlySet<string> {
  const strings = new Set<string>();
  eachString(value as Json, (text) => strings.add(text));
  return strings;
}
