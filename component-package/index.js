// Where the engine starts the package. It is JavaScript because the SDK hands .ts files that it requires to its old
// ts-node, which cannot read these; what a module imports, Node reads by itself. The schema is made from index.ts.
export { ExpressConfiguration } from "./index.ts";
