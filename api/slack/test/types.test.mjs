// The payloads that the bot sends are compiled against Slack's own types.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const golden = process.env.PAYLOADS;
const here = import.meta.dirname ?? ".";

// Events that Slack sends and its published types do not list yet.
const ahead = ["agent_session_stopped"];

/** compile returns, for each source, what tsc finds wrong with it. */
function compile(sources) {
	const dir = mkdtempSync(join(here, "types-"));
	const names = sources.map((s, i) => {
		writeFileSync(join(dir, `check${i}.ts`), s);
		return `check${i}.ts`;
	});
	let out = "";
	try {
		execFileSync(process.execPath, [
			join(here, "node_modules/typescript/bin/tsc"), "--noEmit", "--strict", "--skipLibCheck",
			"--module", "nodenext", "--moduleResolution", "nodenext", "--target", "es2022", ...names.map((n) => join(dir, n)),
		], { encoding: "utf8" });
	} catch (e) {
		out = e.stdout;
	} finally {
		rmSync(dir, { recursive: true });
	}
	const found = names.map((n) => out.split("\n").filter((l) => l.includes(`${n}(`)).join("\n"));
	assert.equal(out !== "", found.some((f) => f !== ""), `tsc did not compile: ${out.slice(0, 300)}`);
	return found;
}

const head = `import type { KnownBlock } from "@slack/types";
import type { AppsManifestCreateArguments } from "@slack/web-api";
type Manifest = Extract<AppsManifestCreateArguments["manifest"], object>;
`;
const read = (name) => JSON.parse(readFileSync(join(golden, name)));

function source() {
	let s = head;
	const files = readdirSync(golden).filter((f) => f.endsWith(".json")).sort();
	files.forEach((f, i) => {
		const v = read(f);
		if (f.startsWith("manifest")) {
			const events = v.settings.event_subscriptions.bot_events;
			v.settings.event_subscriptions.bot_events = events.filter((e) => !ahead.includes(e));
			assert.deepEqual(events.filter((e) => ahead.includes(e)), ahead);
			s += `export const m${i} = ${JSON.stringify(v)} satisfies Manifest;\n`;
		} else if (f.startsWith("blocks")) {
			s += `export const b${i} = ${JSON.stringify(v)} satisfies KnownBlock[];\n`;
		}
	});
	return s;
}

test("payloads and manifests are what Slack's types say, and tsc would notice if not", () => {
	const good = source();
	for (const kind of ["header", "section", "context", "actions", "divider", "context_actions", "feedback_buttons", "button"]) {
		assert.ok(good.includes(`"type":"${kind}"`), `no payload shows a ${kind}`);
	}
	const slips = [
		['"type":"section"', '"type":"sectoin"'],
		['"accessibility_label"', '"accessibilty_label"'],
		['"positive_button"', '"positiv_button"'],
		['"agent_description"', '"agent_descripton"'],
		['"app_mention"', '"app_mentions"'],
		['"verbatim":true', '"verbatim":"yes"'],
	];
	for (const [from] of slips) assert.ok(good.includes(from), from);
	const [right, ...wrong] = compile([good, ...slips.map(([from, to]) => good.replace(from, to))]);
	assert.equal(right, "");
	wrong.forEach((w, i) => assert.match(w, /error TS2/, `${slips[i][1]} was compiled`));
});
