// A Pulumi plugin for what the Auth0 plugin cannot do (docs/provider.md): owning the `express_configuration` block of an
// application that belongs to somebody else, and settings of a connection profile that it does not know. The engine starts
// it by Pulumi.yaml's `plugins` and reads the port from its standard output.
import { exitWithParent } from "./parent.ts";
import { serve } from "./service.ts";

exitWithParent();
const server = await serve(process.env);
console.log(server.port);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void server.stop().then(() => process.exit(0)));
}
