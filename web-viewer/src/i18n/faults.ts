import type { Fault } from '../core/relay-api.js';
import type { MessageKey } from './en.js';
import { isMessageKey, type Translate } from './translate.js';

/** A camera's fault in the reader's language where we know it; else in the relay's words. */
export function faultText(fault: Fault, t: Translate): string {
  const key = keyOf(fault);
  const remedy = key === undefined ? undefined : `${key}.remedy`;
  if (key === undefined || remedy === undefined || !isMessageKey(remedy)) {
    return [fault.detail ?? fault.code, fault.remedy].filter(Boolean).join(' ');
  }
  return `${t(key, { extension: fault.extension ?? '?' })} ${t(remedy)}`;
}

/** Sound and picture are told apart where that changes what to do. */
function keyOf({ code, track }: Fault): MessageKey | undefined {
  return [`fault.${code}.${track ?? ''}`, `fault.${code}`].find(isMessageKey);
}
