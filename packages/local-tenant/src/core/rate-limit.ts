// The Management API's rate limit: a token bucket a tenant, its size and refill by plan (shared/spec/local-tenant.md).

export type RateLimitPlan = "off" | "free" | "enterprise" | "enterprise-non-production";

const BUCKETS = {
  free: { burst: 2, perSecond: 2 },
  enterprise: { burst: 50, perSecond: 16 },
  "enterprise-non-production": { burst: 10, perSecond: 2 },
} as const;

export interface RateLimitHeaders {
  readonly "X-RateLimit-Limit": string;
  readonly "X-RateLimit-Remaining": string;
  /** Epoch seconds at which the bucket is full again; where it is empty, at which the next request passes. */
  readonly "X-RateLimit-Reset": string;
}

export class RateLimit {
  readonly #off: boolean;
  readonly #burst: number;
  readonly #perSecond: number;
  #tokens: number;
  #refilledAt: number;

  /** `off` never refuses; its headers then show a full bucket of the enterprise plan. */
  constructor(plan: RateLimitPlan, now: number = Date.now()) {
    this.#off = plan === "off";
    const bucket = BUCKETS[plan === "off" ? "enterprise" : plan];
    this.#burst = bucket.burst;
    this.#perSecond = bucket.perSecond;
    this.#tokens = bucket.burst;
    this.#refilledAt = now;
  }

  /** Takes one token. */
  take(now: number): { allowed: boolean; headers: RateLimitHeaders } {
    if (this.#off) return { allowed: true, headers: this.#headers(this.#burst, now) };
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#refilledAt) / 1000) * this.#perSecond);
    this.#refilledAt = now;
    const allowed = this.#tokens >= 1;
    if (allowed) this.#tokens -= 1;
    const missing = allowed ? this.#burst - this.#tokens : 1 - this.#tokens;
    return { allowed, headers: this.#headers(Math.floor(this.#tokens), now + (missing / this.#perSecond) * 1000) };
  }

  #headers(remaining: number, resetAt: number): RateLimitHeaders {
    return {
      "X-RateLimit-Limit": String(this.#burst),
      "X-RateLimit-Remaining": String(remaining),
      "X-RateLimit-Reset": String(Math.ceil(resetAt / 1000)),
    };
  }
}
