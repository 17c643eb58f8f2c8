/** One type of resource of the plugin. What a program declares is the whole state: the engine compares the two itself. */
export interface Resource<State = unknown> {
  /** Gives the ID that the engine keeps for the resource. */
  idOf(state: State): string;
  /** As it is on the tenant; undefined where it is gone. `declared` is what the stack has of it, absent at an import. */
  read(id: string, declared: State | undefined): Promise<State | undefined>;
  /** Makes it; gives the new state. */
  create(state: State): Promise<State>;
  /** Makes it as declared; gives the new state. */
  write(state: State): Promise<State>;
  /** Takes it off the tenant; what is gone already needs nothing. */
  remove(id: string): Promise<void>;
}
