// The expected of bench/tenant.ts: an HTTPS server of Node.js that answers the same text to every request. No server here
// can be quicker. It says where it is as the local tenant does.
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { makeCertificate } from "../src/core/certificate.ts";

/** As long as the tenant's answer to the measured request. */
const [, , length = "2000"] = process.argv;

const certificate = await makeCertificate();
const body = JSON.stringify({ access_token: "", filler: "x".repeat(Number(length)) });
const server = createServer({ cert: certificate.cert, key: certificate.key }, (request, response) => {
  request.resume();
  response.writeHead(200, { "content-type": "application/json; charset=utf-8" }).end(body);
});
server.listen(0, "localhost", () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(
    `export AUTH0_DOMAIN='localhost:${port}'\nexport SSL_CERT_FILE='${certificate.file}'\nexport NODE_EXTRA_CA_CERTS='${certificate.file}'\n`,
  );
});
process.once("SIGTERM", () => void certificate.dispose().then(() => process.exit(0)));
