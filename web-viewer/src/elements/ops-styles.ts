import { css } from 'lit';

export const opsStyles = css`
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 1rem;
    max-width: 140rem;
    margin: 0 auto;
    padding: clamp(0.75rem, 2vw, 1.5rem) clamp(0.75rem, 3vw, 3rem) 2rem;
  }
  h1 {
    margin: 0;
    font-size: 1.125rem;
  }
  .warning {
    padding: 0.75rem clamp(1rem, 3vw, 3rem);
    border-bottom: 1px solid var(--vigie-line);
    background: var(--vigie-warning-ground);
  }
  .refused {
    max-width: 40rem;
    padding: 1.25rem;
    border: 1px solid var(--vigie-line);
    border-radius: var(--vigie-radius);
    background: var(--vigie-surface);
  }
  .refused h2 {
    margin: 0 0 0.5rem;
    font-size: 1.25rem;
  }
  .refused p {
    margin: 0 0 1rem;
  }
  .charts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr));
    gap: 1rem;
  }
  .charts section {
    min-width: 0;
    padding: 0.75rem 1rem;
    border: 1px solid var(--vigie-line);
    border-radius: var(--vigie-radius-small);
    background: var(--vigie-surface);
  }
  .charts header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.75rem;
    min-height: 2.5rem;
  }
  .charts h2 {
    margin: 0;
    font-size: 1rem;
    overflow-wrap: anywhere;
  }
  .charts .hint {
    flex: 1;
    margin: 0;
  }
  .charts header .button,
  .charts header button {
    min-height: 2.25rem;
    padding: 0.125rem 0.75rem;
    font-size: 0.875rem;
  }
  .tabs {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 0.25rem 0.5rem;
    border-bottom: 1px solid var(--vigie-line);
  }
  .tabs [role='tablist'] {
    display: flex;
  }
  .tabs [role='tab'] {
    border: 0;
    border-bottom: 0.1875rem solid transparent;
    border-radius: 0;
    padding: 0.5rem 0.75rem;
  }
  .tabs [aria-selected='true'] {
    border-bottom-color: var(--vigie-accent);
    color: var(--vigie-accent);
  }
  .tabs .filter {
    flex: 0 1 18rem;
    min-width: 8rem;
    margin-inline-start: auto;
    padding-bottom: 0.375rem;
  }
  vigie-ops-table {
    --ops-table-height: max(22rem, calc(100dvh - 34rem));
  }
  /* Who changes settings needs the room for them. */
  @media (max-height: 62rem), (max-width: 44rem) {
    .charts.aside {
      display: none;
    }
  }
  @media (max-width: 44rem) {
    vigie-ops-totals.aside {
      display: none;
    }
    .tabs .filter,
    .tabs [role='tablist'] {
      flex: 1 1 100%;
    }
    .tabs [role='tab'] {
      flex: 1;
      padding: 0.5rem 0.125rem;
      font-size: 0.875rem;
    }
    vigie-ops-table {
      --ops-table-height: 75dvh;
    }
  }
`;
