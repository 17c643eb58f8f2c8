import { z } from "zod";
import type { AdminLoginFlow } from "../contract/native.ts";
import { advise, text } from "./advice.ts";
import type { Flavour } from "./flavour.ts";
import { optionalName } from "./names.ts";
import { removeCommand, type Setting, setCommand } from "./settings.ts";

const FLOWS: Readonly<Record<string, AdminLoginFlow>> = {
  "": "pre_login_prompt",
  preLoginPrompt: "pre_login_prompt",
  postLoginPrompt: "post_login_prompt",
};

/** `adminLoginFlow`: whether an Okta admin is asked for the organization or for the credentials first. */
export function adminLoginFlowSchema(stack: string) {
  return text().transform((value, ctx): AdminLoginFlow => {
    const flow = FLOWS[value];
    return (
      flow ??
      advise(
        ctx,
        "Expected preLoginPrompt (the organization first) or postLoginPrompt (the credentials first).",
        setCommand(stack, "adminLoginFlow"),
      )
    );
  });
}

/**
 * `adminConnections`: names of the connections with the admins' accounts. The guide's OIN client asks for the credentials
 * first, and may have got its connections otherwise; a native one needs them with postLoginPrompt, and only then.
 */
export function adminConnectionsSchema(stack: string, flavour: Flavour | undefined, adminLoginFlow: unknown) {
  return names(stack, "adminConnections", "connections").transform((connections, ctx) => {
    const needed = adminLoginFlow === "postLoginPrompt" && flavour !== "guide";
    if (needed && connections.length === 0) {
      return advise(
        ctx,
        "With postLoginPrompt an admin signs in before the organization is known: expected the connections that hold the admins' accounts.",
        setCommand(stack, "adminConnections"),
      );
    }
    if (!needed && connections.length > 0 && flavour === "native") {
      return advise(
        ctx,
        "Only postLoginPrompt uses them: with preLoginPrompt an admin signs in through the organization's own connections.",
        setCommand(stack, "adminLoginFlow", "postLoginPrompt"),
      );
    }
    return connections;
  });
}

/** `adminsAppMetadataKey`: says who the admins are instead of a role; the guide has no such way. */
export function adminsAppMetadataKeySchema(stack: string, flavour: unknown, adminRole: unknown) {
  return optionalName(stack, "adminsAppMetadataKey").transform((key, ctx) => {
    if (key === undefined || flavour !== "native" || adminRole === undefined || adminRole === "") return key;
    return advise(
      ctx,
      "The admins are told by app_metadata or by the role in adminRole, not by both.",
      removeCommand(stack, "adminRole"),
    );
  });
}

/** `displayName`: what an Okta admin reads on the consent page; undefined for the stack's own. Auth0 refuses < and >. */
export function displayNameSchema(stack: string) {
  return optionalName(stack, "displayName").transform((name, ctx) =>
    name === undefined || !/[<>]/.test(name)
      ? name
      : advise(
          ctx,
          "Expected a name without < and >, which Auth0 refuses.",
          setCommand(stack, "displayName", name.replace(/[<>]/g, "").trim()),
        ),
  );
}

/** A list of names or IDs of objects on the tenant, each once. */
export function names(stack: string, setting: Setting, what: string) {
  return z
    .array(z.string({ error: "Expected a name." }).min(1, "Expected a name."), { error: `Expected a list of ${what}.` })
    .default([])
    .transform((list, ctx) => {
      const duplicate = list.findIndex((name, index) => list.indexOf(name) !== index);
      return duplicate < 0
        ? list
        : advise(ctx, "This one is in the list already.", removeCommand(stack, setting, duplicate), [duplicate]);
    });
}

/** A domain name, or the sandbox's local tenant. */
const HOST =
  /^((?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?|localhost(:\d{1,5})?|127\.0\.0\.1(:\d{1,5})?)$/;

/** `adminLoginDomain`: the tenant's own domain, or a custom domain of it; undefined for the tenant's own. */
export function adminLoginDomainSchema(stack: string) {
  return text().transform((value, ctx) => {
    if (value === "") return undefined;
    if (HOST.test(value)) return value;
    const host =
      value
        .trim()
        .toLowerCase()
        .replace(/^["']+|["']+$/g, "")
        .replace(/^[a-z][a-z0-9+.-]*:\/\//, "")
        .split(/[/?#\s]/, 1)[0] ?? "";
    return advise(
      ctx,
      "Expected a domain of the tenant, without scheme or path: its own, or a custom domain such as login.acme.com.",
      setCommand(stack, "adminLoginDomain", HOST.test(host) ? host : undefined),
    );
  });
}
