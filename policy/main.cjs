// Pulumi loads a policy pack as CommonJS and has ts-node compile it. Imported from here the pack is an ES module, whose types
// Node itself strips.
module.exports = () => import("./pack.ts");
