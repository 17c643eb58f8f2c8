import type { Management, ManagementClient } from "auth0";

/** As many as Auth0 gives in one call. */
const PER_PAGE = 100;

/** How many records of a list Auth0 gives by page; it refuses the page after, even where nothing is on it. */
const BY_PAGE = 1000;

/** Some of the tenant's applications. */
export interface ClientsPage {
  readonly clients: readonly Management.Client[];
  /** Whether there may be further ones: the next page is one more call. */
  readonly more: boolean;
}

/** Every application of the tenant (`read:clients`), with these members (default: all), a hundred a call. */
export async function* everyClient(api: ManagementClient, fields?: string): AsyncGenerator<Management.Client> {
  for await (const { clients } of clientPages(api, fields)) yield* clients;
}

/**
 * The same, call by call. The first 1,000 are read by page. Further ones Auth0 gives by checkpoint only, which begins at the
 * first again: there the calls for what was read already give an empty page each.
 */
export async function* clientPages(api: ManagementClient, fields?: string): AsyncGenerator<ClientsPage> {
  const wanted = fields === undefined ? {} : { fields, include_fields: true };
  const seen = new Set<string>();
  let page = await api.clients.list({ ...wanted, per_page: PER_PAGE });
  for (let read = page.data.length; ; read += page.data.length) {
    for (const { client_id: id = "" } of page.data) seen.add(id);
    const more = page.hasNextPage();
    yield { clients: page.data, more };
    if (!more) return;
    if (read >= BY_PAGE) break;
    page = await page.getNextPage();
  }

  for (let from: string | undefined; ;) {
    // The SDK's parameters for this list know pages only, and its defaults for them are taken off.
    const { data, response } = await api.clients.list(
      { ...wanted, page: null, per_page: null, include_totals: null },
      { queryParams: { take: PER_PAGE, ...(from === undefined ? {} : { from }) } },
    );
    const { next } = response as { readonly next?: string };
    const more = next !== undefined && next !== "" && data.length > 0;
    yield { clients: data.filter(({ client_id: id = "" }) => !seen.has(id)), more };
    if (!more) return;
    from = next;
  }
}
