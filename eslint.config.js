import js from "@eslint/js";
import globals from "globals";

// What the browser runs may not build HTML from strings: the server renders, and text stays text.
const noHtmlFromStrings = [
  "error",
  ...["innerHTML", "outerHTML"].map((name) => ({
    selector: `AssignmentExpression[left.property.name='${name}']`,
    message: "Use textContent or nodes.",
  })),
  { selector: "CallExpression[callee.property.name='insertAdjacentHTML']", message: "Use textContent or nodes." },
];

export default [
  { ignores: ["node_modules/", ".venv/", "var/"] },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["static/**/*.js"],
    languageOptions: { globals: { ...globals.browser, L: "readonly" } },
    rules: { "no-restricted-syntax": noHtmlFromStrings },
  },
  {
    files: ["tests/browser/*.js"],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ["tests/**/*.mjs", "**/*.config.js", "attacks/data/**/*.mjs"],
    languageOptions: { globals: globals.node },
  },
];
