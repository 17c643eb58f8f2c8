// The stand-in itself: what the engine may ask of a provider, in plain values. `protocol/` puts it on the wire.
import { configurationFields, connect } from "./configuration.ts";
import type { Connection } from "./configuration.ts";
import * as engine from "./engine.ts";
import type { Difference, Outcome } from "./engine.ts";
import type { Lookup } from "./functions/function.ts";
import { Gone } from "./management/errors.ts";
import { keptMeta, meta } from "./meta.ts";
import { packageSchema } from "./protocol/package-schema.ts";
import { functions, resources } from "./registry.ts";
import type { Resource } from "./resources/resource.ts";
import type { Fields } from "./schema/attribute.ts";
import { autoname } from "./schema/autoname.ts";
import type { EngineNaming } from "./schema/autoname.ts";
import { given, withDefaults } from "./schema/inputs.ts";
import { STATE_DELTA, stateDelta } from "./schema/state-delta.ts";
import { validate } from "./schema/validate.ts";
import type { Problem } from "./schema/validate.ts";
import { identical } from "./schema/value.ts";
import type { Values } from "./schema/value.ts";

/** The version of the official plugin that is imitated. */
const VERSION = "3.49.0";

/** Keys of a provider's configuration that are the engine's own. */
const OF_THE_ENGINE = ["version", "pluginDownloadURL"];

/** A resource's properties with the schema that says which of them are secret. */
export type WithFields<T> = T & { readonly fields: Fields };

export interface Provider {
  readonly version: string;
  /** Pulumi's package schema of what is covered, as JSON. */
  schema(): string;
  checkConfig(news: Values): { inputs: Values | undefined; failures: string[] };
  diffConfig(olds: Values, news: Values, ignored: readonly string[]): Difference;
  configure(args: Values): Promise<void>;
  /**
   * @param randomSeed what names made up for the resource come from, so that a preview and the update after it agree
   * @param naming what the stack's configuration says of such names
   */
  check(
    urn: string,
    olds: Values,
    news: Values,
    randomSeed: Uint8Array,
    naming?: EngineNaming,
  ): WithFields<{ inputs: Values; failures: string[] }>;
  diff(urn: string, id: string, olds: Values, news: Values, ignored: readonly string[]): Difference;
  create(urn: string, properties: Values, preview: boolean): Promise<WithFields<Outcome>>;
  /** Refreshes a resource, or looks one up by its ID where nothing else is known. Undefined where there is none. */
  read(
    urn: string,
    id: string,
    properties: Values,
    inputs: Values,
  ): Promise<WithFields<Outcome & { inputs: Values }> | undefined>;
  update(
    urn: string,
    id: string,
    olds: Values,
    news: Values,
    ignored: readonly string[],
    preview: boolean,
  ): Promise<WithFields<Outcome>>;
  delete(urn: string, id: string, properties: Values): Promise<void>;
  invoke(token: string, args: Values): Promise<{ results: Values | undefined; failures: string[] }>;
  close(): void;
}

export interface ProviderOptions {
  /** Certificates to trust in the place of the usual ones, a PEM file. Default: SSL_CERT_FILE. */
  readonly caFile?: string;
  /** Where AUTH0_* is read from. Default: the process's. */
  readonly environment?: NodeJS.ProcessEnv;
}

export function createProvider(options: ProviderOptions = {}): Provider {
  let connection: Connection | undefined;
  const api = () => {
    if (!connection) throw new Error("the provider has not been configured");
    return connection.api;
  };
  return {
    version: VERSION,
    schema: () => packageSchema(VERSION, configurationFields, resources, functions),
    checkConfig,
    diffConfig: (olds, news) => diffConfig(olds, news),
    configure: async (args) => {
      connection?.close();
      connection = await connect(configured(args), options.environment ?? process.env, options.caFile);
    },
    check: (urn, olds, news, randomSeed, naming) => {
      const resource = resourceOf(urn, "Check");
      const inputs = given(resource.fields, news);
      const name = nameOf(urn);
      const completed = withDefaults(resource.fields, inputs, olds, () => autoname(name, randomSeed, naming));
      // A default that the plugin makes up counts as given; one of the provider under it does not.
      const own = Object.fromEntries(
        Object.entries(completed).filter(([property]) => property in inputs || property === "name"),
      );
      return {
        inputs: completed,
        failures: validate(resource.fields, given(resource.fields, own)).map(
          (problem) => `${sentence(problem)}. Examine values at '${name}.${problem.path}'.`,
        ),
        fields: resource.fields,
      };
    },
    diff: (urn, id, olds, news, ignored) => {
      const resource = resourceOf(urn, "Diff");
      return engine.diff(resource, urn, engine.priorState(resource.fields, { ...olds, id }), news, ignored);
    },
    create: async (urn, properties, preview) => {
      const resource = resourceOf(urn, "Create");
      if (preview)
        return kept(
          resource,
          { id: "", state: engine.previewed(resource, urn, null, properties) },
          meta(resource, "preview"),
        );
      return written(resource, engine.create(resource, api(), urn, properties));
    },
    read: async (urn, id, properties, inputs) => {
      const resource = resourceOf(urn, "Read");
      const isImport = Object.keys(properties).length === 0;
      const found = isImport
        ? await engine.importById(resource, api(), urn, id)
        : await engine.refresh(
            resource,
            api(),
            urn,
            id,
            engine.priorState(resource.fields, { ...properties, id }),
            inputs,
          );
      return found && kept(resource, found, isImport ? meta(resource, "import") : keptMeta(properties));
    },
    update: async (urn, id, olds, news, ignored, preview) => {
      const resource = resourceOf(urn, "Update");
      const prior = engine.priorState(resource.fields, { ...olds, id });
      if (preview)
        return kept(
          resource,
          { id, state: engine.previewed(resource, urn, prior, news, ignored) },
          meta(resource, "preview"),
        );
      return written(resource, engine.update(resource, api(), urn, id, prior, news, ignored));
    },
    delete: (urn, id, properties) => {
      const resource = resourceOf(urn, "Delete");
      return engine.remove(resource, api(), urn, id, engine.priorState(resource.fields, { ...properties, id }));
    },
    invoke: async (token, args) => {
      const lookup = functionOf(token);
      const inputs = given(lookup.arguments, args);
      const failures = validate(lookup.arguments, inputs).map(
        ({ providerPath, summary, detail }) =>
          `[${providerPath}] ${summary}${detail === undefined ? "" : `: ${detail}`}`,
      );
      if (failures.length > 0) return { results: undefined, failures };
      const found = await lookup.read(api(), inputs).catch((error: unknown) => {
        if (error instanceof Gone) return undefined;
        throw new Error(`invoking ${token}: ${engine.listed(error)}`);
      });
      return { results: found ? { ...presets(lookup.arguments), ...inputs, ...found } : {}, failures: [] };
    },
    close: () => connection?.close(),
  };
}

function checkConfig(news: Values): { inputs: Values | undefined; failures: string[] } {
  const known = Object.keys(news).filter((key) => key in configurationFields || OF_THE_ENGINE.includes(key));
  const unknown = Object.keys(news).filter((key) => !known.includes(key));
  const inputs = Object.fromEntries(
    Object.entries({ ...news, ...configured(news) }).map(([key, value]) => [
      key,
      typeof value === "boolean" ? JSON.stringify(value) : value,
    ]),
  );
  const wrong = validate(configurationFields, configured(news)).map(
    (problem) => `${sentence(problem)}. Check \`pulumi config get auth0:${problem.path}\`.`,
  );
  const failures = [
    ...unknown.map(
      (key) =>
        `\`auth0:${key}\` is not a valid configuration key for the auth0 provider. If the referenced key is not intended for the provider, please choose a different namespace from \`auth0:\`.`,
    ),
    ...wrong.map((problem) => `could not validate provider configuration: ${problem}`),
  ];
  return failures.length > 0 ? { inputs: undefined, failures } : { inputs, failures };
}

/** Configuration arrives as texts; what is not a text is JSON in one. */
function configured(args: Values): Values {
  return given(
    configurationFields,
    Object.fromEntries(Object.entries(args).filter(([key]) => key in configurationFields)),
  );
}

function diffConfig(olds: Values, news: Values): Difference {
  const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])]
    .filter((key) => !identical(olds[key], news[key]))
    .sort();
  const kind = (key: string) => (!(key in olds) ? "add" : key in news ? "update" : "delete");
  return {
    changes: keys.length > 0 ? "some" : "unknown",
    detailed: Object.fromEntries(keys.map((key) => [key, kind(key)])),
    properties: keys,
    replaces: [],
    deleteBeforeReplace: false,
    stables: [],
  };
}

function sentence({ summary, detail }: Problem): string {
  return detail === undefined ? summary : `${summary}. ${detail}`;
}

/** What the arguments are where they are not given. */
function presets(fields: Fields): Values {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, { default: preset }]) => (preset === undefined ? [] : [[name, preset]])),
  );
}

/** A state as it goes to the engine: with what the provider under the official plugin keeps beside the properties. */
function kept<T extends Outcome>(resource: Resource, outcome: T, note: Values): WithFields<T> {
  const delta = stateDelta(resource.fields, outcome.state, outcome.unsaid);
  return {
    ...outcome,
    state: { ...note, ...(delta ? { [STATE_DELTA]: delta } : {}), ...outcome.state },
    fields: resource.fields,
  };
}

async function written(resource: Resource, write: Promise<Outcome>): Promise<WithFields<Outcome>> {
  const note = meta(resource, "write");
  const outcome = await write.catch((error: unknown) => {
    throw error instanceof engine.PartialFailure
      ? new engine.PartialFailure(error.message, kept(resource, error.outcome, note), resource.fields, { cause: error })
      : error;
  });
  return kept(resource, outcome, note);
}

function resourceOf(urn: string, call: string): Resource {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  const resource = resources.find((candidate) => candidate.type === type);
  if (!resource)
    throw new Error(
      `unrecognized resource type (${call}): ${type}. The stand-in for the Auth0 plugin covers ${resources.map((known) => known.type).join(", ")}.`,
    );
  return resource;
}

function functionOf(token: string): Lookup {
  const lookup = functions.find((candidate) => candidate.token === token);
  if (!lookup)
    throw new Error(
      `unrecognized data function (Invoke): ${token}. The stand-in for the Auth0 plugin covers ${functions.map((known) => known.token).join(", ")}.`,
    );
  return lookup;
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}
