import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "./build/globals.mjs";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist", "artifacts", "src/api/schema.d.ts"] },
  js.configs.recommended,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.recommendedTypeChecked, jsxA11y.flatConfigs.strict, reactHooks.configs.flat["recommended-latest"]],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports", disallowTypeAnnotations: false }],
      "@typescript-eslint/no-confusing-void-expression": "off",
      // The test runner itself waits for what it is given.
      "@typescript-eslint/no-floating-promises": ["error", { allowForKnownSafeCalls: [{ from: "package", package: "node:test", name: ["describe", "it"] }] }],
    },
  },
  { files: ["**/*.{js,mjs}"], languageOptions: { globals } },
  {
    // The map's engine is known in one folder only.
    files: ["src/**/*.{ts,tsx}"],
    ignores: ["src/map/**"],
    rules: { "no-restricted-imports": ["error", { patterns: [{ group: ["maplibre-gl", "terra-draw*"], message: "Only src/map knows the map's engine." }] }] },
  },
);
