import type { Properties, Value } from "../values.ts";
import { logicalName } from "./autoname.ts";
import { characters, DIGITS, hex, LETTERS, LOWER, UPPER, uuid, whole } from "./hash.ts";
import { type Maker, type Place, type Row } from "./row.ts";
import { ROWS } from "./shapes/rows.ts";

export function placeOf(
    type: string,
    urn: string,
    inputs: Properties,
    at: Pick<Place, "region" | "account">,
    id?: string,
): Place {
    const place: Place = {
        type,
        urn,
        id: id ?? "",
        region: typeof inputs.region === "string" ? inputs.region : at.region,
        account: at.account,
        inputs,
        text: (template) => fillIn(template, place, inputs, template),
    };
    if (id === undefined) place.id = makeId(place, rowOf(type));
    return place;
}

/** The outputs that the tables know, in the shapes in which AWS makes them. */
export function outputsOf(place: Place): Properties {
    const known: Properties = {};
    const scope = { ...place.inputs };
    const at: Place = { ...place, inputs: scope, text: (template) => fillIn(template, at, scope, template) };
    for (const [key, maker] of Object.entries(rowOf(place.type) ?? {})) {
        if (key === "id") continue;
        known[key] = make(maker, at, key);
        scope[key] ??= known[key];
    }
    return known;
}

function rowOf(type: string): Row | undefined {
    const [source = "", module = ""] = type.split(":");
    const key = module
        .replace(/^(alb|elasticloadbalancingv2|applicationloadbalancing)\//, "lb/")
        .replace(/^index\//, "");
    return ROWS[source === "aws" ? key : `${source}:${key}`];
}

function makeId(place: Place, row: Row | undefined): string {
    const id =
        typeof row?.id === "function" ? row.id(place) : row && fillIn(row.id, place, place.inputs, "id");
    if (id) return id;
    // A name that neither the program nor Pulumi gave is made up by the Terraform provider inside.
    if (row) return fillIn("tf-{digits:26}", place, place.inputs, "id");
    if (place.type.startsWith("pulumi-nodejs:")) return uuid(place.urn);
    if (!NAMES_IDS.test(place.type)) return fillIn("{digits:8}", place, place.inputs, "id");
    const name = place.inputs.name;
    return typeof name === "string" && name !== ""
        ? name
        : `${logicalName(place.urn)}-${hex(`${place.urn}id`, 8)}`;
}

/** Clouds whose ids are made of names. Elsewhere an id may be a number, which programs give to inputs of that type. */
const NAMES_IDS = /^(aws|azure|azure-native|azuread|gcp|google-native|kubernetes):/;

function make(maker: Maker, place: Place, key: string): Value {
    if (typeof maker === "function") return maker(place);
    return typeof maker === "string" ? fillIn(maker, place, place.inputs, key) : maker;
}

function fillIn(template: string, place: Place, scope: Properties, key = ""): string {
    let count = 0;
    return template.replace(
        /\{(\w+)(?::(\w+))?(?::([^}]+))?\}/g,
        (_, word: string, argument?: string, label?: string) => {
            const seed = `${place.urn} ${label ?? `${key}${count++}`}`;
            const length = Number(argument ?? 0);
            switch (word) {
                case "account":
                    return place.account;
                case "region":
                    return place.region;
                case "id":
                    return place.id;
                case "uuid":
                    return uuid(seed);
                case "hex":
                    return hex(seed, length);
                case "digits":
                    return `${1 + whole(seed, 9)}${characters(seed, DIGITS, length - 1)}`;
                case "upper":
                    return characters(seed, UPPER, length);
                case "lower":
                    return characters(seed, LOWER, length);
                case "letters":
                    return characters(seed, LETTERS, length);
                case "last": {
                    const text = String(scope[argument ?? ""] ?? "");
                    return text.slice(Math.max(text.lastIndexOf("/"), text.lastIndexOf(":")) + 1);
                }
                default:
                    return String(scope[word] ?? "");
            }
        },
    );
}
