/** Loaded before a program by `--import`: at its end it writes the URLs of all modules that were loaded to $LOADED, one a line. */
import { writeFileSync } from "node:fs";
import { registerHooks } from "node:module";

const loaded: string[] = [];
registerHooks({
  load: (url, context, next) => {
    loaded.push(url);
    return next(url, context);
  },
});
process.on("exit", () => writeFileSync(process.env["LOADED"] ?? "", loaded.join("\n")));
