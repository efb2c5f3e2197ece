// What is wrong with a value by a JSON Schema (2020-12): the keywords that an entry's schema has, and no others.
"use strict";
const faultsOf = (root) => {
  const TYPES = {
    array: Array.isArray,
    boolean: (value) => typeof value === "boolean",
    integer: Number.isInteger,
    null: (value) => value === null,
    number: (value) => typeof value === "number",
    object: (value) => value !== null && typeof value === "object" && !Array.isArray(value),
    string: (value) => typeof value === "string",
  };
  const isOf = (type, value) => [type ?? []].flat().some((name) => TYPES[name](value));
  const target = (reference) => reference.split("/").slice(1).reduce((schema, name) => schema[name], root);
  const fits = (schema, value) => !faults(schema, value, []).length;

  // Of several alternatives, the first that is of the value's type says what is wrong.
  function any(schemas, value, path) {
    const found = schemas.map((schema) => faults(schema, value, path));
    if (found.some((one) => !one.length)) return [];
    const alike = schemas.findIndex((schema) => !schema.type || isOf(schema.type, value));
    return found[Math.max(alike, 0)];
  }

  function faults(schema, value, path) {
    const wrong = (is, at = path, more = {}) => (is ? [{ path: at, ...more }] : []);
    const each = (schemas) => schemas.flatMap((one) => faults(one, value, path));
    const found = [];
    if ("$ref" in schema) found.push(...faults(target(schema.$ref), value, path));
    if ("allOf" in schema) found.push(...each(schema.allOf));
    if ("anyOf" in schema) found.push(...any(schema.anyOf, value, path));
    if ("oneOf" in schema && schema.oneOf.filter((one) => fits(one, value)).length !== 1) {
      found.push(...(any(schema.oneOf, value, path).length ? any(schema.oneOf, value, path) : wrong(true)));
    }
    if ("not" in schema) found.push(...wrong(fits(schema.not, value)));
    if ("if" in schema) {
      const branch = fits(schema.if, value) ? schema.then : schema.else;
      if (branch) found.push(...faults(branch, value, path));
    }
    if ("type" in schema && !isOf(schema.type, value)) return wrong(true);
    if ("const" in schema) found.push(...wrong(value !== schema.const));
    if ("enum" in schema) found.push(...wrong(!schema.enum.includes(value)));
    if (TYPES.string(value)) {
      found.push(...wrong("pattern" in schema && !new RegExp(schema.pattern).test(value)));
      found.push(...wrong([...value].length < (schema.minLength ?? 0) || [...value].length > (schema.maxLength ?? Infinity)));
    }
    if (TYPES.number(value)) found.push(...wrong(value < (schema.minimum ?? -Infinity)));
    if (TYPES.array(value)) {
      found.push(...wrong(value.length < (schema.minItems ?? 0), path, { missing: true }));
      found.push(...wrong(value.length > (schema.maxItems ?? Infinity)));
      if ("items" in schema) found.push(...value.flatMap((item, number) => faults(schema.items, item, [...path, number])));
      if ("contains" in schema && !value.some((item) => fits(schema.contains, item))) {
        found.push({ path, missing: true, wanted: schema.contains });
      }
    }
    if (TYPES.object(value)) {
      const names = schema.properties ?? {};
      for (const name of schema.required ?? []) found.push(...wrong(!(name in value), [...path, name], { missing: true }));
      for (const [name, item] of Object.entries(value)) {
        if (name in names) found.push(...faults(names[name], item, [...path, name]));
        else if (schema.additionalProperties === false) found.push({ path: [...path, name] });
      }
    }
    return found;
  }

  return (value) => faults(root, value, []);
};
