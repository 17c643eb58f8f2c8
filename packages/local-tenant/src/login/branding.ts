// Whose colours and logo a page wears: the organization's where the login is for one, else the tenant's.
import type { TenantSettings } from "../resources/tenant-settings-schema.ts";
import type { ClientRow } from "../rows/clients.ts";
import type { OrganizationRow } from "../rows/organizations.ts";
import { colorOr, DEFAULT_COLORS, type Colors } from "./style.ts";

export interface Branding {
  /** Of the tenant, as people know it. */
  readonly tenantName: string;
  /** Whose logo it is, for the letter that stands in where it cannot be shown. */
  readonly owner: string;
  /** https, or http of this machine. */
  readonly logo: URL | undefined;
  readonly colors: Colors;
}

/** The logo is the organization's, else the application's, else the tenant's. */
export function brandingOf(settings: TenantSettings, client?: ClientRow, organization?: OrganizationRow): Branding {
  const tenantName = settings.friendly_name || "Local tenant";
  const logos = [
    { owner: organization?.display_name ?? organization?.name, address: organization?.branding?.logo_url },
    { owner: client?.name, address: client?.logo_uri },
    { owner: tenantName, address: settings.picture_url },
  ];
  const shown = logos.find(({ address }) => logoAddress(address) !== undefined);
  return {
    tenantName,
    owner: shown?.owner ?? client?.name ?? tenantName,
    logo: logoAddress(shown?.address),
    colors: colorsOf(organization?.branding?.colors, settings.universal_login),
  };
}

function colorsOf(organization: { primary?: unknown; page_background?: unknown } | null | undefined, page: unknown) {
  const given: unknown = organization ?? (page as { colors?: unknown } | undefined)?.colors;
  const { primary, page_background: background } = (typeof given === "object" && given !== null ? given : {}) as {
    primary?: unknown;
    page_background?: unknown;
  };
  return {
    primary: colorOr(primary, DEFAULT_COLORS.primary),
    background: colorOr(background, DEFAULT_COLORS.background),
  };
}

function logoAddress(text: string | null | undefined): URL | undefined {
  if (text === null || text === undefined || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const local = url.protocol === "http:" && ["localhost", "127.0.0.1"].includes(url.hostname);
  return url.protocol === "https:" || local ? url : undefined;
}
