import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = join(
  import.meta.dirname,
  '../../signaling/src/main/resources/org/vigie/signaling/rest/openapi.json',
);

/** As far as the relay's file uses JSON Schema. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
}

interface Response {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
}

interface Operation {
  readonly responses: Readonly<Record<string, Response>>;
}

const document = JSON.parse(readFileSync(FILE, 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

/** What of a JSON answer the relay's OpenAPI file does not describe, or misses in it. */
export function undescribed(
  method: string,
  path: string,
  status: number,
  body: unknown,
): readonly string[] {
  const where = `${method} ${path} ${status}`;
  const response = document.paths[path]?.[method.toLowerCase()]?.responses[status];
  const content = response === undefined ? undefined : resolved(response).content;
  const [media] = Object.values(content ?? {});
  return media === undefined ? [where] : [...new Set(misfits(where, media.schema, sent(body)))];
}

/** As it arrives: what is undefined is left out. */
function sent(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body));
}

function misfits(where: string, unresolved: Schema, value: unknown): readonly string[] {
  const schema = resolved(unresolved);
  const types = [schema.type ?? []].flat();
  const fits = types.some((type) => isOf(type, value)) && (schema.enum?.includes(value) ?? true);
  if (!fits) return [`${where} is ${JSON.stringify(value)}`];
  if (Array.isArray(value)) {
    const { items = {} } = schema;
    return value.flatMap((one) => misfits(`${where}[]`, items, one));
  }
  if (typeof value !== 'object' || value === null || schema.properties === undefined) return [];
  return misfitsOfFields(where, schema, value);
}

function misfitsOfFields(where: string, schema: Schema, value: object): readonly string[] {
  const { properties = {}, required = [] } = schema;
  const missing = required
    .filter((field) => !(field in value))
    .map((field) => `${where} lacks ${field}`);
  const fields = Object.entries(value).flatMap(([field, inside]) => {
    const described = properties[field];
    return described === undefined
      ? [`${where}.${field}`]
      : misfits(`${where}.${field}`, described, inside);
  });
  return [...missing, ...fields];
}

function isOf(type: string, value: unknown): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function resolved<T extends { readonly $ref?: string }>(node: T): T {
  if (node.$ref === undefined) return node;
  const [, ...path] = node.$ref.split('/');
  return path.reduce<unknown>(
    (inside, name) => (inside as Record<string, unknown>)[name],
    document,
  ) as T;
}
