// A Pulumi plugin for one thing that the Auth0 plugin cannot do (docs/provider.md): owning the `express_configuration`
// block of an application that belongs to somebody else. The engine starts it by Pulumi.yaml's `plugins` and reads the
// port from its standard output.
import { AppBlock } from "./app-block.ts";
import { serve } from "./service.ts";

const server = await serve(new AppBlock(process.env));
console.log(server.port);

// An engine that was killed tells nobody: its orphan sees that it has another parent and goes too.
const engine = process.ppid;
setInterval(() => {
  if (process.ppid !== engine) process.exit(1);
}, 5_000).unref();

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void server.stop().then(() => process.exit(0)));
}
