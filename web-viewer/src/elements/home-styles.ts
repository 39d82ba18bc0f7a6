import { css } from 'lit';

export const homeStyles = css`
  main {
    max-width: 140rem;
    margin: 0 auto;
    padding: clamp(1rem, 3vw, 2.5rem) clamp(1rem, 3vw, 3rem);
  }
  .me {
    color: var(--vigie-muted);
  }
  .warning {
    padding: 0.75rem clamp(1rem, 3vw, 3rem);
    border-bottom: 1px solid var(--vigie-line);
    background: var(--vigie-warning-ground);
  }
  .loading {
    color: var(--vigie-muted);
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    justify-content: space-between;
    gap: 1rem;
    margin-bottom: 1.5rem;
  }
  h1 {
    margin: 0;
    font-size: 1.75rem;
    line-height: 1.2;
  }
  .count {
    margin: 0.25rem 0 0;
    color: var(--vigie-muted);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.75rem;
  }
  ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr));
    gap: 1rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  ul li {
    display: grid;
  }
  .empty {
    max-width: 46rem;
    padding: clamp(1.25rem, 4vw, 2.5rem);
    border: 1px dashed var(--vigie-line-strong);
    border-radius: var(--vigie-radius);
    background: var(--vigie-surface);
  }
  .empty h2 {
    margin: 0;
    font-size: 1.375rem;
  }
  .empty p {
    margin: 0.5rem 0 0;
  }
  ol {
    display: grid;
    gap: 0.5rem;
    margin: 0.75rem 0 0;
    padding-inline-start: 1.5rem;
  }
  @media (max-width: 40rem) {
    .me {
      display: none;
    }
    .actions,
    .actions > * {
      width: 100%;
    }
  }
`;
