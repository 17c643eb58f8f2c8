// Arrows of the house (docs/architecture.md) are lint rules: which rooms a room must not import.
import js from "@eslint/js";
import tseslint from "typescript-eslint";

const rooms = (...names) => names.map((name) => ({ regex: `(^|/)${name}/`, message: `This room must not import ${name}/ (docs/architecture.md).` }));

export default tseslint.config(
  { ignores: ["node_modules/"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/require-await": "off",
      eqeqeq: "error",
    },
  },
  ...Object.entries({
    "index.ts": ["sandbox", "cli", "provider", "test"],
    "components/**": ["config", "lookup", "sandbox", "cli", "provider", "test"],
    "config/**": ["lookup", "sandbox", "cli", "provider", "test"],
    "lookup/**": ["sandbox", "cli", "provider", "test"],
    "actions/**": ["components", "config", "lookup", "sandbox", "cli", "provider", "test"],
    "provider/**": ["components", "sandbox", "cli", "test"],
    "cli/**": ["sandbox", "provider", "test"],
    "sandbox/**": ["cli", "test"],
  }).map(([room, others]) => ({ files: [room], rules: { "no-restricted-imports": ["error", { patterns: rooms(...others) }] } })),
  {
    files: ["actions/*.cjs"],
    languageOptions: { sourceType: "commonjs", globals: { exports: "writable", URL: "readonly" } },
  },
);
