import { rotates } from "./rotation.ts";
import { ownIds } from "./world.ts";

rotates({}, async (session) => (await ownIds(session)).client, "express-oin-credentials");
