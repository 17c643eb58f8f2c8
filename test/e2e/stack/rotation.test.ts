import { rotates } from "../support/rotation.ts";
import { ownIds } from "../support/world.ts";

rotates({}, async (session) => (await ownIds(session)).client, "express-oin-credentials");
