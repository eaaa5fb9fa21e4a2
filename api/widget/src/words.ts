// The interface in the languages the widget speaks. Answers stay in English.

import { keys, tables } from "limber:texts";

export type Key = (typeof keys)[number];
export type Words = (key: Key, values?: Record<string, string | number>) => string;

/** language finds the first wish that the widget speaks, else English. */
export function language(wishes: readonly string[]): string {
	for (const w of wishes) {
		const base = w.toLowerCase().split(/[-_]/)[0] ?? "";
		if (Object.hasOwn(tables, base)) return base;
	}
	return "en";
}

export function direction(lang: string): "ltr" | "rtl" {
	return lang === "ar" ? "rtl" : "ltr";
}

/** wordsOf gives the texts of a language, with {slots} filled. */
export function wordsOf(lang: string): Words {
	const table = tables[lang] ?? [];
	return (key, values = {}) =>
		(table[keys.indexOf(key)] ?? key).replace(/\{(\w+)\}/g, (slot, name: string) => String(values[name] ?? slot));
}
