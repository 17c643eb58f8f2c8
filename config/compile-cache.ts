/**
 * Loaded before the program (Pulumi.yaml, nodeargs) and before the plugin in provider/: Node keeps the compiled code of all that
 * is loaded afterwards, in NODE_COMPILE_CACHE or its default below the folder for temporary files. From the second run of a
 * stack on, that loads in about half the time.
 */
import { enableCompileCache } from "node:module";

enableCompileCache();
