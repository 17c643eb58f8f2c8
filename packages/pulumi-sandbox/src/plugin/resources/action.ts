import { setTimeout as wait } from "node:timers/promises";
import type { Api, JsonObject } from "../management/api.ts";
import { orGone } from "../management/errors.ts";
import { fromWire, toWire } from "../management/wire.ts";
import { Problems } from "../engine.ts";
import { block, blockSet, blocks, flag, integer, text } from "../schema/attribute.ts";
import { inOrder } from "../schema/sets.ts";
import { oneOf } from "../schema/validators.ts";
import { isValues, listOf, textOf, valuesOf } from "../schema/value.ts";
import type { Value, Values } from "../schema/value.ts";
import type { Resource, Write } from "./resource.ts";

const trigger = { id: text({ required: true }), version: text({ required: true }) };
const secret = { name: text({ required: true }), value: text({ required: true, secret: true }) };
const module = {
  moduleId: text({ required: true }),
  moduleVersionId: text({ required: true }),
  moduleName: text({ computed: true }),
  moduleVersionNumber: integer({ computed: true }),
};

export const actionFields = {
  name: text({ required: true }),
  supportedTriggers: block(trigger, { required: true }),
  code: text({ required: true }),
  dependencies: blockSet({ name: text({ required: true }), version: text({ required: true }) }),
  runtime: text({ adopted: true, validate: oneOf("node12", "node16", "node18", "node22") }),
  secrets: blockSet(secret, { conflictsWith: ["secrets_wo"] }),
  secretsWos: blocks(
    { name: text({ required: true }), value: text({ required: true, secret: true, writeOnly: true }) },
    { name: "secrets_wo", conflictsWith: ["secrets"], requiredWith: ["secrets_wo_version"] },
  ),
  secretsWoVersion: integer({ requiredWith: ["secrets_wo"] }),
  deploy: flag({ default: false }),
  versionId: text({ computed: true }),
  modules: blockSet(module),
};

const fields = actionFields;

/** How often and how long a build or a deployment is waited for. */
const POLL_MS = 500;
const POLL_LIMIT_MS = 6 * 60_000;

function body(write: Write): JsonObject {
  const { inputs } = write;
  const { name, code, runtime, supportedTriggers } = inputs;
  const sent: Record<string, JsonObject[string]> = {
    ...toWire(fields, { name: name ?? null, code: code ?? null, runtime: runtime ?? null }),
    supported_triggers: isValues(supportedTriggers) ? [toWire(trigger, supportedTriggers)] : [],
  };
  // The API calls the runtime of that age differently, but for one trigger.
  if (runtime === "node18" && valuesOf(supportedTriggers)["id"] !== "custom-token-exchange")
    sent["runtime"] = "node18-actions";
  if (write.changed("dependencies")) sent["dependencies"] = elements(fields.dependencies, inputs["dependencies"]);
  const secrets = secretsToSend(write);
  if (secrets) sent["secrets"] = secrets;
  if (write.changed("modules") && (inputs["modules"] ?? null) !== null) {
    sent["modules"] = elements(fields.modules, inputs["modules"]);
  }
  return sent;
}

function elements(attribute: typeof fields.dependencies, value: Value | undefined): JsonObject[] {
  const within = "fields" in attribute ? attribute.fields : {};
  return inOrder(attribute, listOf(value)).map((element) => toWire(within, valuesOf(element)));
}

/** The whole set of secrets goes out wherever one of them changes: the API knows no change of a single one. */
function secretsToSend(write: Write): JsonObject[] | undefined {
  if (write.changed("secrets")) return elements(fields.secrets, write.inputs["secrets"]);
  if (!write.changed("secretsWos") && !write.changed("secretsWoVersion")) return undefined;
  const given = listOf(write.inputs["secretsWos"]);
  return given.length > 0 || write.changed("secretsWos")
    ? given.map((element) => toWire(secret, valuesOf(element)))
    : undefined;
}

/** Refuses an update that would lose secrets which somebody else gave the action. */
async function refuseToErase(write: Write): Promise<void> {
  const touched = ["secrets", "secretsWos", "secretsWoVersion"].filter((property) => write.changed(property));
  if (touched.length === 0) return;
  const present = await orGone(write.api.get(["actions", "actions", write.id]));
  const managed = new Set(
    [write.prior, write.planned]
      .flatMap((state) => [...listOf(state["secrets"]), ...listOf(state["secretsWos"])])
      .map((element) => valuesOf(element)["name"]),
  );
  const others = listOf(present["secrets"])
    .map((element) => textOf(valuesOf(element)["name"]))
    .filter((name) => !managed.has(name));
  if (others.length === 0) return;
  const property = touched.some((name) => name !== "secrets") ? "secrets_wo" : "secrets";
  throw new Problems(
    others.map(
      (name) =>
        `[${property}] Unmanaged Action Secret: Detected an action secret not managed though Terraform: ${name}. If you proceed, this secret will get deleted. ` +
        "It is required to add this secret to your action configuration to prevent unintentionally destructive results.",
    ),
  );
}

async function deploy({ api, id, planned }: Write): Promise<void> {
  if (planned["deploy"] !== true) return;
  const path = ["actions", "actions", id];
  const name = JSON.stringify(textOf(planned["name"]));
  await until(api, path, `action ${name} never reached built state`, (action) => {
    if (action["status"] === "failed")
      throw new Error(
        `action ${name} never reached built state: action ${name} failed to build, check the Auth0 UI for errors`,
      );
    return action["status"] === "built"
      ? undefined
      : `expected action ${name} status ${JSON.stringify(textOf(action["status"]))} to equal "built"`;
  });
  await api.post([...path, "deploy"]);
  await until(api, path, `action ${name} deploy never completed`, (action) =>
    valuesOf(action["deployed_version"])["deployed"] === true ? undefined : `action ${name} not deployed yet`,
  );
}

async function until(
  api: Api,
  path: readonly string[],
  failure: string,
  missing: (action: JsonObject) => string | undefined,
): Promise<void> {
  for (const end = Date.now() + POLL_LIMIT_MS; ;) {
    const reason = missing(await api.get(path));
    if (reason === undefined) return;
    if (Date.now() > end) throw new Error(`${failure}: ${reason}`);
    await wait(POLL_MS);
  }
}

/** The properties of an action, as its answer says them: the draft's, not those of the version that runs. */
export function readAction(action: JsonObject, state: Values): Values {
  const {
    deploy: _deploy,
    secrets: _secrets,
    secretsWos: _written,
    secretsWoVersion: _version,
    versionId: _id,
    ...said
  } = fromWire(fields, action);
  const [supported] = listOf(action["supported_triggers"]);
  const deployed = action["deployed_version"];
  const pinned = new Map(
    listOf(state["modules"]).map((element) => [valuesOf(element)["moduleId"], valuesOf(element)["moduleVersionId"]]),
  );
  return {
    ...said,
    supportedTriggers: isValues(supported) ? fromWire(trigger, supported) : null,
    runtime: action["runtime"] === "node18-actions" ? "node18" : (said["runtime"] ?? ""),
    modules: listOf(said["modules"])
      .map(valuesOf)
      .map((element): Values => ({
        ...element,
        moduleVersionId: pinned.get(element["moduleId"]) ?? element["moduleVersionId"] ?? "",
      })),
    ...(isValues(deployed) ? { versionId: textOf(deployed["id"]) } : {}),
  };
}

export const action: Resource = {
  type: "auth0:index/action:Action",
  name: "auth0_action",
  fields,
  createTimeoutNs: POLL_LIMIT_MS * 1_000_000,
  create: async (write) => textOf((await write.api.post(["actions", "actions"], body(write)))["id"]),
  complete: deploy,
  read: async ({ api, id, state }) => readAction(await orGone(api.get(["actions", "actions", id])), state),
  update: async (write) => {
    await refuseToErase(write);
    await orGone(write.api.patch(["actions", "actions", write.id], body(write)));
    await deploy(write);
  },
  delete: ({ api, id }) => orGone(api.delete(["actions", "actions", id])),
};
