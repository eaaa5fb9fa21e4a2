// The attributes of <limber-chat> and what follows from them.

import { LitElement } from "lit";
import type { Client } from "./client";
import { type Words, wordsOf } from "./words";

export class Settings extends LitElement {
	static override properties = {
		server: {},
		publicKey: { attribute: "key" },
		mode: {},
		heading: {},
		welcome: {},
		questions: {},
		locale: {},
		position: {},
		theme: {},
		help: {},
		helpUrl: { attribute: "help-url" },
		persist: {},
		disabled: { type: Boolean },
	};

	declare server: string | null;
	declare publicKey: string | null;
	declare mode: string | null;
	declare heading: string | null;
	declare welcome: string | null;
	declare questions: string | null;
	declare locale: string | null;
	declare position: string | null;
	declare theme: string | null;
	declare help: string | null;
	declare helpUrl: string | null;
	declare persist: string | null;
	declare disabled: boolean;

	language = "en"; // of the interface
	region = "en-GB"; // language and country for dates
	t: Words = wordsOf("en");
	client!: Client;

	get launcher(): boolean {
		return this.mode !== "inline" && this.mode !== "page";
	}
	get closable(): boolean {
		return this.launcher;
	}
	get top(): boolean {
		return this.mode === "page";
	}
	get caption(): string {
		return this.heading || this.t("title");
	}
	get intro(): string {
		return this.welcome || this.t("welcome");
	}
	get human(): string {
		return this.help || this.t("human");
	}
	get humanURL(): string {
		return this.helpUrl ? this.client.link(this.helpUrl) : "";
	}
	get starters(): string[] {
		return list(this.questions ?? "");
	}
}

/** list reads questions: a JSON array, or lines, or parts between bars. */
function list(text: string): string[] {
	try {
		const value: unknown = JSON.parse(text);
		if (Array.isArray(value)) return value.filter((v): v is string => typeof v === "string" && v.trim() !== "");
	} catch {
		// not JSON: plain text
	}
	return text
		.split(/[|\n]/)
		.map((q) => q.trim())
		.filter((q) => q !== "");
}
