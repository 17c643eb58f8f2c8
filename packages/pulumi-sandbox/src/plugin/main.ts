// Runs the stand-in plugin alone and prints its port, as Pulumi's plugins do: PULUMI_DEBUG_PROVIDERS=auth0:PORT. It
// serves until it is interrupted or the process that started it is gone.
import { exitWithParent } from "../parent.ts";
import { startPlugin } from "./index.ts";

exitWithParent();
const plugin = await startPlugin();
console.log(plugin.port);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void plugin.stop().then(() => process.exit(0)));
}
