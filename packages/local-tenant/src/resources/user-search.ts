// Which users `GET /users` lists: `q` and `connection`.
import type { Query } from "../core/query.ts";
import { search, type Matches } from "../core/search.ts";
import type { UserRow } from "../rows/users.ts";

export function userSearch(query: Query): Matches<UserRow> {
  const connection = query.text("connection");
  const found = search<UserRow>(query.text("q"), { foldsCase: true });
  return (row) =>
    (connection === undefined || row.identities.some((identity) => identity.connection === connection)) && found(row);
}
