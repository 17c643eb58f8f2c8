import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { whyUnreachable } from "../../../src/engine/reachability.ts";

/** A server that answers with a status; 0: not at all. Returns `127.0.0.1:PORT`. */
async function serverAnswering(status: number): Promise<string> {
  const server = createServer((_request, response) => {
    if (status !== 0) response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("whyUnreachable", () => {
  it("has nothing to say of a host that answers", async () => {
    expect(await whyUnreachable(`http://${await serverAnswering(200)}/`)).toBeUndefined();
  });

  it("names the status of one that refuses", async () => {
    const host = await serverAnswering(503);
    expect(await whyUnreachable(`http://${host}/`)).toBe(`${host} answers 503`);
  });

  it("does not wait for one that hangs", async () => {
    const host = await serverAnswering(0);
    expect(await whyUnreachable(`http://${host}/`, 100)).toBe(`${host} did not answer within 0.1 s`);
  });

  it("gives the cause where there is no connection", async () => {
    // A port that was just let go may be another test's by now; nobody is given this one, and nothing listens on it.
    const host = "127.0.0.1:2";
    expect(await whyUnreachable(`http://${host}/`)).toBe(`${host} cannot be reached (connect ECONNREFUSED ${host})`);
  });
});
