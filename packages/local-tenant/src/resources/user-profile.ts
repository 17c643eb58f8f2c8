// What Auth0 fills in of a user's profile when it is not given.
import { createHash } from "node:crypto";

export interface GivenProfile {
  readonly email?: string | undefined;
  readonly phone_number?: string | undefined;
  readonly name?: string | undefined;
  readonly nickname?: string | undefined;
  readonly picture?: string | undefined;
}

/** `name` is the e-mail address or phone number, `nickname` the part before the @, `picture` from Gravatar. */
export function filledProfile(given: GivenProfile): { name?: string; nickname?: string; picture?: string } {
  const contact = given.email ?? given.phone_number;
  const nickname = given.nickname ?? given.email?.split("@")[0];
  const name = given.name ?? contact;
  const picture = given.picture ?? (given.email === undefined ? undefined : gravatar(given.email));
  return {
    ...(name === undefined ? {} : { name }),
    ...(nickname === undefined ? {} : { nickname }),
    ...(picture === undefined ? {} : { picture }),
  };
}

/** Gravatar's image of the address; where there is none, Auth0's with the first two letters. */
function gravatar(email: string): string {
  const digest = createHash("md5").update(email.trim().toLowerCase()).digest("hex");
  const fallback = `https://cdn.auth0.com/avatars/${email.slice(0, 2).toLowerCase()}.png`;
  return `https://s.gravatar.com/avatar/${digest}?s=480&r=pg&d=${encodeURIComponent(fallback)}`;
}
