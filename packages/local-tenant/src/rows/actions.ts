// Actions, their versions and the triggers they are bound to, as the state keeps them.

export interface Secret {
  readonly name: string;
  /** Never shown. */
  readonly value: string;
  readonly updated_at: string;
}

/** What a deploy freezes. */
export interface Draft {
  readonly code: string;
  readonly dependencies: readonly object[];
  readonly runtime: string;
  readonly secrets: readonly Secret[];
  readonly supported_triggers: readonly { readonly id: string; readonly version: string }[];
  readonly modules?: readonly object[];
}

export interface ActionRow extends Draft {
  readonly id: string;
  readonly name: string;
  readonly created_at: string;
  readonly updated_at: string;
  /** From when on the draft is built, epoch milliseconds. */
  readonly built_from: number;
  readonly deployed_version_id?: string;
  readonly all_changes_deployed: boolean;
}

/** Immutable. */
export interface ActionVersionRow extends Draft {
  readonly id: string;
  readonly action_id: string;
  /** 1, 2, 3, … within the action. */
  readonly number: number;
  readonly created_at: string;
  readonly built_at: string;
}

export interface Binding {
  readonly id: string;
  readonly action_id: string;
  readonly display_name: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** One trigger's flow. */
export interface BindingsRow {
  readonly trigger_id: string;
  /** In the order in which they run. */
  readonly bindings: readonly Binding[];
}
