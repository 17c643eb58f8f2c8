// How people are asked to log in: /prompts.
import { endpoint, ok, type Endpoint } from "../core/endpoint.ts";
import { patched } from "./merge.ts";
import { updateBody, type PromptSettings } from "./prompts-schema.ts";

export const prompts: readonly Endpoint[] = [
  endpoint({
    method: "GET",
    path: "/prompts",
    scopes: ["read:prompts"],
    handle: ({ state }) => ok(state.prompts.get()),
  }),
  endpoint({
    method: "PATCH",
    path: "/prompts",
    scopes: ["update:prompts"],
    body: updateBody,
    handle: ({ state, body }) => ok(state.prompts.put(patched<PromptSettings>(state.prompts.get(), body))),
  }),
];
