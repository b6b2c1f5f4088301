import type { Value } from "../../values.ts";
import { characters, hex, uuid, whole } from "../hash.ts";
import type { Place, Row } from "../row.ts";

const SETS: [input: string, least: string, characters: string][] = [
    ["lower", "minLower", "abcdefghijklmnopqrstuvwxyz"],
    ["upper", "minUpper", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"],
    ["numeric", "minNumeric", "0123456789"],
    ["special", "minSpecial", "!@#$%&*()-_=+[]{}<>:?"],
];

/** A made-up text of the length and the characters asked for. It comes from the URN: anyone can compute it, it is no secret. */
function password({ inputs, urn }: Place): string {
    const allowed = SETS.filter(
        ([input]) => inputs[input] !== false && !(input === "numeric" && inputs.number === false),
    ).map(([input, least, set]) => ({
        least: Number(inputs[least] ?? 0),
        set: custom(input, inputs.overrideSpecial, set),
    }));
    const least = allowed.map((one) => characters(`${urn}${one.set}`, one.set, one.least)).join("");
    const rest = Math.max(0, Number(inputs.length ?? 0) - least.length);
    return least + characters(`${urn} rest`, allowed.map((one) => one.set).join(""), rest);
}

function custom(input: string, override: Value | undefined, set: string): string {
    return input === "special" && typeof override === "string" && override !== "" ? override : set;
}

const bytes = ({ inputs, urn }: Place) =>
    Buffer.from(hex(urn, 2 * Number(inputs.byteLength ?? inputs.length ?? 8)), "hex");
const prefix = ({ inputs }: Place) => (typeof inputs.prefix === "string" ? inputs.prefix : "");
const used = ({ inputs }: Place, kind: string) => inputs[kind] !== false;
const sets = Object.fromEntries(SETS.map(([kind]) => [kind, (place: Place) => used(place, kind)]));
const numbers = {
    ...sets,
    number: (place: Place) => used(place, "numeric"),
    minLower: 0,
    minUpper: 0,
    minNumeric: 0,
    minSpecial: 0,
};

/** The random provider: the asked length and characters, and the same ones every time. */
export const RANDOM: Record<string, Row> = {
    "random:randomBytes": {
        id: "none",
        base64: (place) => bytes(place).toString("base64"),
        hex: (place) => bytes(place).toString("hex"),
    },
    "random:randomId": {
        id: (place) => bytes(place).toString("base64url"),
        b64Std: (place) => prefix(place) + bytes(place).toString("base64"),
        b64Url: (place) => prefix(place) + bytes(place).toString("base64url"),
        dec: (place) => prefix(place) + BigInt(`0x${bytes(place).toString("hex")}`).toString(),
        hex: (place) => prefix(place) + bytes(place).toString("hex"),
    },
    "random:randomInteger": {
        id: (place) => String(integer(place)),
        result: integer,
    },
    "random:randomPassword": { id: "none", result: password, bcryptHash: "$2a$10${lower:53}", ...numbers },
    "random:randomPet": {
        id: (place) =>
            [place.inputs.prefix, ...words(place)]
                .filter(Boolean)
                .join(String(place.inputs.separator ?? "-")),
        length: 2,
        separator: "-",
    },
    "random:randomShuffle": {
        id: "-",
        results: ({ inputs, urn }) => {
            const all = (Array.isArray(inputs.inputs) ? inputs.inputs : []).map((value, at) => ({
                value,
                key: hex(`${urn}${at}`, 16),
            }));
            const mixed = all.sort((left, right) => (left.key < right.key ? -1 : 1)).map((one) => one.value);
            return mixed.slice(0, Number(inputs.resultCount ?? mixed.length));
        },
    },
    "random:randomString": { id: password, result: password, ...numbers },
    "random:randomUuid": { id: ({ urn }) => uuid(urn), result: ({ urn }) => uuid(urn) },
};

function integer({ inputs, urn }: Place): number {
    const low = Number(inputs.min ?? 0);
    return low + whole(urn, Number(inputs.max ?? 0) - low + 1);
}

function words({ inputs, urn }: Place): string[] {
    const known = [
        "amber",
        "brave",
        "calm",
        "eager",
        "fair",
        "glad",
        "heron",
        "ibis",
        "lark",
        "otter",
        "swift",
        "wren",
    ];
    return Array.from(
        { length: Number(inputs.length ?? 2) },
        (_, at) => known[whole(`${urn}${at}`, known.length)] as string,
    );
}
