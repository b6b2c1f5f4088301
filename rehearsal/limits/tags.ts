import { isObject, type Properties, type Value } from "../values.ts";
import { rule } from "./kinds.ts";
import type { Limit } from "./row.ts";
import { api } from "./sources.ts";

const text = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

type Judge = (entries: [string, Value][]) => string | undefined;

function tags(
    kind: string,
    source: string,
    judge: Judge,
    accepts: Properties[],
    refuses: Properties[],
): Limit {
    const check = (value: Value): string | undefined =>
        isObject(value) ? judge(Object.entries(value)) : undefined;
    const at = (map: Properties): Properties => ({ tags: map });
    return rule("*", "tags", kind, source, check, accepts.map(at), refuses.map(at));
}

function many(count: number): Properties {
    return Object.fromEntries(Array.from({ length: count }, (_, index) => [`key-${index}`, "value"]));
}

function size(value: Value): number {
    return typeof value === "string" ? [...value].length : 0;
}

const alphabet = tags(
    "alphabet",
    api("iam", "Tag"),
    (all) => {
        const odd = all.find(
            ([key, value]) => !text.test(key) || (typeof value === "string" && !text.test(value)),
        );
        return (
            odd &&
            `has a character that is not allowed at "${odd[0].slice(0, 60)}"; use letters, digits, spaces and _.:/=+-@`
        );
    },
    [{ "cost:center": "a/b @ 1" }],
    [{ "cost#center": "x" }, { a: "50 %" }],
);

/** Rows over the tags of every resource of AWS. */
export const tagLimits: Limit[] = [
    tags(
        "count",
        api("logs", "CreateLogGroup"),
        (all) => (all.length > 50 ? `are ${all.length}; use at most 50` : undefined),
        [many(50)],
        [many(51)],
    ),
    tags(
        "key",
        api("iam", "Tag"),
        (all) => {
            const odd = all.find(([key]) => key === "" || size(key) > 128);
            return odd && `has a key of ${size(odd[0])} characters; use 1 to 128`;
        },
        [{ ["a".repeat(128)]: "x" }],
        [{ ["a".repeat(129)]: "x" }, { "": "x" }],
    ),
    tags(
        "value",
        api("iam", "Tag"),
        (all) => {
            const odd = all.find(([, value]) => size(value) > 256);
            return odd && `has a value of ${size(odd[1])} characters at "${odd[0]}"; use at most 256`;
        },
        [{ a: "b".repeat(256) }, { a: "" }],
        [{ a: "b".repeat(257) }],
    ),
    tags(
        "reserved",
        api("ec2", "Tag"),
        (all) => {
            const odd = all.find(([key]) => key.startsWith("aws:"));
            return odd && `has the key "${odd[0]}"; aws: is AWS's own, use another prefix`;
        },
        [{ "awsome:a": "x" }],
        [{ "aws:a": "x" }],
    ),
    // EC2 documents lengths but no alphabet for its tags.
    {
        ...alphabet,
        check: (subject) => (/^aws:(ec2|vpc)\//.test(subject.type) ? undefined : alphabet.check(subject)),
    },
];
