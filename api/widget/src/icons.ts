// Small pictures, drawn in the colour of the text. Each stands beside a word
// or inside a named button.

import { html, svg, type TemplateResult } from "lit";

const draw = (path: TemplateResult) =>
	html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">${path}</svg>`;

export const icons = {
	chat: draw(svg`<path d="M4 5h16v11H10l-5 4v-4H4z"/>`),
	close: draw(svg`<path d="M6 6l12 12M18 6L6 18"/>`),
	send: draw(svg`<path d="M5 12h13M12 5l7 7-7 7"/>`),
	stop: draw(svg`<path d="M7 7h10v10H7z"/>`),
	bin: draw(svg`<path d="M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13"/>`),
	copy: draw(svg`<path d="M9 9h11v11H9zM5 15H4V4h11v1"/>`),
	up: draw(svg`<path d="M7 11v9H4v-9zM7 11l4-8c2 0 3 1 2.5 4L13 9h6l-1 9-2 2H7"/>`),
	down: draw(svg`<path d="M7 13V4H4v9zM7 13l4 8c2 0 3-1 2.5-4L13 15h6l-1-9-2-2H7"/>`),
	retry: draw(svg`<path d="M19 8a8 8 0 1 0 1 6M20 4v5h-5"/>`),
	latest: draw(svg`<path d="M12 5v14M6 13l6 6 6-6"/>`),
	emergency: draw(svg`<path d="M12 3l10 18H2zM12 10v5M12 17.5v1"/>`),
	urgent: draw(svg`<path d="M12 3a9 9 0 1 0 .01 0zM12 7v6M12 15.5v1"/>`),
	see_doctor: draw(svg`<path d="M4 4h16v16H4zM12 8v8M8 12h8"/>`),
};
