import type { Me, RelayApi } from './relay-api.js';

/** As which cameras a token may publish. */
export type PublishingRight =
  /** One, so there is nothing to choose. */
  | { readonly kind: 'one'; readonly camera: string }
  | { readonly kind: 'choice'; readonly cameras: readonly string[] }
  /** A viewer's token, or one for another camera than asked for. */
  | { readonly kind: 'none'; readonly role: Me['role'] };

/** What the token allows; `wanted` is the camera named in the address, if any. */
export async function publishingRight(
  api: RelayApi,
  wanted: string | null,
): Promise<PublishingRight> {
  const me = await api.me();
  if (me.role === 'viewer') return { kind: 'none', role: me.role };
  const all = me.cameras.includes('*');
  if (wanted !== null && (all || me.cameras.includes(wanted))) {
    return { kind: 'one', camera: wanted };
  }
  if (wanted !== null) return { kind: 'none', role: me.role };
  return choiceOf(all ? (await api.cameras()).map(({ id }) => id) : me.cameras, me.role);
}

function choiceOf(cameras: readonly string[], role: Me['role']): PublishingRight {
  const [first, ...others] = cameras;
  if (first === undefined) return { kind: 'none', role };
  return others.length === 0 ? { kind: 'one', camera: first } : { kind: 'choice', cameras };
}
