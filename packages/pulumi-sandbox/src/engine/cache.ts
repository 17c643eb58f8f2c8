// Where engines are kept between runs: the user's cache folder, by the convention of each system.
import { homedir } from "node:os";
import { join } from "node:path";

/** Folder for one thing in it, such as `~/.cache/okta-express/engine-3.253.0`. */
export function cacheFolder(name: string, environment: NodeJS.ProcessEnv): string {
  return join(userCache(environment), "okta-express", name);
}

function userCache(environment: NodeJS.ProcessEnv): string {
  const configured = environment["XDG_CACHE_HOME"];
  if (configured) return configured;
  const home = environment["HOME"] ?? homedir();
  switch (process.platform) {
    case "darwin":
      return join(home, "Library", "Caches");
    case "win32":
      return environment["LOCALAPPDATA"] ?? join(home, "AppData", "Local");
    default:
      return join(home, ".cache");
  }
}
