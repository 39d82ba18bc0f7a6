import { css } from 'lit';

/** The stage: picture at the bottom, then the last picture, then words and controls. */
export const playerStyles = css`
  :host {
    position: relative;
    display: grid;
    overflow: hidden;
    aspect-ratio: 16 / 9;
    background: var(--vigie-stage);
    font-size: 1rem;
  }
  :host(:fullscreen) {
    aspect-ratio: auto;
  }
  video,
  canvas {
    grid-area: 1 / 1;
    width: 100%;
    height: 100%;
    min-height: 0;
    object-fit: contain;
    transition:
      opacity var(--vigie-quick),
      filter var(--vigie-quick);
  }
  .dim {
    opacity: 0.35;
    filter: grayscale(0.6);
  }
  .top,
  .bottom {
    position: absolute;
    inset-inline: 0;
  }
  .top {
    top: 0;
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 1rem;
    min-height: 3.75rem;
    padding: max(0.5rem, env(safe-area-inset-top)) 0.75rem 1rem;
    background: linear-gradient(rgb(0 0 0 / 65%), transparent);
  }
  .bottom {
    bottom: 0;
    transition: opacity var(--vigie-quick);
    padding: 1.5rem 0.25rem env(safe-area-inset-bottom);
    background: linear-gradient(transparent, rgb(0 0 0 / 72%));
  }
  .badge {
    display: inline-flex;
    flex: none;
    align-items: center;
    gap: 0.5rem;
    margin-inline-start: auto;
    padding: 0.25rem 0.75rem;
    border: 1px solid var(--vigie-stage-line);
    border-radius: 2rem;
    background: var(--vigie-stage-surface);
    font-size: 0.9375rem;
    font-weight: 600;
  }
  .aside {
    color: var(--vigie-muted);
    font-weight: 400;
  }
  /* On a phone the camera's name needs the room; words in the middle say the same. */
  @media (max-width: 40rem) {
    .badge .said,
    .badge .aside {
      display: none;
    }
    .badge:has(.said) {
      padding: 0.5rem;
    }
  }
  .middle {
    grid-area: 1 / 1;
    z-index: 1;
    display: grid;
    place-items: center;
    padding: 4.5rem 1rem 5rem;
    pointer-events: none;
  }
  /* The last picture may be all there is: the words keep to its edge. */
  .middle.low {
    place-items: end center;
  }
  .middle > * {
    pointer-events: auto;
  }
  vigie-notice {
    padding: 1.25rem 1.5rem;
    border: 1px solid var(--vigie-stage-line);
    border-radius: var(--vigie-radius);
    background: var(--vigie-stage-surface);
  }
  .unmute {
    position: absolute;
    bottom: 4.75rem;
    left: 50%;
    z-index: 2;
    min-height: 3.25rem;
    padding-inline: 1.5rem;
    border: 1px solid var(--vigie-stage-line);
    border-radius: 2rem;
    background: var(--vigie-stage-surface);
    transform: translateX(-50%);
    white-space: nowrap;
  }
  .unmute:hover {
    background: #1d2733;
  }
  vigie-player-stats {
    position: absolute;
    top: 4rem;
    left: 0.75rem;
    z-index: 2;
    max-width: calc(100% - 1.5rem);
    max-height: calc(100% - 8.5rem);
    overflow: auto;
  }
  :host([resting]) {
    cursor: none;
  }
  /* Whose picture it is, and that it is live, stays to be seen. */
  :host([resting]) .bottom:not(:focus-within) {
    opacity: 0;
  }
`;
