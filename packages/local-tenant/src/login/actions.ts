// The post-login flow: which Actions run, in a thread that can be ended, and what they make of a login.
import { tmpdir } from "node:os";
import { join } from "node:path";
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { State } from "../core/state.ts";
import type {
  ActionFlow,
  DeployedAction,
  FlowOutcome,
  FromThread,
  OutboundRequest,
  OutboundResponse,
  ToThread,
} from "./action-messages.ts";

/** Answers the requests that Actions make to the outside; a rejection is a host that cannot be reached. */
export type ActionFetch = (request: OutboundRequest) => OutboundResponse | Promise<OutboundResponse>;

export interface ActionsOptions {
  readonly fetch: ActionFetch;
  /** For all the Actions of a login together. */
  readonly timeoutMs: number;
}

/** Beside this file, and of its kind: TypeScript in the repository, JavaScript in the package. */
const THREAD = new URL(`./action-thread${extname(import.meta.filename)}`, import.meta.url);

/** Where Node keeps what it compiled, by default: a thread that finds its TypeScript there starts in half the time. */
const COMPILED = join(tmpdir(), "node-compile-cache");

/** The flow's Actions in their order: the code and secrets that are deployed, whatever the drafts say. */
export function postLoginActions(state: State): DeployedAction[] {
  const bindings = state.bindings.get("post-login")?.bindings ?? [];
  return bindings.flatMap(({ action_id: id }) => {
    const action = state.actions.get(id);
    const version =
      action?.deployed_version_id === undefined ? undefined : state.action_versions.get(action.deployed_version_id);
    if (action === undefined || version === undefined) return [];
    return {
      name: action.name,
      code: version.code,
      secrets: Object.fromEntries(version.secrets.map(({ name, value }) => [name, value])),
    };
  });
}

/** Runs the flow. What goes wrong in it refuses the login, as it does at Auth0. */
export async function runActions(flow: ActionFlow, options: ActionsOptions): Promise<FlowOutcome> {
  const untouched: FlowOutcome = { ...flow.soFar, wanted: [], ran: 0 };
  if (flow.actions.length === 0) return untouched;
  // Nothing of this process goes in: neither its environment nor its command line.
  const thread = new Worker(THREAD, {
    workerData: flow,
    env: { NODE_COMPILE_CACHE: COMPILED },
    argv: [],
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 128 },
  });
  thread.unref();
  try {
    return await outcomeOf(thread, options);
  } catch (error) {
    return { ...untouched, denied: error instanceof Error ? error.message : String(error), failed: "" };
  } finally {
    await thread.terminate();
  }
}

function outcomeOf(thread: Worker, { fetch, timeoutMs }: ActionsOptions): Promise<FlowOutcome> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`The Actions took longer than ${timeoutMs / 1000} seconds`)),
      timeoutMs,
    );
    timer.unref();
    const settled = (settle: () => void): void => {
      clearTimeout(timer);
      settle();
    };
    thread.on("error", (error) => settled(() => reject(error instanceof Error ? error : new Error(String(error)))));
    thread.on("exit", () => settled(() => reject(new Error("The Actions ended without an answer"))));
    thread.on("message", (message: FromThread) => {
      switch (message.type) {
        case "done":
          return settled(() => resolve(message.outcome));
        case "log":
          return console.error(`Action ${message.action}: ${message.text}`);
        case "fetch":
          return void answer(fetch, message).then((reply) => thread.postMessage(reply));
      }
    });
  });
}

async function answer(fetch: ActionFetch, { id, request }: Extract<FromThread, { type: "fetch" }>): Promise<ToThread> {
  try {
    return { type: "response", id, response: await fetch(request) };
  } catch (error) {
    return { type: "unreachable", id, why: error instanceof Error ? error.message : String(error) };
  }
}

/** There is nothing outside: the local tenant opens no connection of its own. */
export const noOutside: ActionFetch = ({ url }) => {
  throw new Error(`the local tenant's Actions reach nothing outside (option actionFetch): ${new URL(url).host}`);
};
