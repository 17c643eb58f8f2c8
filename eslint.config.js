// Arrows of the house (docs/architecture.md) are lint rules: the stack never imports sandbox/ or cli/.
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
  {
    files: ["index.ts", "components/**", "config/**", "actions/**"],
    rules: { "no-restricted-imports": ["error", { patterns: rooms("sandbox", "cli", "test") }] },
  },
  {
    files: ["sandbox/**", "cli/**"],
    rules: { "no-restricted-imports": ["error", { patterns: rooms("test") }] },
  },
  {
    files: ["actions/*.cjs"],
    languageOptions: { sourceType: "commonjs", globals: { exports: "writable", URL: "readonly" } },
  },
);
