// Users and what belongs to them, as the state keeps them.

export type Metadata = Readonly<Record<string, unknown>>;

interface Identity {
  readonly connection: string;
  readonly user_id: string;
  readonly provider: string;
  readonly isSocial: boolean;
}

/** Passwords are kept apart (passwords.ts), and only as digests. */
export interface UserRow {
  /** `auth0|…`: the strategy of its connection and its ID there. */
  readonly user_id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly identities: readonly Identity[];
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly phone_number?: string;
  readonly phone_verified?: boolean;
  readonly username?: string;
  readonly name?: string;
  readonly nickname?: string;
  readonly given_name?: string;
  readonly family_name?: string;
  readonly picture?: string;
  readonly blocked?: boolean;
  /** Written by each login. */
  readonly logins_count?: number;
  readonly last_login?: string;
  readonly last_ip?: string;
  readonly user_metadata?: Metadata;
  readonly app_metadata?: Metadata;
}

export interface PasswordRow {
  readonly user_id: string;
  /** scrypt of the password, salted with the user's ID so that equal states give equal text. */
  readonly digest: string;
}

/** A link by which a person sets a password, once. */
export interface PasswordTicketRow {
  readonly ticket: string;
  readonly user_id: string;
  /** Epoch milliseconds. */
  readonly expires: number;
  readonly mark_email_as_verified: boolean;
}

export interface UserRoleRow {
  readonly user_id: string;
  readonly role_id: string;
}

export interface UserPermissionRow {
  readonly user_id: string;
  readonly resource_server_identifier: string;
  readonly permission_name: string;
}

/** What a user has agreed to, for one client and one API. */
export interface ConsentRow {
  readonly user_id: string;
  readonly client_id: string;
  /** Identifier of the API; empty for a login without one. */
  readonly audience: string;
  readonly scope: readonly string[];
}
