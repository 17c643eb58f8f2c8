// A browser as far as plain pages need one: cookies, redirections, forms. It stays on the host that it was opened for.
import { FORM, formBody, http } from "./http.ts";

export interface Form {
  readonly action: URL;
  /** Names of the inputs that a person fills in. */
  readonly inputs: readonly string[];
  readonly buttons: readonly Button[];
}

export interface Button {
  readonly text: string;
  readonly name: string | undefined;
  readonly value: string;
}

/** A page as a person sees it. */
export interface Page {
  readonly heading: string;
  /** What it says went wrong, if anything. */
  readonly alert: string | undefined;
  /** Items of its lists. */
  readonly items: readonly string[];
  readonly forms: readonly Form[];
}

/** Where the browser ends up: on a page, or sent away from the host, which it does not follow. */
export type Arrival = { readonly page: Page } | { readonly away: URL };

/** Anything that shows pages to a person: this module's browser, or a real one. */
export interface Visitor {
  open(url: URL): Promise<Arrival>;
  /** Fills in a form of the page shown and presses a button of it; without one, the first. */
  submit(form: Form, values: Readonly<Record<string, string>>, button?: Button): Promise<Arrival>;
}

const MOST_REDIRECTIONS = 20;

export class Browser implements Visitor {
  readonly #origin: string;
  readonly #ca: string | undefined;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string, ca?: string) {
    this.#origin = origin;
    this.#ca = ca;
  }

  open(url: URL): Promise<Arrival> {
    return this.#visit(url, { method: "GET" });
  }

  submit(form: Form, values: Readonly<Record<string, string>>, button?: Button): Promise<Arrival> {
    const pressed = button?.name === undefined ? {} : { [button.name]: button.value };
    return this.#visit(form.action, { method: "POST", body: formBody({ ...values, ...pressed }) });
  }

  async #visit(first: URL, how: { readonly method: "GET" | "POST"; readonly body?: string }): Promise<Arrival> {
    let url = first;
    let request = how;
    for (let i = 0; i < MOST_REDIRECTIONS; i += 1) {
      if (url.origin !== this.#origin) return { away: url };
      const { status, headers, text } = await http(url, {
        ...request,
        ca: this.#ca,
        headers: { cookie: this.#cookieHeader(), ...(request.body === undefined ? {} : FORM) },
      });
      for (const cookie of headers["set-cookie"] ?? []) this.#keep(cookie);
      if (headers.location === undefined || status < 300 || status > 399) return { page: pageOf(text, url) };
      url = new URL(headers.location, url);
      request = { method: "GET" };
    }
    throw new Error(`More than ${MOST_REDIRECTIONS} redirections from ${first.origin}${first.pathname}`);
  }

  #keep(cookie: string): void {
    const [pair = ""] = cookie.split(";");
    this.#cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
  }

  #cookieHeader(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }
}

/** Reads a page from its HTML, which comes from `url`. */
export function pageOf(source: string, url: URL): Page {
  const alert = elements(source, "p").find(({ attributes }) => attributes["role"] === "alert");
  return {
    heading: elements(source, "h1")[0]?.text ?? "",
    alert: alert?.text,
    items: elements(source, "li").map(({ text }) => text),
    forms: elements(source, "form").map(({ attributes, inner }) => formOf(attributes, inner, url)),
  };
}

function formOf(attributes: Attributes, inner: string, url: URL): Form {
  return {
    action: new URL(attributes["action"] ?? "", url),
    inputs: [...inner.matchAll(/<input\b([^>]*)>/g)].flatMap(([, text = ""]) => attributesOf(text)["name"] ?? []),
    buttons: elements(inner, "button").map((button) => ({
      text: button.text,
      name: button.attributes["name"],
      value: button.attributes["value"] ?? "",
    })),
  };
}

type Attributes = Readonly<Record<string, string | undefined>>;

interface Element {
  readonly attributes: Attributes;
  readonly inner: string;
  readonly text: string;
}

/** Elements of a name that is never within itself, which holds for all that are asked for here. */
function elements(source: string, name: string): Element[] {
  return [...source.matchAll(new RegExp(`<${name}\\b([^>]*)>(.*?)</${name}>`, "gs"))].map(
    ([, attributes = "", inner = ""]) => ({
      attributes: attributesOf(attributes),
      inner,
      text: unescaped(inner.replace(/<[^>]*>/g, "")).trim(),
    }),
  );
}

const attributesOf = (text: string): Attributes =>
  Object.fromEntries(
    [...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, unescaped(value)]),
  );

const CHARACTERS: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

const unescaped = (text: string): string =>
  text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => CHARACTERS[entity] ?? entity);
