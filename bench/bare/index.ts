/** One resource that is nothing but a value in the state: what the engine, its language host and the SDK take by themselves. */
import * as pulumi from "@pulumi/pulumi";

new pulumi.Stash("nothing", { input: "nothing" });
