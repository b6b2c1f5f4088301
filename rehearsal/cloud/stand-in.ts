import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { Value } from "../values.ts";
import { hex, whole } from "./hash.ts";
import { bodyOf, parseMembers, type Member, type Shape } from "./types.ts";

const sources = new Map<string, string>();
const interfaces = new Map<string, Member[]>();

/**
 * A value of the right kind for an output that no table knows. It is made up, and says so where it can; its kind comes
 * from its type, and for a string from the property's name too. `folder` is where the package's nested types are.
 */
export function standIn(name: string, shape: Shape, seed: string, folder: string, depth = 0): Value {
    const inner = `${seed}.${name}`;
    if (shape.kind === "string") return text(name, inner);
    if (shape.kind === "number") return /port$/i.test(name) ? 443 : 1;
    if (shape.kind === "boolean") return false;
    if (shape.kind === "list") return [standIn(name.replace(/s$/, ""), shape.item, inner, folder, depth + 1)];
    if (shape.kind === "object" && depth < 4) {
        const members = membersOf(shape.name, folder).filter(
            (member) => !member.optional || (depth < 2 && declaresAllOptional(folder)),
        );
        return Object.fromEntries(
            members.map((one) => [one.name, standIn(one.name, one.shape, inner, folder, depth + 1)]),
        );
    }
    return shape.kind === "any" ? text(name, inner) : {};
}

/** Packages made from an API's own description, which calls optional also what the cloud always tells. */
export function declaresAllOptional(folder: string): boolean {
    return /[\\/](azure|google)-native$/.test(folder);
}

function text(name: string, seed: string): string {
    const id = hex(seed, 12);
    if (/arns?$/i.test(name)) return `arn:aws:made-up:us-east-1:123456789012:${id}`;
    if (/(url|uri)s?$/i.test(name)) return `https://${id}.made-up.example`;
    if (/ipv6(Address)?(es|s)?$/i.test(name)) return `2001:db8::${hex(seed, 4)}`;
    if (/(^ip|Ip|IP)(v4)?(Address)?(es|s)?$/.test(name))
        return `10.${whole(seed, 255)}.${whole(`${seed}2`, 255)}.10`;
    if (/(endpoint|dns|dnsName|host|hostname|fqdn|domain|domainName|address)e?s?$/i.test(name))
        return `${id}.made-up.example`;
    if (/(At|Time|Date|Timestamp)$|^(created|updated|modified)/.test(name)) return "2026-01-01T00:00:00Z";
    if (/prefix$/i.test(name)) return "";
    return `made-up-${id}`;
}

function membersOf(name: string, folder: string): Member[] {
    const key = `${folder} ${name}`;
    let members = interfaces.get(key);
    if (!members) interfaces.set(key, (members = readMembers(name, folder)));
    return members;
}

function readMembers(name: string, folder: string): Member[] {
    const source = outputTypes(folder);
    const parts = name.split(".");
    const last = parts.pop() as string;
    const scope = parts.length === 0 ? source : bodyOf(source, `namespace ${parts.join(".")} {`);
    return parseMembers((scope && bodyOf(scope, `interface ${last} {`)) ?? "");
}

function outputTypes(folder: string): string {
    let source = sources.get(folder);
    if (source !== undefined) return source;
    for (const root of ["", "bin", "lib", "dist"]) {
        try {
            source = readFileSync(join(folder, root, "types/output.d.ts"), "utf8");
            break;
        } catch {
            continue;
        }
    }
    sources.set(folder, source ?? "");
    return source ?? "";
}
