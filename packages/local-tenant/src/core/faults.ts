// Faults on demand: a test asks that the Nth request of a kind goes wrong in a given way.
import { ApiError } from "./errors.ts";

/** `hang` never answers; `drop-before` closes the connection unread, `drop-after` once the write took effect. */
export type FaultKind = "429" | "500" | "503" | "hang" | "drop-before" | "drop-after";

export interface Fault {
  /** Default: any method. */
  readonly method?: string;
  /** The whole path (without query) or a pattern for it. Default: any path. */
  readonly path?: string | RegExp;
  /** Which matching request is hit first, counted from 1 (the default) at the time the fault is added. */
  readonly nth?: number;
  /** How many requests in a row are hit. Default 1; Infinity for every one. */
  readonly times?: number;
  readonly kind: FaultKind;
}

interface Armed {
  readonly fault: Fault;
  seen: number;
}

export class Faults {
  #armed: Armed[] = [];

  add(fault: Fault): void {
    this.#armed.push({ fault, seen: 0 });
  }

  clear(): void {
    this.#armed = [];
  }

  /** Counts the request against every fault; returns the first fault that hits it. */
  strike(method: string, path: string): FaultKind | undefined {
    let struck: FaultKind | undefined;
    for (const armed of this.#armed) {
      if (!concerns(armed.fault, method, path)) continue;
      armed.seen += 1;
      const first = armed.fault.nth ?? 1;
      if (armed.seen >= first && armed.seen < first + (armed.fault.times ?? 1)) struck ??= armed.fault.kind;
    }
    return struck;
  }
}

function concerns(fault: Fault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
  if (fault.path === undefined) return true;
  return typeof fault.path === "string" ? fault.path === path : path.search(fault.path) >= 0;
}

/** The refusal that a fault answers with. */
export function faultError(kind: "429" | "500" | "503", now: number): ApiError {
  switch (kind) {
    case "429":
      return tooManyRequests({ "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": String(Math.ceil(now / 1000) + 1) });
    case "500":
      return new ApiError(500, "An internal server error occurred");
    case "503":
      return new ApiError(503, "The service is temporarily unavailable");
  }
}

export const tooManyRequests = (headers: Readonly<Record<string, string>>): ApiError =>
  new ApiError(429, "Global limit has been reached", "too_many_requests", headers);
