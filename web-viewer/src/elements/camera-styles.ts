import { css } from 'lit';

/** Picture above, the one big button below: on a phone everything is in reach of the thumb. */
export const cameraStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    gap: 1rem;
    min-height: 0;
  }
  .picture {
    position: relative;
    flex: 1;
    display: grid;
    min-height: 12rem;
    overflow: hidden;
    border-radius: var(--vigie-radius);
    background: var(--vigie-stage);
    color: var(--vigie-stage-text);
    place-items: center;
  }
  video {
    position: absolute;
    width: 100%;
    height: 100%;
    object-fit: contain;
  }
  .placeholder {
    display: grid;
    justify-items: center;
    gap: 0.75rem;
    padding: 1.5rem;
    color: var(--vigie-stage-muted);
    text-align: center;
  }
  .placeholder svg {
    width: 3.5rem;
    height: 3.5rem;
    stroke-width: 1.1;
  }
  .watched {
    position: absolute;
    top: 0.75rem;
    right: 0.75rem;
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    padding: 0.25rem 0.75rem;
    border: 1px solid var(--vigie-stage-line);
    border-radius: 2rem;
    background: var(--vigie-stage-surface);
    font-size: 0.9375rem;
    font-weight: 600;
  }
  .flip {
    position: absolute;
    right: 0.75rem;
    bottom: 0.75rem;
    width: 3.25rem;
    min-height: 3.25rem;
    padding: 0;
    border-color: var(--vigie-stage-line);
    border-radius: 50%;
    background: var(--vigie-stage-surface);
    color: var(--vigie-stage-text);
  }
  .status {
    padding: 0.875rem 1.125rem;
    border: 1px solid var(--vigie-line);
    border-inline-start: 0.375rem solid var(--vigie-quiet);
    border-radius: var(--vigie-radius-small);
    background: var(--vigie-surface);
  }
  .status.good {
    border-inline-start-color: var(--vigie-good);
  }
  .status.busy {
    border-inline-start-color: var(--vigie-busy);
  }
  .status.warning {
    border-inline-start-color: var(--vigie-warning);
    background: var(--vigie-warning-ground);
  }
  .status.bad {
    border-inline-start-color: var(--vigie-bad);
    background: var(--vigie-bad-ground);
  }
  .status h2 {
    display: flex;
    align-items: center;
    gap: 0.625rem;
    margin: 0;
    font-size: 1.125rem;
  }
  .status p {
    margin: 0.125rem 0 0;
    font-variant-numeric: tabular-nums;
    text-wrap: pretty;
  }
  .go {
    width: 100%;
    min-height: 4.5rem;
    border-radius: 2.25rem;
    font-size: 1.25rem;
  }
  .go::before {
    content: '';
    flex: none;
    width: 1.125rem;
    height: 1.125rem;
    border-radius: 50%;
    background: currentColor;
  }
  .go.stop {
    border-color: transparent;
    background: var(--vigie-bad);
    color: var(--vigie-surface);
  }
  .go.stop::before {
    border-radius: 0.1875rem;
  }
  details {
    border: 1px solid var(--vigie-line);
    border-radius: var(--vigie-radius-small);
    background: var(--vigie-surface);
  }
  summary {
    display: flex;
    align-items: center;
    gap: 0.5rem;
    min-height: var(--vigie-touch);
    padding: 0.5rem 1rem;
    font-weight: 600;
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  .choices {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr));
    gap: 1rem;
    padding: 0.5rem 1rem 1rem;
  }
  .choices label {
    display: grid;
    gap: 0.25rem;
  }
  .choices .check {
    display: flex;
    align-items: center;
    gap: 0.625rem;
    min-height: var(--vigie-touch);
  }
  .choices .check input {
    flex: none;
  }
  .choices .wide {
    grid-column: 1 / -1;
  }
  .choices .hint {
    margin: 0;
    padding-inline-start: 1.875rem;
  }
`;
