import js from "@eslint/js";
import ts from "typescript-eslint";

export default ts.config(
	{ ignores: ["dist/", "test/shots/", "**/node_modules/"] },
	js.configs.recommended,
	{
		files: ["src/**/*.ts"],
		extends: [ts.configs.recommendedTypeChecked],
		languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
		rules: {
			// Lit calls listeners with the element as "this".
			"@typescript-eslint/unbound-method": "off",
			// Texts become text nodes: nothing here makes markup from a string.
			"no-restricted-properties": ["error", ...["innerHTML", "outerHTML", "insertAdjacentHTML"].map((property) => ({ property }))],
			"no-restricted-syntax": ["error", { selector: "ImportDeclaration[source.value=/unsafe-(html|svg)/]", message: "no markup from strings" }],
		},
	},
	// Functions that run in the page know the page's names.
	{ files: ["test/*.mjs"], rules: { "no-undef": "off" } },
);
