// The triage notice: what to do, before any answer.

import { html, nothing, type TemplateResult } from "lit";
import { type Finding, known, type Triage } from "./contract";
import type { Turn } from "./conversation";
import { icons } from "./icons";
import { phones } from "./phones";
import type { Actions } from "./view";

/** callable is a text whose telephone numbers can be pressed. */
export function callable(text: string): unknown[] {
	return phones(text).map((p) => (p.tel ? html`<a class="tel" href="tel:${p.tel}">${p.text}</a>` : p.text));
}

/** tag is the level as a picture and a word, so that colour alone says nothing. */
export function tag(a: Actions, t: Triage) {
	const level = known(t.level);
	return level === "none" ? nothing : html`<span class="level">${icons[level]}<b>${a.t(level)}</b></span>`;
}

export function notice(a: Actions, t: Triage, full: boolean): TemplateResult | typeof nothing {
	const level = known(t.level);
	if (level === "none") return nothing;
	if (!full && t.reminder) {
		return html`<div class="notice brief" part="notice" data-level=${level}>
			<p>${tag(a, t)} <span lang="en" dir="ltr">${callable(t.reminder)}</span></p></div>`;
	}
	return html`<div class="notice" part="notice" data-level=${level}>
		<p>${tag(a, t)}</p>
		<div lang="en" dir="ltr">
			<p class="headline" role="heading" aria-level="3">${t.headline}</p>
			<p>${callable(t.action)}</p>
		</div>
		${t.findings.length > 0 ? reasons(a, t.findings) : nothing}
	</div>`;
}

function reasons(a: Actions, findings: Finding[]) {
	return html`<details><summary>${a.t("why")}</summary>
		${findings.map((f) => {
			const words = f.evidence.map((e) => `“${e.text}”`).join(", ");
			const link = f.source.url ? a.client.link(f.source.url) : "";
			return html`<div class="reason">
				<p lang="en" dir="ltr"><strong>${f.title}</strong> ${f.reason}</p>
				${words ? html`<p dir="auto">${a.t("wrote", { words })}</p>` : nothing}
				${
					f.source.name
						? html`<p>${
								link
									? html`<a href=${link} target="_blank" rel="noopener noreferrer">${a.t("basis", { name: f.source.name })}<span class="sr"> (${a.t("new_tab")})</span></a>`
									: a.t("basis", { name: f.source.name })
							}</p>`
						: nothing
				}
			</div>`;
		})}
	</details>`;
}

/** unsure answers a question that was left open. */
const unsure = "Not sure";

/** checks are the questions of a notice. One is answered by a press; several
 * are answered together, in their order. */
export function checks(a: Actions, turn: Turn, t: Triage) {
	const list = t.questions;
	if (list.length === 0) return nothing;
	const idle = !a.busy && !a.disabled;
	const press = (id: string, option: string, e: Event) =>
		list.length === 1 ? a.send(option, e) : a.pick(turn, id, option);
	return html`<div class="checks">
		<p class="label">${a.t("check")}</p>
		${list.map(
			(q) => html`<div role="group" aria-labelledby="check-${turn.key}-${q.id}" lang="en" dir="ltr">
			<p id="check-${turn.key}-${q.id}">${q.text}</p>
			<div class="row">${q.options.map(
				(o) => html`<button type="button" class="soft" ?disabled=${!idle}
				aria-pressed=${list.length === 1 ? nothing : turn.picked[q.id] === o}
				@click=${(e: Event) => press(q.id, o, e)}>${o}</button>`,
			)}</div>
		</div>`,
		)}
		${
			list.length > 1
				? html`<button type="button" class="main" ?disabled=${!idle || Object.keys(turn.picked).length === 0}
			@click=${(e: Event) => a.send(list.map((q) => `${turn.picked[q.id] ?? unsure}.`).join(" "), e)}>${a.t("send_checks")}</button>`
				: nothing
		}
	</div>`;
}
