// The tenant's logs: what happened, newest last, under Auth0's type codes (documentation "Log Type Codes"). No part of the
// state: a snapshot has none of them, and a restart begins with none.

/** What an entry says beside its time and its ID; members as in Auth0's documentation of each type. */
export interface LogEvent {
  readonly type: LogType;
  readonly description: string;
  readonly connection?: string | undefined;
  readonly connection_id?: string | undefined;
  readonly client_id?: string | undefined;
  readonly client_name?: string | undefined;
  readonly ip?: string | undefined;
  readonly user_agent?: string | undefined;
  readonly details?: object | undefined;
  readonly hostname?: string | undefined;
  readonly user_id?: string | undefined;
  readonly user_name?: string | undefined;
  readonly strategy?: string | undefined;
  readonly strategy_type?: string | undefined;
  readonly audience?: string | undefined;
  readonly scope?: string | undefined;
  readonly organization_id?: string | undefined;
  readonly organization_name?: string | undefined;
}

export type LogType =
  /** A login, and one by a session alone (`prompt=none`). */
  | "s"
  | "ssa"
  /** A refused login, and one by a session alone. */
  | "f"
  | "fsa"
  /** A wrong password, and nobody of that name. */
  | "fp"
  | "fu"
  /** A request that could not be pushed. */
  | "fpar"
  /** A code for tokens. */
  | "seacft"
  | "feacft"
  /** A refresh token for an access token, and one that was exchanged before. */
  | "sertft"
  | "fertft"
  | "ferrt"
  /** A refresh token was revoked. */
  | "srrt"
  /** A client's own token. */
  | "seccft"
  | "feccft"
  /** A factor passed, failed, enrolled. */
  | "gd_auth_succeed"
  | "gd_auth_failed"
  | "gd_enrollment_complete"
  /** A write by the Management API, and a read of secrets. */
  | "sapi"
  | "mgmt_api_read"
  /** A person set a password. */
  | "scp"
  | "actions_execution_failed"
  | "organization_member_added";

export interface LogEntry extends LogEvent {
  /** ISO 8601. */
  readonly date: string;
  /** Sorts as the entries were added. */
  readonly log_id: string;
  readonly _id: string;
  readonly isMobile: boolean;
}

const MOST = 5_000;
/** Fills an ID up to Auth0's 56 digits. */
const FIRST = 1_223_372_036_854_775_808n;

export class TenantLogs {
  #entries: LogEntry[] = [];
  #count = 0n;
  #last = 0;

  /** In the order in which they were added: at least the newest 2,500. */
  get entries(): readonly LogEntry[] {
    return this.#entries;
  }

  get(id: string): LogEntry | undefined {
    return this.#entries.find((entry) => entry.log_id === id);
  }

  add(event: LogEvent, now: number): void {
    if (this.#entries.length >= MOST) this.#entries = this.#entries.slice(MOST / 2);
    const log_id = this.#nextId(now);
    const told = Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined));
    const date = new Date(now).toISOString();
    this.#entries.push({ date, ...(told as unknown as LogEvent), log_id, _id: log_id, isMobile: false });
  }

  clear(): void {
    this.#entries = [];
  }

  /** `900`, the time to the millisecond, and a number that only grows. */
  #nextId(now: number): string {
    this.#last = Math.max(now, this.#last);
    this.#count += 1n;
    const time = new Date(this.#last).toISOString().replaceAll(/\D/g, "");
    return `900${time}${String(FIRST + this.#count).padStart(36, "0")}`;
  }
}
