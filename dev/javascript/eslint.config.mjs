import js from "@eslint/js";

export default [
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2023, sourceType: "script" },
    rules: {
      // The files share one scope: TypeScript, which reads them together, checks names and unused ones.
      "no-undef": "off",
      "no-unused-vars": "off",
      "no-var": "error",
      "prefer-const": "error",
      eqeqeq: "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Text from outside becomes nodes by textContent, never markup." },
        { property: "outerHTML", message: "Text from outside becomes nodes by textContent, never markup." },
        { property: "insertAdjacentHTML", message: "Text from outside becomes nodes by textContent, never markup." },
      ],
    },
  },
  // Runs in pages of any age around ours.
  { files: ["**/embed.js"], rules: { "no-var": "off" } },
];
