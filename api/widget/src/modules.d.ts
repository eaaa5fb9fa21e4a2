// Modules that the build makes.

declare module "*.css" {
	const text: string;
	export default text;
}

declare module "limber:texts" {
	type Key = keyof typeof import("./texts/en.json");
	/** keys are the names of the interface's texts. */
	export const keys: Key[];
	/** tables are the texts of each language, in the order of keys. */
	export const tables: Record<string, string[]>;
}
