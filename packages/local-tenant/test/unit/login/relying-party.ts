// An app as openid-client has it, which is certified: a mistake of the tenant's must not hide behind the same mistake in a
// test of ours.
import * as openid from "openid-client";
import { http } from "../../../src/visitor/index.ts";
import { SECRET, type LoginWorld } from "./world.ts";

/** The app after discovery, with its secret. */
export const relyingParty = ({ tenant, ca }: LoginWorld, clientId: string): Promise<openid.Configuration> =>
  openid.discovery(new URL(`${tenant.url}/`), clientId, undefined, openid.ClientSecretPost(SECRET), {
    [openid.customFetch]: async (url, { method, headers, body }) => {
      const answer = await http(new URL(url), {
        method: method as "GET" | "POST",
        headers,
        ...(body instanceof URLSearchParams ? { body: body.toString() } : {}),
        ca,
      });
      return new Response(answer.text, {
        status: answer.status,
        headers: { "content-type": answer.headers["content-type"] ?? "" },
      });
    },
  });
