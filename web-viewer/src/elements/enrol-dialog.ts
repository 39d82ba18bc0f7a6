import { css, html, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { api, base } from '../browser/session.js';
import { isLoopback, publishAddress } from '../core/page-address.js';
import { type Problem, ProblemError } from '../core/problem.js';
import { type EnrolledCamera, isCameraId } from '../core/relay-api.js';
import { problemText } from '../i18n/words.js';
import { VigieElement } from './base.js';
import './copy-field.js';
import { icons } from './icons.js';

/** Enrols a camera and shows its token, once. Fires `vigie-enrolled` when the list has grown. */
@customElement('vigie-enrol-dialog')
export class EnrolDialog extends VigieElement {
  static override styles = [
    VigieElement.styles,
    css`
      dialog {
        width: min(36rem, calc(100vw - 2rem));
        max-height: calc(100dvh - 2rem);
        padding: clamp(1.25rem, 4vw, 2rem);
        border: 1px solid var(--vigie-line);
        border-radius: var(--vigie-radius);
        background: var(--vigie-surface);
        color: var(--vigie-text);
        box-shadow: var(--vigie-shadow);
      }
      dialog::backdrop {
        background: rgb(5 8 12 / 60%);
      }
      form,
      section {
        display: grid;
        gap: 1.125rem;
      }
      h2 {
        margin: 0;
        font-size: 1.375rem;
        line-height: 1.25;
      }
      p {
        margin: 0;
      }
      label {
        display: block;
        margin-bottom: 0.25rem;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        justify-content: end;
        gap: 0.75rem;
      }
      .once {
        padding: 0.75rem 1rem;
        border-radius: var(--vigie-radius-small);
        background: var(--vigie-warning-ground);
      }
    `,
  ];

  @state() private enrolled: EnrolledCamera | undefined;
  @state() private problem: Problem | undefined;
  @state() private badId = false;
  @state() private unreachable = false;
  @state() private busy = false;

  @query('dialog') private readonly dialog!: HTMLDialogElement;
  @query('#id') private readonly idField!: HTMLInputElement;
  @query('#name') private readonly nameField!: HTMLInputElement;

  show(): void {
    this.dialog.showModal();
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-labelledby="title" @close=${this.#closed}>
      ${this.enrolled === undefined ? this.#form() : this.#result(this.enrolled)}
    </dialog>`;
  }

  #form(): TemplateResult {
    return html`<form @submit=${this.#submitted} novalidate>
      <h2 id="title">${this.t('enrol.title')}</h2>
      <div>
        <label for="id">${this.t('enrol.id')}</label>
        <input
          id="id"
          required
          maxlength="64"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          placeholder="cam-1"
          aria-describedby="id-hint message"
          aria-invalid=${this.badId ? 'true' : 'false'}
        />
        <p class="hint" id="id-hint">${this.t('enrol.id.hint')}</p>
      </div>
      <div>
        <label for="name">${this.t('enrol.name')}</label>
        <input id="name" maxlength="100" autocomplete="off" aria-describedby="name-hint" />
        <p class="hint" id="name-hint">${this.t('enrol.name.hint')}</p>
      </div>
      <div id="message" role="alert">${this.#message()}</div>
      <div class="actions">
        <button type="button" @click=${() => this.dialog.close()}>${this.t('app.cancel')}</button>
        <button class="primary" ?disabled=${this.busy}>${this.t('enrol.submit')}</button>
      </div>
    </form>`;
  }

  #message(): TemplateResult | typeof nothing {
    if (this.badId) return html`<p class="error">${this.t('enrol.id.bad')}</p>`;
    if (this.unreachable) return html`<p class="error">${this.t('app.unreachable')}</p>`;
    if (this.problem === undefined) return nothing;
    const { text, remedy } = problemText(this.problem, this.t);
    return html`<p class="error">${text}</p>
      ${remedy ? html`<p class="hint">${remedy}</p>` : nothing}`;
  }

  #result(camera: EnrolledCamera): TemplateResult {
    const name = camera.name ?? camera.id;
    return html`<section>
      <h2 id="title">${this.t('enrol.done', { name })}</h2>
      <p class="once">${this.t('enrol.once')}</p>
      <vigie-copy-field .label=${this.t('enrol.token')} .value=${camera.token}></vigie-copy-field>
      <vigie-copy-field
        .label=${this.t('enrol.whip')}
        .value=${api.whip(camera.id).href}
      ></vigie-copy-field>
      <vigie-copy-field
        .label=${this.t('enrol.link')}
        .value=${publishAddress(camera.id, camera.token, base)}
      ></vigie-copy-field>
      ${
        isLoopback(base.hostname)
          ? html`<p class="hint">${this.t('enrol.link.local')}</p>`
          : nothing
      }
      <div class="actions">
        <button type="button" class="primary" @click=${() => this.dialog.close()}>
          ${icons.check}${this.t('app.close')}
        </button>
      </div>
    </section>`;
  }

  async #submitted(event: Event): Promise<void> {
    event.preventDefault();
    const id = this.idField.value.trim();
    this.problem = undefined;
    this.unreachable = false;
    this.badId = !isCameraId(id);
    if (this.badId || this.busy) return;
    this.busy = true;
    try {
      this.enrolled = await api.enrol(id, this.nameField.value.trim());
      this.request('vigie-enrolled', id);
    } catch (error) {
      if (error instanceof ProblemError) this.problem = error.problem;
      else this.unreachable = true;
    } finally {
      this.busy = false;
    }
  }

  /** The token must not stay behind in the page. */
  #closed(): void {
    this.enrolled = undefined;
    this.problem = undefined;
    this.badId = false;
    this.unreachable = false;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'vigie-enrol-dialog': EnrolDialog;
  }
}
