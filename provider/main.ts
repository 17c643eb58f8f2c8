// A Pulumi plugin for one thing that the Auth0 plugin cannot do (docs/provider.md): owning the `express_configuration`
// block of an application that belongs to somebody else. The engine starts it by Pulumi.yaml's `plugins` and reads the
// port from its standard output.
import { AppBlock } from "./app-block.ts";
import { exitWithParent } from "./parent.ts";
import { serve } from "./service.ts";

exitWithParent();
const server = await serve(new AppBlock(process.env));
console.log(server.port);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void server.stop().then(() => process.exit(0)));
}
