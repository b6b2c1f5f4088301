import type { Step } from "./steps.ts";
import { Variables } from "./variables.ts";

/** What an answer has to be (API reference, "Create an API test": assertions). */
export type Assertion =
    | { type: "statusCode" | "responseTime"; operator: "is" | "lessThan"; target: number }
    | { type: "header"; property: string; operator: "is" | "contains" | "matches"; target: string }
    | { type: "header"; property: string; operator: "doesNotExist" }
    | {
          type: "body";
          operator: "validatesJSONPath";
          target: { jsonPath: string; operator: "is"; targetValue: string };
      }
    | {
          type: "body";
          operator: "validatesJSONSchema";
          target: { jsonSchema: string; metaSchema: "draft-07" };
      };

type Rule = Record<string, unknown>;

export function assertionsOf(expect: Step["expect"], variables: Variables, at: string): Assertion[] {
    const { status, headers = {}, json = {}, maxMilliseconds } = expect;
    const [filled, plain] = [true, false].map((isFilled) =>
        Object.entries(json).filter(([, rule]) => Variables.isIn(rule) === isFilled),
    ) as [[string, Rule][], [string, Rule][]];
    return [
        { type: "statusCode", operator: "is", target: status },
        ...Object.entries(headers).map(([name, rule]) => headerOf(name, rule, variables, at)),
        ...filled.map(([path, rule]) => pathOf(path, rule, variables, at)),
        ...plain.map(([path, rule]) => schemaOf(path, rule)),
        ...(maxMilliseconds === undefined
            ? []
            : // Datadog knows what is less, and no "at most".
              [
                  {
                      type: "responseTime" as const,
                      operator: "lessThan" as const,
                      target: maxMilliseconds + 1,
                  },
              ]),
    ];
}

function headerOf(property: string, rule: Rule, variables: Variables, at: string): Assertion {
    const header = { type: "header" as const, property };
    if (rule.present === false) return { ...header, operator: "doesNotExist" };
    if (rule.present === true) return { ...header, operator: "matches", target: "[\\s\\S]*" };
    const [operator, text] =
        "equals" in rule ? (["is", rule.equals] as const) : (["contains", rule.contains] as const);
    return { ...header, operator, target: variables.inText(String(text), at) };
}

/** With a captured value, which Datadog fills in where it compares texts. */
function pathOf(jsonPath: string, rule: Rule, variables: Variables, at: string): Assertion {
    if (typeof rule.equals !== "string")
        throw new Error(
            `workflow.yaml: ${at} expects of ${jsonPath} one of several values of earlier steps, which Datadog's Synthetic tests can't hold; use { equals: "{{name}}" }.`,
        );
    const target = { jsonPath, operator: "is" as const, targetValue: variables.inText(rule.equals, at) };
    return { type: "body", operator: "validatesJSONPath", target };
}

/** A value as it is, a number as a number: by a schema of what is on the way to it. */
function schemaOf(path: string, rule: Rule): Assertion {
    const parts = [...path.matchAll(/\.([A-Za-z_][\w-]*)|\[(\d+)\]|\['([^'\\]*)'\]/g)];
    const isMissing = rule.present === false;
    let schema: object = isMissing ? { type: "null" } : leafOf(rule);
    for (const [, member, index, quoted] of parts.reverse()) {
        const key = member ?? quoted;
        if (key === undefined) {
            const items = [...Array.from({ length: Number(index) }, () => ({})), schema];
            schema = { type: "array", items, ...(!isMissing && { minItems: items.length }) };
        } else
            schema = {
                type: "object",
                properties: { [key]: schema },
                ...(!isMissing && { required: [key] }),
            };
    }
    const target = { jsonSchema: JSON.stringify(schema), metaSchema: "draft-07" as const };
    return { type: "body", operator: "validatesJSONSchema", target };
}

function leafOf(rule: Rule): object {
    if (rule.present === true) return { not: { type: "null" } };
    return "oneOf" in rule ? { enum: rule.oneOf } : { const: rule.equals };
}
