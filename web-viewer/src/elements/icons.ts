import { html, svg, type TemplateResult } from 'lit';

/* Drawn for this project on a grid of 24; stroke and size come from the shared styles. */
function icon(shape: TemplateResult): TemplateResult {
  return html`<svg viewBox="0 0 24 24" aria-hidden="true">${shape}</svg>`;
}

const speaker = svg`<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5Z" />`;

export const icons = {
  muted: icon(svg`${speaker}<path d="m16 9.5 5 5m0-5-5 5" />`),
  sound: icon(svg`${speaker}<path d="M15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a7.8 7.8 0 0 1 0 11" />`),
  enlarge: icon(svg`<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" />`),
  reduce: icon(svg`<path d="M9 4v5H4M20 9h-5V4M15 20v-5h5M4 15h5v5" />`),
  pip: icon(svg`<path d="M10 18H4V5h16v6" /><path d="M13 14h7v5h-7Z" />`),
  statistics: icon(svg`<path d="M4 20h16M7 16v-5M12 16V5M17 16V9" />`),
  back: icon(svg`<path d="M15 5l-7 7 7 7" />`),
  camera: icon(svg`<path d="M3.5 7.5h11v9h-11Z" /><path d="m14.5 11 6-3v8l-6-3" />`),
  flip: icon(
    svg`<path d="M4 11a8 8 0 0 1 14-4l2 2M20 4v5h-5M20 13a8 8 0 0 1-14 4l-2-2M4 20v-5h5" />`,
  ),
  plus: icon(svg`<path d="M12 5v14M5 12h14" />`),
  copy: icon(svg`<path d="M8 8h11v11H8Z" /><path d="M5 16V5h11" />`),
  check: icon(svg`<path d="m5 12.5 4.5 4.5L19 7.5" />`),
  remove: icon(svg`<path d="M5 7h14M10 7V4.5h4V7M7 7l1 12.5h8L17 7" />`),
  eye: icon(
    svg`<path d="M2.5 12s3.5-6 9.5-6 9.5 6 9.5 6-3.5 6-9.5 6-9.5-6-9.5-6Z" /><circle cx="12" cy="12" r="2.5" />`,
  ),
  settings: icon(
    svg`<path d="M4 7h9M17 7h3M4 17h3M11 17h9" /><circle cx="15" cy="7" r="2" /><circle cx="9" cy="17" r="2" />`,
  ),
  close: icon(svg`<path d="m6 6 12 12M18 6 6 18" />`),
} as const;
