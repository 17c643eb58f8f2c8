import { ofType, type StackState } from "../state.ts";

/** Pulumi type tokens of the components that tell one flavour's resources from the other's. */
const NATIVE = "okta-express:index:NativeFlavour$";

/** What the stack has outside the native flavour: the guide's resources, in older states too, and the shared ones. */
export function outsideNative(state: StackState): StackState {
  return { ...state, resources: state.resources.filter(({ urn }) => !urn.includes(NATIVE)) };
}

/** What the stack has of the native flavour; of one component of it where that is named. */
export function insideNative(state: StackState, component?: string): StackState {
  const inside = component === undefined ? NATIVE : `${NATIVE}okta-express:index:${component}$`;
  return { ...state, resources: state.resources.filter(({ urn }) => urn.includes(inside)) };
}

/** Whether a part of a state has no resource of one of these types (`Client`, `ClientGrant`). */
export function lacks(state: StackState, ...types: readonly string[]): boolean {
  return types.some((type) => ofType(state, type).length === 0);
}
