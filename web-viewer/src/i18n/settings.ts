import type {
  Difference,
  Origin,
  SettingKey,
  SettingUnit,
  SettingValue,
} from '../core/live-settings.js';
import { bitRate, number } from './format.js';
import { isMessageKey, type Language, type Translate, translator } from './translate.js';

/** What a setting is called; a key that this page does not know is called by its name. */
export function settingName(key: string, t: Translate): string {
  const message = `setting.${key}`;
  return isMessageKey(message) ? t(message) : key;
}

/** What it does, in the reader's language where there are words, else in the relay's. */
export function settingText(key: SettingKey, t: Translate): string {
  const message = `setting.${key.key}.text`;
  return isMessageKey(message) ? t(message) : key.description;
}

/** `600 kbit/s`, `3`, `north`. */
export function settingValue(value: SettingValue, unit: SettingUnit, language: Language): string {
  if (unit === 'on/off') {
    return translator(language)(value === 'on' ? 'setting.on' : 'setting.off');
  }
  if (typeof value === 'string') return value;
  if (unit === 'bit/s') return bitRate(value, language);
  if (unit === '%') return `${number(value, language)}\u00a0%`;
  return unit === 'ms' ? `${number(value, language)} ms` : number(value, language);
}

export function settingRange(key: SettingKey, t: Translate, language: Language): string {
  if (key.unit === 'name') return t('setting.name', { most: key.most });
  if (key.unit === 'on/off') return t('setting.switch');
  const least = settingValue(key.least, key.unit, language);
  return t('setting.range', { least, most: settingValue(key.most, key.unit, language) });
}

/** `relay`, `group:north`, `camera:cam-1`, `role:viewer` or `file` in words. */
export function scopeName(scope: string, t: Translate): string {
  if (scope === 'file') return t('setting.scope.file');
  const colon = scope.indexOf(':');
  if (colon < 0) return t('setting.scope.relay');
  const name = scope.slice(colon + 1);
  if (scope.startsWith('role:')) return t('setting.scope.role', { name });
  return scope.startsWith('group:')
    ? t('setting.scope.group', { name })
    : t('setting.scope.camera', { name });
}

/** The value that counts where none is set, and whose it is. */
export function originText(origin: Origin, key: SettingKey, t: Translate, l: Language): string {
  if (origin.value === undefined) return t('setting.none');
  const value = settingValue(origin.value, key.unit, l);
  return origin.from === 'file'
    ? t('setting.fromFile', { value })
    : t('setting.from', { value, scope: scopeName(origin.from, t) });
}

/** `Cap · camera cam-1: 20 Mbit/s → 600 kbit/s`. */
export function differenceText(
  difference: Difference,
  units: ReadonlyMap<string, SettingUnit>,
  t: Translate,
  language: Language,
): string {
  const { scope, key, from, to } = difference;
  const unit = units.get(key) ?? 'number';
  const value = (one: SettingValue | undefined): string =>
    one === undefined ? t('setting.unset') : settingValue(one, unit, language);
  const what = `${settingName(key, t)} · ${scopeName(scope, t)}`;
  return t('setting.difference', { what, from: value(from), to: value(to) });
}
