import { isObject, UNKNOWN, type Properties, type Value } from "../values.ts";
import { alphabet, aws, length, oneOf, range, rule } from "./kinds.ts";
import type { Limit } from "./row.ts";
import { api, typings } from "./sources.ts";

const table = aws("dynamodb", "Table");
const create = api("dynamodb", "CreateTable");

/** A key has to be one of the attributes; which those are may not be known yet. */
function defined(value: Value, { attributes }: Properties): string | undefined {
    const listed = attributes ?? [];
    if (!Array.isArray(listed) || typeof value !== "string") return undefined;
    const names = listed.map((one) => (isObject(one) ? one.name : one));
    if (names.includes(value) || names.includes(UNKNOWN)) return undefined;
    return `is "${value}"; define it in attributes, with a name and a type`;
}

/** DynamoDB. */
export const tables: Limit[] = [
    length(table, "name", 3, 255, create),
    alphabet(table, "name", /^[\w.-]+$/, "letters, digits and _ . -", create, {
        good: ["orders.v1"],
        bad: ["orders v1", "orders/v1"],
    }),
    oneOf(table, "billingMode", ["PROVISIONED", "PAY_PER_REQUEST"], create),
    oneOf(table, "tableClass", ["STANDARD", "STANDARD_INFREQUENT_ACCESS"], create),
    ...["hashKey", "rangeKey"].map((property) =>
        rule(
            table,
            property,
            "attribute",
            `${create}; ${typings("dynamodb/table")}`,
            defined,
            [
                { [property]: "id", attributes: [{ name: "id", type: "S" }] },
                { [property]: "id", attributes: [{ name: UNKNOWN, type: "S" }] },
            ],
            [{ [property]: "id", attributes: [{ name: "Id", type: "S" }] }, { [property]: "id" }],
        ),
    ),
    length(table, "attributes[].name", 1, 255, api("dynamodb", "AttributeDefinition"), {
        base: { attributes: [{ type: "S" }] },
    }),
    oneOf(table, "attributes[].type", ["S", "N", "B"], api("dynamodb", "AttributeDefinition")),
    length(table, "ttl.attributeName", 1, 255, api("dynamodb", "TimeToLiveSpecification")),
    range(
        table,
        "pointInTimeRecovery.recoveryPeriodInDays",
        1,
        35,
        api("dynamodb", "PointInTimeRecoverySpecification"),
    ),
];
