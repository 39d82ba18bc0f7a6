import { css, unsafeCSS } from 'lit';
import tokens from '../styles/tokens.css?inline';

/** The design tokens, for every element's own tree. */
export const tokenStyles = unsafeCSS(tokens);

/** What all elements share: boxes, focus, buttons, fields, dots. */
export const commonStyles = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :host {
    font-family: var(--vigie-font);
    line-height: 1.5;
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  :focus-visible {
    outline: var(--vigie-focus);
    outline-offset: 0.125rem;
  }

  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    min-height: var(--vigie-touch);
    padding: 0.5rem 1.125rem;
    border: 1px solid var(--vigie-line-strong);
    border-radius: var(--vigie-radius-small);
    background: transparent;
    color: inherit;
    font: inherit;
    font-weight: 600;
    text-decoration: none;
    cursor: pointer;
    transition: background-color var(--vigie-quick);
  }

  button:hover,
  .button:hover {
    background: var(--vigie-sunken);
  }

  button:disabled {
    opacity: 0.5;
    cursor: default;
  }

  .primary {
    border-color: transparent;
    background: var(--vigie-accent);
    color: var(--vigie-on-accent);
  }

  .primary:hover {
    background: var(--vigie-accent-hover);
  }

  .plain {
    border-color: transparent;
  }

  svg {
    flex: none;
    width: 1.375em;
    height: 1.375em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }

  input,
  select {
    width: 100%;
    min-height: var(--vigie-touch);
    padding: 0.5rem 0.75rem;
    border: 1px solid var(--vigie-line-strong);
    border-radius: var(--vigie-radius-small);
    background: var(--vigie-surface);
    color: var(--vigie-text);
    font: inherit;
  }

  input[type='checkbox'] {
    width: 1.25rem;
    min-height: 1.25rem;
    margin: 0;
    accent-color: var(--vigie-accent);
  }

  label {
    font-weight: 600;
  }

  .hint {
    margin: 0.25rem 0 0;
    color: var(--vigie-muted);
    font-size: 0.875rem;
    font-weight: 400;
  }

  .error {
    margin: 0.5rem 0 0;
    color: var(--vigie-bad);
    font-weight: 600;
  }

  .dot {
    flex: none;
    display: inline-block;
    width: 0.75em;
    height: 0.75em;
    border: 0.15em solid currentColor;
    border-radius: 50%;
    color: var(--vigie-quiet);
  }

  /* Filled or hollow, so that the state does not hang on colour alone. */
  .dot.good {
    color: var(--vigie-good);
    background: currentColor;
  }

  .dot.busy {
    color: var(--vigie-busy);
  }

  .dot.warning {
    color: var(--vigie-warning);
    background: linear-gradient(currentColor, currentColor) bottom / 100% 50% no-repeat;
  }

  .dot.bad {
    color: var(--vigie-bad);
    border-radius: 0.125em;
    background: currentColor;
  }

  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

/** For elements that lie on the picture: light on dark in either theme. */
export const stageStyles = css`
  :host {
    color: var(--vigie-stage-text);
    --vigie-text: var(--vigie-stage-text);
    --vigie-muted: var(--vigie-stage-muted);
    --vigie-sunken: rgb(255 255 255 / 14%);
    --vigie-line-strong: var(--vigie-stage-line);
    --vigie-accent: var(--vigie-stage-busy);
    --vigie-accent-hover: #a3cdff;
    --vigie-on-accent: #06203d;
    --vigie-good: var(--vigie-stage-good);
    --vigie-busy: var(--vigie-stage-busy);
    --vigie-warning: var(--vigie-stage-warning);
    --vigie-bad: var(--vigie-stage-bad);
    --vigie-quiet: var(--vigie-stage-quiet);
  }
`;
