// Connection profiles and user attribute profiles, as the state keeps them.
import type { UserId, UserAttributes } from "../resources/user-attribute-profile-schema.ts";
import type { CreateConnectionProfileBody } from "../resources/connection-profile-schema.ts";

export type ConnectionProfileRow = CreateConnectionProfileBody & { readonly id: string };

export interface UserAttributeProfileRow {
  readonly id: string;
  readonly name: string;
  readonly user_id: UserId;
  readonly user_attributes: UserAttributes;
}
